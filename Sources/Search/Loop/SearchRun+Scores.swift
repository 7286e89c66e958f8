import Datasets
import Engine
import Networks
public import Training

/// Measurements on the architecture images; nothing a step depends on changes.
extension SearchRun {
  /// The supernet, as its gates stand, on the images that train alpha, with batch statistics.
  public func evaluateArchitectureImages() -> Score {
    execution.evaluate(plain, indices: split.architecture, normalization: .batch)
  }

  /// The accuracy with only the operations of a mask computed.
  ///
  /// - Parameter oneHot: whether they count one each, otherwise what `weights` say.
  func accuracy(mask: [Bool], oneHot: Bool, weights: [Double]) -> Double {
    let before = (execution.gateValues, execution.activeGates)
    defer { (execution.gateValues, execution.activeGates) = before }
    execution.activeGates = mask
    execution.gateValues = mask.indices.map { mask[$0] ? (oneHot ? 1 : weights[$0]) : 0 }
    return evaluateArchitectureImages().accuracy
  }

  /// The accuracy of an architecture with the supernet's weights.
  ///
  /// - Parameter images: how many of the architecture images at most; nil for all.
  func accuracy(of choices: [AlphaChoice], images: Int? = nil) -> Double {
    let before = (execution.gateValues, execution.activeGates)
    defer { (execution.gateValues, execution.activeGates) = before }
    execution.activeGates = layout.mask(choices)
    execution.gateValues = execution.activeGates.map { $0 ? 1 : 0 }
    let indices = images.map { Array(split.architecture.prefix($0)) } ?? split.architecture
    return execution.evaluate(plain, indices: indices, normalization: .batch).accuracy
  }

  /// The largest eigenvalue of d2 L_val / d alpha2, alpha's weight decay included, on the last
  /// architecture batch of the epoch (Zela et al., ICLR 2020, section 4.1, and the authors' code).
  ///
  /// Products are exact in the gates; the relaxation's own curvature is a central difference in Double.
  func dominantEigenvalue(epoch: Int) -> Double {
    loadBatch(.architecture, epoch: epoch, number: stepsPerEpoch - 1)
    mix()
    execution.forward(count: batch)
    execution.backward(weights: false, gates: true)
    let gateGradient = execution.gateGradients
    // Once more, since products follow a forward pass.
    execution.forward(count: batch)
    let alpha = parameters.alpha
    let live = alpha.indices.filter { state.alive[$0] }
    let hessian = hessian
    hessian.clearWeightDirection()
    func shifted(_ values: [Double], _ direction: [Double], _ factor: Double) -> [Double] {
      zip(values, direction).map { $0 + factor * $1 }
    }
    func along(_ direction: [Double], _ body: ([Double]) -> [Double]) -> [Double] {
      let width = 1e-4
      let above = body(shifted(alpha, direction, width))
      let below = body(shifted(alpha, direction, -width))
      return zip(above, below).map { ($0 - $1) / (2 * width) }
    }
    func product(_ short: [Double]) -> [Double] {
      var direction = alpha.map { _ in 0.0 }
      for (place, index) in live.enumerated() { direction[index] = short[place] }
      hessian.gateDirection = along(direction) { operationWeights($0) }
      hessian.apply(weights: false)
      let first = pullback(alpha, hessian.gateProduct)
      let second = along(direction) { pullback($0, gateGradient) }
      return live.map { first[$0] + second[$0] + spec.alpha.decay * direction[$0] }
    }
    let stream = drawStream.child("curvature")
    let start = live.map { stream.normal(step: 0, index: UInt64($0)) }
    let result = Lanczos(start: start, steps: min(20, live.count), product: product)
    return result.pairs.last?.value ?? 0
  }
}
