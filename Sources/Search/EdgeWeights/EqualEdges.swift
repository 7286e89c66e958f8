/// Every edge counts one (DARTS, equation 1).
public struct EqualEdges: EdgeWeights {
  /// Creates the choice.
  public init() {}

  /// The name, `equal`.
  public var id: String { "equal" }
  /// What it does.
  public var summary: String { "every edge counts one (Liu et al., 2019, equation 1)" }
  /// No betas.
  public var hasParameters: Bool { false }
  /// Unused.
  public func initial(count: Int) -> Double { 0 }
  /// Ones.
  public func weights(_ beta: [Double]) -> [Double] { beta.map { _ in 1 } }
  /// Zeros.
  public func pullback(_ beta: [Double], _ gradient: [Double]) -> [Double] { beta.map { _ in 0 } }
}
