import Engine

/// 1 / (1 + exp(-alpha_o)), every operation on its own (Chu et al., "Fair DARTS", ECCV 2020,
/// section 3.2).
public struct Sigmoid: Relaxation {
  /// The name, `sigmoid`.
  public let id = "sigmoid"
  /// What it computes.
  public let summary = "sigmoid of each operation alone (Chu et al., 2020, section 3.2)"

  /// Creates the relaxation.
  public init() {}

  /// Weights in 0...1.
  public func weights(_ alpha: ArraySlice<Double>) -> [Double] {
    alpha.map { Portable.sigmoid($0) }
  }

  /// p_o * (1 - p_o) * g_o.
  public func pullback(_ alpha: ArraySlice<Double>, _ gradient: ArraySlice<Double>) -> [Double] {
    zip(weights(alpha), gradient).map { $0 * (1 - $0) * $1 }
  }
}
