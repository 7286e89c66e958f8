import Engine

/// exp(alpha_o) / sum exp(alpha_o') over the operations of an edge (DARTS, equation 2).
public struct Softmax: Relaxation {
  /// The name, `softmax`.
  public let id = "softmax"
  /// What it computes.
  public let summary = "softmax over the operations of an edge (Liu et al., 2019, equation 2)"

  /// Creates the relaxation.
  public init() {}

  /// Positive weights that sum to one, computed in Double.
  public func weights(_ alpha: ArraySlice<Double>) -> [Double] {
    let largest = alpha.max() ?? 0
    let powers = alpha.map { Portable.exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  /// p_o * (g_o - sum p_o' g_o').
  public func pullback(_ alpha: ArraySlice<Double>, _ gradient: ArraySlice<Double>) -> [Double] {
    let weights = weights(alpha)
    let mean = zip(weights, gradient).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(weights, gradient).map { $0 * ($1 - mean) }
  }
}
