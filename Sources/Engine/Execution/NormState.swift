import CKernels

/// The numbers of one batch normalization (Ioffe, Szegedy, "Batch Normalization", ICML 2015,
/// Algorithm 1 and section 3.1; running variance is the unbiased one, as in PyTorch).
///
/// Never applied on its own: readers fold `scale` and `shift` into what they compute.
final class NormState {
  let channels: Int
  let chunks: Int
  let elementSize: Int
  let epsilon: Double
  let momentum: Double
  /// value = tensor * scale + shift, in the element type.
  let scale, shift, mean: UnsafeMutableRawPointer
  /// d tensor = gradient * gradientScale + tensor * tensorScale + constant, in the element type.
  let gradientScale, tensorScale, constant: UnsafeMutableRawPointer
  /// Sums of the tensor and of its squares, [chunk][channel].
  let sums, squares: UnsafeMutablePointer<Double>
  /// Sums of the gradient and of gradient times centred tensor, [chunk][channel].
  let gradientSums, gradientProducts: UnsafeMutablePointer<Double>
  /// In Double: mean, 1 / sqrt(variance + epsilon), and what evaluation uses instead.
  let batchMean, inverseDeviation, runningMean, runningVariance: UnsafeMutablePointer<Double>
  /// The affine parameters in the weight vector and where their gradients go.
  var gamma, beta: UnsafeMutableRawPointer?
  var gammaGradient, betaGradient: UnsafeMutableRawPointer?
  /// Whether the statistics of the last forward pass were the batch's.
  private(set) var usesBatch = true
  private let elements: Buffer
  private let doubles: UnsafeMutablePointer<Double>

  init(record: NormRecord, channels: Int, chunks: Int, elementSize: Int) {
    self.channels = channels
    self.chunks = chunks
    self.elementSize = elementSize
    epsilon = record.epsilon
    momentum = record.momentum
    elements = Buffer(count: 6 * channels, elementSize: elementSize)
    scale = elements.at(0)
    shift = elements.at(channels)
    mean = elements.at(2 * channels)
    gradientScale = elements.at(3 * channels)
    tensorScale = elements.at(4 * channels)
    constant = elements.at(5 * channels)
    let count = channels * (4 * chunks + 4)
    doubles = .allocate(capacity: count)
    doubles.initialize(repeating: 0, count: count)
    sums = doubles
    squares = doubles + chunks * channels
    gradientSums = doubles + 2 * chunks * channels
    gradientProducts = doubles + 3 * chunks * channels
    batchMean = doubles + 4 * chunks * channels
    inverseDeviation = batchMean + channels
    runningMean = batchMean + 2 * channels
    runningVariance = batchMean + 3 * channels
    for channel in 0..<channels { runningVariance[channel] = 1 }
  }

  deinit { doubles.deallocate() }

  /// The addresses the inner loops use, to be had without counting references.
  struct Places {
    let channels: Int
    let mean: UnsafeMutableRawPointer
    let gradientScale, tensorScale, constant: UnsafeMutableRawPointer
    let sums, squares: UnsafeMutablePointer<Double>
    let gradientSums, gradientProducts: UnsafeMutablePointer<Double>

    func clearSums(chunk: Int) {
      (sums + chunk * channels).update(repeating: 0, count: channels)
      (squares + chunk * channels).update(repeating: 0, count: channels)
    }

    func clearGradientSums(chunk: Int) {
      (gradientSums + chunk * channels).update(repeating: 0, count: channels)
      (gradientProducts + chunk * channels).update(repeating: 0, count: channels)
    }

    /// Pixels of the normalized tensor and where a chunk keeps the sums of their gradient.
    func pair(_ pixels: UnsafeRawPointer, pixelStride: Int, chunk: Int) -> dk_pair {
      dk_pair(
        z: pixels,
        mean: mean,
        first: gradientSums + chunk * channels,
        second: gradientProducts + chunk * channels,
        ps: Int64(pixelStride)
      )
    }
  }

