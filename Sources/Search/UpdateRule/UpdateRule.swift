/// How weights and alpha move in one step: one file per choice, one line in `UpdateRuleCatalog`.
public protocol UpdateRule: Sendable {
  /// The name in specs.
  var id: String { get }
  /// What it does, with its paper.
  var summary: String { get }
  /// Runs step `number` of `epoch`.
  ///
  /// - Throws: `NumericalFailure`.
  func step(_ search: SearchRun, epoch: Int, number: Int, rate: Double) throws
}

/// The update rules, one line each.
public enum UpdateRuleCatalog {
  /// Every rule in the order documentation lists them.
  public static let all: [any UpdateRule] = [BilevelFirstOrder(), OneLevel()]

  /// The rule named `id`, or nil.
  public static func rule(_ id: String) -> (any UpdateRule)? {
    all.first { $0.id == id }
  }
}
