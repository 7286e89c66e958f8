public import Networks

/// How an architecture is read off the weights of the operations: one file per choice, one line in
/// `DerivationCatalog`.
public protocol Derivation: Sendable {
  /// The name in specs.
  var id: String { get }
  /// What it does, with its paper.
  var summary: String { get }
  /// What is kept, node by node, from the weights of all operations in the order of `layout`.
  ///
  /// `layout.rule` says how many edges a node keeps and whether `none` may be among them.
  func choices(weights: [Double], layout: AlphaLayout) -> [AlphaChoice]
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
