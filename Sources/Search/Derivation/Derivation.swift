public import Networks

/// How a genotype is read off the weights of the operations: one file per choice, one line in
/// `DerivationCatalog`.
public protocol Derivation: Sendable {
  /// The name in specs.
  var id: String { get }
  /// What it does, with its paper.
  var summary: String { get }
  /// The cell of a kind from the weights of all operations in the order of `CellSpace.alphaIndex`.
  func cell(_ kind: CellKind, weights: [Double], space: CellSpace) -> CellGenotype
}

extension Derivation {
  /// Both cells.
  public func genotype(weights: [Double], space: CellSpace) -> Genotype {
    Genotype(
      normal: cell(.normal, weights: weights, space: space),
      reduce: cell(.reduce, weights: weights, space: space)
    )
  }
}

/// The derivations, one line each.
public enum DerivationCatalog {
  /// Every derivation in the order documentation lists them.
  public static let all: [any Derivation] = [ArgmaxTop2()]

  /// The derivation named `id`, or nil.
  public static func derivation(_ id: String) -> (any Derivation)? {
    all.first { $0.id == id }
  }
}
