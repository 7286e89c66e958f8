/// How the edges into a node are weighed against each other by a parameter beta of their own: one
/// file per choice, one line in `EdgeWeightCatalog`.
///
/// An operation's gate is its weight on the edge times the edge's.
public protocol EdgeWeights: AxisChoice {
  /// Whether there are betas at all.
  var hasParameters: Bool { get }
  /// The first beta of an edge into a node with `count` edges.
  func initial(count: Int) -> Double
  /// The weights of the edges into one node.
  func weights(_ beta: [Double]) -> [Double]
  /// d loss / d beta from d loss / d weights.
  func pullback(_ beta: [Double], _ gradient: [Double]) -> [Double]
}

/// The axis of edge weights, one line each.
public enum EdgeWeightCatalog: Axis {
  /// The name in specs.
  public static let name = "edges"
  /// Every choice in the order documentation lists them.
  public static let all: [any EdgeWeights] = [EqualEdges(), EdgeSoftmax(), CappedEdges()]

  /// A choice as an axis's choice.
  public static func erased(_ choice: any EdgeWeights) -> any AxisChoice { choice }
}
