/// Two losses of architecture parameters alpha and weights w: the inner (training) loss that w
/// minimizes, and the outer (validation) loss that alpha minimizes at the best w (Liu et al., 2019,
/// equations 3 and 4).
///
/// All vectors are in Double; derivatives are exact to rounding.
public protocol BilevelProblem: AnyObject {
  /// The outer loss and its partial derivatives.
  func outer(alpha: [Double], weights: [Double]) -> BilevelSlope
  /// The inner loss and its partial derivatives.
  func inner(alpha: [Double], weights: [Double]) -> BilevelSlope
  /// Second derivatives of the inner loss times a direction in the weights: (d^2/dw^2) v and
  /// (d^2/d alpha dw) v.
  func innerProduct(alpha: [Double], weights: [Double], direction: [Double]) -> BilevelProduct
}

/// A loss and its partial derivatives.
public struct BilevelSlope: Sendable, Hashable {
  /// The loss.
  public var loss: Double
  /// Its derivative in alpha at fixed w.
  public var alpha: [Double]
  /// Its derivative in w.
  public var weights: [Double]

  /// Creates a value.
  public init(loss: Double, alpha: [Double], weights: [Double]) {
    self.loss = loss
    self.alpha = alpha
    self.weights = weights
  }
}

/// Second derivatives of the inner loss times a direction in the weights.
public struct BilevelProduct: Sendable, Hashable {
  /// (d^2/dw^2) v.
  public var weights: [Double]
  /// (d^2/d alpha dw) v.
  public var alpha: [Double]

  /// Creates a value.
  public init(weights: [Double], alpha: [Double]) {
    self.weights = weights
    self.alpha = alpha
  }
}

/// A problem whose inner loss is pulled towards given weights, inner + rho/2 |w - center|^2, which
/// makes it strictly convex near them when rho exceeds the largest negative curvature (Rajeswaran et
/// al., "Meta-Learning with Implicit Gradients", NeurIPS 2019, equation 3).
///
/// A network with normalizations has no strict minimum without it: its loss does not change along the
/// scale of a normalized filter.
public final class PulledProblem: BilevelProblem {
  private let base: any BilevelProblem
  private let center: [Double]
  private let strength: Double

  /// Creates a problem.
  public init(_ base: any BilevelProblem, center: [Double], strength: Double) {
    self.base = base
    self.center = center
    self.strength = strength
  }

  /// The outer loss, unchanged.
  public func outer(alpha: [Double], weights: [Double]) -> BilevelSlope {
    base.outer(alpha: alpha, weights: weights)
  }

  /// The inner loss with the pull.
  public func inner(alpha: [Double], weights: [Double]) -> BilevelSlope {
    var slope = base.inner(alpha: alpha, weights: weights)
    let away = Vectors.sum(weights, -1, center)
    slope.loss += strength / 2 * Vectors.dot(away, away)
    slope.weights = Vectors.sum(slope.weights, strength, away)
    return slope
  }

  /// The products with the pull.
  public func innerProduct(
    alpha: [Double],
    weights: [Double],
    direction: [Double]
  ) -> BilevelProduct {
    var product = base.innerProduct(alpha: alpha, weights: weights, direction: direction)
    product.weights = Vectors.sum(product.weights, strength, direction)
    return product
  }
}
