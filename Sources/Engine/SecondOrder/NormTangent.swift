import CKernels

/// The derivative of a `NormState` along a direction.
final class NormTangent {
  let norm: NormState
  /// Derivatives of the coefficients of the same names, in the element type.
  let scale, shift, mean: UnsafeMutableRawPointer
  let gradientScale, tensorScale, constant: UnsafeMutableRawPointer
  /// Sums of the tensor's derivative and of it times the centred tensor, [chunk][channel].
  let sums, products: UnsafeMutablePointer<Double>
  /// Derivatives of the sums of the gradient and of gradient times centred tensor, [chunk][channel].
  let gradientSums, gradientProducts: UnsafeMutablePointer<Double>
  /// In Double: derivatives of mean and of 1 / sqrt(variance + epsilon).
  let batchMean, inverseDeviation: UnsafeMutablePointer<Double>
  /// The direction of the affine parameters and where their products go.
  var gamma, beta: UnsafeMutableRawPointer?
  var gammaProduct, betaProduct: UnsafeMutableRawPointer?
  private let elements: Buffer
  private let doubles: Buffer

  init(_ norm: NormState) {
    self.norm = norm
    let (channels, chunks) = (norm.channels, norm.chunks)
    elements = Buffer(count: 6 * channels, elementSize: norm.elementSize)
    scale = elements.at(0)
    shift = elements.at(channels)
    mean = elements.at(2 * channels)
    gradientScale = elements.at(3 * channels)
    tensorScale = elements.at(4 * channels)
    constant = elements.at(5 * channels)
    doubles = Buffer(count: channels * (4 * chunks + 2), elementSize: 8)
    let base = doubles.base.assumingMemoryBound(to: Double.self)
    sums = base
    products = base + chunks * channels
    gradientSums = base + 2 * chunks * channels
    gradientProducts = base + 3 * chunks * channels
    batchMean = base + 4 * chunks * channels
    inverseDeviation = batchMean + channels
  }

  func clearSums(chunk: Int) {
    let channels = norm.channels
    (sums + chunk * channels).update(repeating: 0, count: channels)
    (products + chunk * channels).update(repeating: 0, count: channels)
  }

  func clearGradientSums(chunk: Int) {
    let channels = norm.channels
    (gradientSums + chunk * channels).update(repeating: 0, count: channels)
    (gradientProducts + chunk * channels).update(repeating: 0, count: channels)
  }

  /// Sets the derivatives of scale and shift from the sums over `count` pixels.
  func finishForward(count: Int) {
    let size = norm.elementSize
    let sum = norm.total(sums)
    let product = norm.total(products)
    for channel in 0..<norm.channels {
      let deviation = norm.inverseDeviation[channel]
      var (mean, slope) = (0.0, 0.0)
      if norm.usesBatch {
        mean = sum[channel] / Double(count)
        // d r = -r^3 / 2 * d variance, d variance = 2 / count * sum of dz * (z - mean).
        slope = -deviation * deviation * deviation * product[channel] / Double(count)
      }
      batchMean[channel] = mean
      inverseDeviation[channel] = slope
      let gammaValue = norm.gamma?.get(channel, size: size) ?? 1
      let gammaSlope = gamma?.get(channel, size: size) ?? 0
      let factor = gammaValue * deviation
      let factorSlope = gammaSlope * deviation + gammaValue * slope
      let offsetSlope = beta?.get(channel, size: size) ?? 0
      let shiftSlope = offsetSlope - mean * factor - norm.batchMean[channel] * factorSlope
      scale.put(factorSlope, at: channel, size: size)
      shift.put(shiftSlope, at: channel, size: size)
      self.mean.put(mean, at: channel, size: size)
    }
  }

  /// What `finishReduce` needs beside the normalization.
  struct Totals {
    /// The weight between the value and what the sums are gradients of, and its derivative.
    let gate, gateTangent: Double
    /// Sum of the gradient and of gradient times centred tensor, [channel].
    let first, second: UnsafePointer<Double>
    /// Their derivatives.
    let firstTangent, secondTangent: UnsafePointer<Double>
    /// Pixels in the batch.
    let count: Int
  }

  /// Sets the derivatives of the coefficients of the backward pass.
  func finishReduce(_ totals: Totals, wantsWeights: Bool) {
    let size = norm.elementSize
    let count = Double(totals.count)
    for channel in 0..<norm.channels {
      let (r, dr) = (norm.inverseDeviation[channel], inverseDeviation[channel])
      let gamma = norm.gamma?.get(channel, size: size) ?? 1
      let dgamma = self.gamma?.get(channel, size: size) ?? 0
      let (s1, s2) = (totals.first[channel], totals.second[channel])
      let (ds1, ds2) = (totals.firstTangent[channel], totals.secondTangent[channel])
      let (gate, dgate) = (totals.gate, totals.gateTangent)
      let weight = gate * gamma * r
      let dweight = dgate * gamma * r + gate * dgamma * r + gate * gamma * dr
      var (slope, constant) = (0.0, 0.0)
      if norm.usesBatch {
        let primal = -weight * r * r * s2 / count
        slope = -(dweight * r * r * s2 + 2 * weight * r * dr * s2 + weight * r * r * ds2) / count
        constant =
          -(dweight * s1 + weight * ds1) / count - slope * norm.batchMean[channel]
          - primal * batchMean[channel]
      }
      gradientScale.put(dweight, at: channel, size: size)
      tensorScale.put(slope, at: channel, size: size)
      self.constant.put(constant, at: channel, size: size)
      if wantsWeights {
        let dsecond = dgate * r * s2 + gate * dr * s2 + gate * r * ds2
        gammaProduct?.put(dsecond, at: channel, size: size)
        betaProduct?.put(dgate * s1 + gate * ds1, at: channel, size: size)
      }
    }
  }
}
