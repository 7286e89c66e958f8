/// min(beta, 1), beta starting at 2 / k for k edges into a node (DA2S: Tian et al.,
/// "Discretization-aware Architecture Search", 2020, as in the authors' code).
///
/// Deviation: never below zero, since a node does not subtract.
public struct CappedEdges: EdgeWeights {
  /// Creates the choice.
  public init() {}

  /// The name, `capped`.
  public var id: String { "capped" }
  /// What it does.
  public var summary: String { "min(beta, 1), two edges' worth in all (Tian et al., 2020)" }
  /// One beta per edge.
  public var hasParameters: Bool { true }
  /// 2 / k, at most one.
  public func initial(count: Int) -> Double { min(1, 2 / Double(max(1, count))) }
  /// beta within 0...1.
  public func weights(_ beta: [Double]) -> [Double] { beta.map { min(1, max(0, $0)) } }
  /// The gradient where beta lies within 0...1 (ends included), zero outside.
  public func pullback(_ beta: [Double], _ gradient: [Double]) -> [Double] {
    zip(beta, gradient).map { (0...1).contains($0) ? $1 : 0 }
  }
}
