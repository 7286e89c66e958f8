/// How alpha becomes the weights of the operations: one file per choice, one line in
/// `RelaxationCatalog`.
public protocol Relaxation: Sendable {
  /// The name in specs.
  var id: String { get }
  /// What it computes, with its paper.
  var summary: String { get }
  /// The weights of one edge's operations.
  func weights(_ alpha: ArraySlice<Double>) -> [Double]
  /// d loss / d alpha of one edge from d loss / d weights.
  func pullback(_ alpha: ArraySlice<Double>, _ gradient: ArraySlice<Double>) -> [Double]
}

/// The relaxations, one line each.
public enum RelaxationCatalog {
  /// Every relaxation in the order documentation lists them.
  public static let all: [any Relaxation] = [Softmax(), Sigmoid()]

  /// The relaxation named `id`, or nil.
  public static func relaxation(_ id: String) -> (any Relaxation)? {
    all.first { $0.id == id }
  }
}
