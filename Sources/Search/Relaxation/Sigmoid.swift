import Engine

/// 1 / (1 + exp(-alpha_o)), every operation on its own (Chu et al., "Fair DARTS", ECCV 2020,
/// section 3.2).
public struct Sigmoid: Relaxation {
  /// Creates the relaxation.
  public init() {}

  /// The name, `sigmoid`.
  public var id: String { "sigmoid" }
  /// What it computes.
  public var summary: String { "sigmoid of each operation alone (Chu et al., 2020, section 3.2)" }

  /// Weights in 0...1.
  public func weights(_ row: RelaxationRow) -> [Double] {
    row.alpha.map { Portable.sigmoid($0) }
  }

  /// p_o * (1 - p_o) * g_o.
  public func pullback(_ row: RelaxationRow, _ gradient: [Double]) -> [Double] {
    zip(weights(row), gradient).map { $0 * (1 - $0) * $1 }
  }
}