  /// The addresses; they never change.
  var places: Places {
    Places(
      channels: channels,
      mean: mean,
      gradientScale: gradientScale,
      tensorScale: tensorScale,
      constant: constant,
      sums: sums,
      squares: squares,
      gradientSums: gradientSums,
      gradientProducts: gradientProducts
    )
  }

  /// Adds the chunks' parts in order; the total stands in chunk 0.
  func total(_ parts: UnsafeMutablePointer<Double>) -> UnsafeMutablePointer<Double> {
    parts.addChunks(chunks, of: channels)
    return parts
  }

  /// Sets scale and shift from the batch's sums over `count` pixels, or from the running statistics.
  ///
  /// - Parameter owner: who made the sums; if another, it has finished.
  func finishForward(sumsOf owner: NormState, count: Int, useBatch: Bool, updateRunning: Bool) {
    usesBatch = useBatch
    if useBatch {
      let sum = owner === self ? total(sums) : owner.sums
      let square = owner === self ? total(squares) : owner.squares
      let share = 1 / Double(count)
      for channel in 0..<channels {
        let mean = sum[channel] * share
        let variance = max(0, square[channel] * share - mean * mean)
        batchMean[channel] = mean
        inverseDeviation[channel] = 1 / (variance + epsilon).squareRoot()
        if sum[channel].isNaN || square[channel].isNaN { inverseDeviation[channel] = .nan }
        if updateRunning {
          let unbiased = variance * Double(count) / Double(max(1, count - 1))
          runningMean[channel] += momentum * (mean - runningMean[channel])
          runningVariance[channel] += momentum * (unbiased - runningVariance[channel])
        }
      }
    } else {
      for channel in 0..<channels {
        batchMean[channel] = runningMean[channel]
        inverseDeviation[channel] = 1 / (runningVariance[channel] + epsilon).squareRoot()
      }
    }
    for channel in 0..<channels {
      let factor = (gamma?.get(channel, size: elementSize) ?? 1) * inverseDeviation[channel]
      let offset = beta?.get(channel, size: elementSize) ?? 0
      scale.put(factor, at: channel, size: elementSize)
      shift.put(offset - batchMean[channel] * factor, at: channel, size: elementSize)
      mean.put(batchMean[channel], at: channel, size: elementSize)
    }
  }

  /// Sets the coefficients of the backward pass from the total sums of the value's gradient.
  ///
  /// - Parameters:
  ///   - gate: the weight between the value and what `first` and `second` are gradients of.
  ///   - first: sum of the gradient, [channel].
  ///   - second: sum of gradient times (tensor - mean), [channel].
  func finishReduce(
    gate: Double,
    first: UnsafePointer<Double>,
    second: UnsafePointer<Double>,
    count: Int,
    wantsWeights: Bool
  ) {
    for channel in 0..<channels {
      let deviation = inverseDeviation[channel]
      let weight = gate * (gamma?.get(channel, size: elementSize) ?? 1) * deviation
      var slope = 0.0
      var constant = 0.0
      if usesBatch {
        slope = -weight * deviation * deviation * second[channel] / Double(count)
        constant = -weight * first[channel] / Double(count) - slope * batchMean[channel]
      }
      gradientScale.put(weight, at: channel, size: elementSize)
      tensorScale.put(slope, at: channel, size: elementSize)
      self.constant.put(constant, at: channel, size: elementSize)
      if wantsWeights {
        gammaGradient?.put(gate * deviation * second[channel], at: channel, size: elementSize)
        betaGradient?.put(gate * first[channel], at: channel, size: elementSize)
      }
    }
  }
}

extension UnsafeMutablePointer<Double> {
  /// Adds sums that each chunk made over its samples, [chunk][channel], to the first chunk's, in order.
  func addChunks(_ chunks: Int, of channels: Int) {
    for chunk in 1..<Swift.max(1, chunks) {
      for channel in 0..<channels { self[channel] += self[chunk * channels + channel] }
    }
  }
}
