import CKernels

extension Classifier: SecondOrderOperation {
  func tangent(in pass: HessianProduct) -> OperationTangent { ClassifierTangent(self, in: pass) }
}

/// The derivative of pooling, linear layer and cross-entropy.
final class ClassifierTangent: OperationTangent {
  private let classifier: Classifier
  private let source: SourceTangent
  /// Derivatives of the pooled features [sample][lane] and of the logits' gradient [sample][column].
  private let pooled, gradients: Buffer

  init(_ classifier: Classifier, in pass: HessianProduct) {
    self.classifier = classifier
    source = SourceTangent(classifier.state.source, classifier.inputs[0], in: pass)
    let execution = classifier.state.execution
    let size = execution.elementSize
    pooled = Buffer(count: execution.batch * source.source.channels, elementSize: size)
    gradients = Buffer(count: execution.batch * classifier.columns, elementSize: size)
    super.init(pass)
  }

  override func forward(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    let execution = pass.execution
    let input = source.source
    let (lanes, columns, size) = (input.channels, classifier.columns, worker.elementSize)
    let (along, stride) =
      classifier.relu
      ? (twin.rectified(source, sample, relu: true), lanes) : twin.plain(source, sample)
    let sums = twin.area(.hidden).assumingMemoryBound(to: Double.self)
    worker.kernels.pointee.pixel_sum(
      along,
      Int64(stride),
      nil,
      nil,
      0,
      Int64(input.height),
      Int64(input.width),
      Int64(lanes),
      sums
    )
    let features = pooled.at(sample * lanes)
    let share = 1 / Double(input.height * input.width)
    for lane in 0..<lanes { features.put(sums[lane] * share, at: lane, size: size) }
    let logits = twin.area(.hidden)
    if pass.movesWeights {
      logits.copyMemory(
        from: pass.direction.at(classifier.offset.offset),
        byteCount: columns * size
      )
      let own = classifier.state.pooled.at(sample * lanes)
      linear(own, pass.direction.at(classifier.matrix.offset), logits, worker)
    } else {
      logits.initializeMemory(as: UInt8.self, repeating: 0, count: columns * size)
    }
    linear(features, execution.weights.at(classifier.matrix.offset), logits, worker)
    score(logits, sample)
  }

  private func linear(
    _ features: UnsafeMutableRawPointer,
    _ matrix: UnsafeMutableRawPointer,
    _ logits: UnsafeMutableRawPointer,
    _ worker: Worker
  ) {
    var product = Product.pixels(
      1,
      from: features,
      inner: source.source.channels,
      weights: matrix,
      to: logits,
      columns: classifier.columns
    )
    product.accumulate = 1
    worker.kernels.pointee.product(&product)
  }

  /// The derivatives of loss and logits' gradient from that of the logits: for probabilities p,
  /// dp = p * (dl - sum of p * dl).
  private func score(_ logits: UnsafeMutableRawPointer, _ sample: Int) {
    let execution = pass.execution
    let (columns, classes) = (classifier.columns, classifier.classes)
    let size = execution.elementSize
    let own = classifier.state.logits.at(sample * columns)
    let ownGradient = classifier.state.gradients.at(sample * columns)
    let gradient = gradients.at(sample * columns)
    var largest = -Double.infinity
    for column in 0..<classes { largest = max(largest, own.get(column, size: size)) }
    var (sum, mean, loss) = (0.0, 0.0, 0.0)
    for column in 0..<classes {
      let weight = Portable.exp(own.get(column, size: size) - largest)
      let slope = logits.get(column, size: size)
      sum += weight
      mean += weight * slope
      loss += ownGradient.get(column, size: size) * slope
    }
    mean /= sum
    for column in 0..<columns {
      var value = 0.0
      if column < classes {
        let probability = Portable.exp(own.get(column, size: size) - largest) / sum
        let slope = logits.get(column, size: size)
        value = (classifier.share ?? 1) * probability * (slope - mean) / Double(execution.samples)
      }
      gradient.put(value, at: column, size: size)
    }
    if classifier.share == nil { pass.losses[sample] = loss }
  }

  override func gradient(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    let execution = pass.execution
    let input = source.source
    let (lanes, columns, size) = (input.channels, classifier.columns, worker.elementSize)
    let own = classifier.state.gradients.at(sample * columns)
    let along = gradients.at(sample * columns)
    if pass.wantsWeights {
      let matrix = pass.partial(classifier.parameterIndices[0], chunk: worker.chunk)
      addMatrix(classifier.state.pooled.at(sample * lanes), along, to: matrix, worker)
      addMatrix(pooled.at(sample * lanes), own, to: matrix, worker)
      worker.kernels.pointee.add_scaled(
        pass.partial(classifier.parameterIndices[1], chunk: worker.chunk),
        Int64(columns),
        along,
        Int64(columns),
        nil,
        1,
        Int64(columns)
      )
    }
    guard let target = source.gradient else { return }
    let back = twin.area(.hidden)
    back.initializeMemory(as: UInt8.self, repeating: 0, count: lanes * size)
    let offset = classifier.matrix.offset
    propagate(along, execution.transposed.at(offset), back, worker)
    if pass.movesWeights { propagate(own, pass.transposedDirection.at(offset), back, worker) }
    let share = 1 / Double(input.height * input.width)
    for lane in 0..<lanes { back.put(back.get(lane, size: size) * share, at: lane, size: size) }
    classifier.spread(back, of: input, sample, to: target, relu: classifier.relu, worker)
  }

  private func addMatrix(
    _ features: UnsafeMutableRawPointer,
    _ gradient: UnsafeMutableRawPointer,
    to partial: UnsafeMutableRawPointer,
    _ worker: Worker
  ) {
    var product = Product.weightGradient(
      pixels: 1,
      input: features,
      inputLanes: source.source.channels,
      gradient: gradient,
      columns: classifier.columns,
      to: partial
    )
    worker.kernels.pointee.product(&product)
  }

  private func propagate(
    _ gradient: UnsafeMutableRawPointer,
    _ transposed: UnsafeMutableRawPointer,
    _ back: UnsafeMutableRawPointer,
    _ worker: Worker
  ) {
    var product = Product.pixels(
      1,
      from: gradient,
      inner: classifier.columns,
      weights: transposed,
      to: back,
      columns: source.source.channels
    )
    product.accumulate = 1
    worker.kernels.pointee.product(&product)
  }
}
