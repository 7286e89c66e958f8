import Datasets
import Engine
import Search

/// The Hessian of the validation loss in alpha at fixed weights, d^2 L_val / d alpha^2 (Zela et al.,
/// 2020, section 4.1), by exact products; weight decay on alpha is not part of it.
///
/// With p the operation weights and J = dp/d alpha it is J^T H_p J plus the curvature of the
/// relaxation itself, sum over operations of dL/dp_o * d^2 p_o / d alpha^2. H_p comes from
/// forward-over-reverse products through the network with batch statistics; over several batches the
/// mean is taken.
final class AlphaHessian {
  /// Where alpha stands.
  let alpha: [Double]
  /// dL/dp, mean over the batches.
  let gateGradient: [Double]
  /// Products with H_p so far.
  private(set) var products = 0

  private let search: SearchRun
  private let images: ProbeImages
  private let product: HessianProduct

  /// Computes the gradient at the search's alpha; leaves the execution's gates at alpha.
  init(_ search: SearchRun, images: ProbeImages) {
    self.search = search
    self.images = images
    product = search.hessian
    alpha = search.alpha
    search.execution.gateValues = search.operationWeights(alpha)
    product.clearWeightDirection()
    var sum = [Double](repeating: 0, count: search.execution.gateValues.count)
    for batch in images.batches {
      search.loadPlain(batch[...])
      search.execution.forward(count: batch.count)
      search.execution.backward(weights: false, gates: true)
      sum = Vectors.sum(
        sum,
        Double(batch.count) / Double(images.count),
        search.execution.gateGradients
      )
    }
    gateGradient = sum
    if images.batches.count == 1 { search.execution.forward(count: images.count) }
  }

  /// dL/d alpha.
  var gradient: [Double] { search.pullback(alpha, gateGradient) }

  /// H_p times a direction in the operation weights.
  func gateProduct(_ direction: [Double]) -> [Double] {
    var sum = [Double](repeating: 0, count: direction.count)
    for batch in images.batches {
      // One batch stays where the last forward pass left it.
      if images.batches.count > 1 {
        search.loadPlain(batch[...])
        search.execution.forward(count: batch.count)
      }
      product.gateDirection = direction
      product.apply(weights: false)
      products += 1
      sum = Vectors.sum(sum, Double(batch.count) / Double(images.count), product.gateProduct)
    }
    return sum
  }

  /// J times a direction in alpha.
  func pushforward(_ direction: [Double]) -> [Double] {
    RelaxationDerivative.along(direction, at: alpha) { search.operationWeights($0) }
  }

  /// The part of the product that the curvature of the relaxation contributes.
  func relaxationProduct(_ direction: [Double]) -> [Double] {
    RelaxationDerivative.along(direction, at: alpha) { search.pullback($0, gateGradient) }
  }

  /// The Hessian times a direction in alpha.
  func callAsFunction(_ direction: [Double]) -> [Double] {
    let through = search.pullback(alpha, gateProduct(pushforward(direction)))
    return Vectors.sum(through, 1, relaxationProduct(direction))
  }

  /// H_p and the Hessian in alpha as matrices, column by column and not symmetrized: one product per
  /// operation weight.
  func dense() -> (gates: [[Double]], alpha: [[Double]]) {
    let count = gateGradient.count
    func unit(_ index: Int, of size: Int) -> [Double] {
      (0..<size).map { $0 == index ? 1 : 0 }
    }
    let gates = (0..<count).map { gateProduct(unit($0, of: count)) }
    let columns = alpha.indices.map { index -> [Double] in
      let direction = unit(index, of: alpha.count)
      let pushed = pushforward(direction)
      var through = [Double](repeating: 0, count: count)
      for (gate, share) in pushed.enumerated() where share != 0 {
        through = Vectors.sum(through, share, gates[gate])
      }
      return Vectors.sum(search.pullback(alpha, through), 1, relaxationProduct(direction))
    }
    return (gates, columns)
  }
}
