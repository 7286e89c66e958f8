import CKernels

extension Execution {
  /// The image batch, [sample][height][width][lane] with the channels padded to a multiple of eight.
  ///
  /// The caller writes it; padding lanes must stay zero.
  public var imageBytes: UnsafeMutableRawBufferPointer {
    guard let image = tape.image else { return UnsafeMutableRawBufferPointer(start: nil, count: 0) }
    let view = view(image.tensor)
    return UnsafeMutableRawBufferPointer(start: view.base, count: view.sampleStride * batch)
  }

  /// The labels of the batch, one per sample, below `classes`; the caller writes them.
  public var labelBuffer: UnsafeMutableBufferPointer<Int32> {
    UnsafeMutableBufferPointer(start: labels, count: batch)
  }

  /// The mean loss of the last forward pass in nats.
  public var loss: Double {
    var sum = 0.0
    for sample in 0..<samples { sum += losses[sample] }
    return sum / Double(max(1, samples))
  }

  /// How many samples of the last forward pass had their label among the `top` largest logits.
  public func correct(top: Int = 1) -> Int {
    (0..<samples).reduce(0) { $0 + (ranks[$1] < Int32(top) ? 1 : 0) }
  }

  /// The logits of a sample of the last forward pass, one per class.
  public func logits(sample: Int) -> [Double] {
    let columns = ChannelLayout(classes).padded
    return (0..<classes).map { logits[sample * columns + $0] }
  }

  /// d loss / d gate of the last backward pass.
  public var gateGradients: [Double] { gateGradientValues }

  /// The per-sample factors at `index`, one per sample of the batch.
  public func setFactors(_ index: Int, _ values: [Double]) {
    precondition(values.count == batch, "\(batch) factors expected, got \(values.count)")
    for (sample, value) in values.enumerated() { factors[index].values[sample] = value }
  }

  /// All weights as stored, for hashing and copying.
  public var weightBytes: UnsafeMutableRawBufferPointer { weights.bytes }

  /// All weight gradients as stored, in the order of `weightBytes`.
  public var weightGradientBytes: UnsafeMutableRawBufferPointer { weightGradients.bytes }

  /// A parameter in logical order (`Parameter.shape`, row major).
  public func values(of parameter: Parameter) -> [Double] {
    parameter.storage().map { weights[$0] }
  }

  /// The gradient of a parameter in logical order.
  public func gradient(of parameter: Parameter) -> [Double] {
    parameter.storage().map { weightGradients[$0] }
  }

  /// Sets a parameter from values in logical order.
  ///
  /// - Precondition: there are `parameter.count` values.
  public func set(_ parameter: Parameter, to values: [Double]) {
    precondition(
      values.count == parameter.count,
      "\(parameter.name) has \(parameter.count) values, got \(values.count)"
    )
    for (place, value) in zip(parameter.storage(), values) { weights[place] = value }
  }

  /// Sets every parameter to its initial values under `seed`.
  public func initialize(seed: UInt64) {
    noiseSeed = seed
    for parameter in parameters { set(parameter, to: parameter.initialValues(seed: seed)) }
  }

  /// The number of logical weights.
  public var weightCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// The running means and variances of every normalization, in tape order: what evaluation needs
  /// beside the weights.
  public var runningStatistics: [Double] {
    get {
      norms.flatMap { norm in
        (0..<norm.channels).map { norm.runningMean[$0] }
          + (0..<norm.channels).map { norm.runningVariance[$0] }
      }
    }
    set {
      var position = 0
      for norm in norms {
        for channel in 0..<norm.channels {
          norm.runningMean[channel] = newValue[position + channel]
          norm.runningVariance[channel] = newValue[position + norm.channels + channel]
        }
        position += 2 * norm.channels
      }
    }
  }

  /// Euclidean norm of the weight gradient, summed in Double in blocks of fixed size.
  public func gradientNorm() -> Double {
    let table = choice.table(precision)
    let block = 4096
    var sum = 0.0
    var start = 0
    while start < weightGradients.count {
      let count = min(block, weightGradients.count - start)
      sum += table.pointee.sum_squares(weightGradients.at(start), Int64(count))
      start += count
    }
    return sum.squareRoot()
  }

  /// One step of stochastic gradient descent on all weights.
  ///
  /// velocity = momentum * velocity + (scale * gradient + decay * weight);
  /// weight -= rate * velocity.
  ///
  /// - Parameter velocity: as many bytes as `weightBytes`, kept by the caller.
  public func descend(
    velocity: UnsafeMutableRawBufferPointer,
    scale: Double,
    rate: Double,
    momentum: Double,
    decay: Double,
    nesterov: Bool = false
  ) {
    precondition(
      velocity.count == weights.bytes.count,
      "the velocity has \(weights.bytes.count) bytes, got \(velocity.count)"
    )
    guard let base = velocity.baseAddress else { return }
    choice.table(precision).pointee.sgd(
      weights.base,
      base,
      weightGradients.base,
      Int64(weights.count),
      scale,
      rate,
      momentum,
      decay,
      nesterov ? 1 : 0
    )
  }
}
