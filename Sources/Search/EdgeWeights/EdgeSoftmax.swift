/// softmax of beta over the edges into a node (PC-DARTS: Xu et al., ICLR 2020, section 3.3, edge
/// normalization).
public struct EdgeSoftmax: EdgeWeights {
  /// Creates the choice.
  public init() {}

  /// The name, `softmax`.
  public var id: String { "softmax" }
  /// What it does.
  public var summary: String { "softmax over a node's edges (Xu et al., 2020, section 3.3)" }
  /// One beta per edge.
  public var hasParameters: Bool { true }
  /// Zero: equal shares.
  public func initial(count: Int) -> Double { 0 }
  /// Positive shares that sum to one.
  public func weights(_ beta: [Double]) -> [Double] { SoftmaxMath.weights(beta) }
  /// The softmax's.
  public func pullback(_ beta: [Double], _ gradient: [Double]) -> [Double] {
    SoftmaxMath.pullback(weights(beta), gradient)
  }
}
