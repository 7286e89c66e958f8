public import Networks

/// Whether an edge may keep `none`.
public enum NoneRule: String, Sendable, Hashable, Codable {
  /// As the space says: no in DARTS's, yes in NAS-Bench-201.
  case space
  /// Never: the strongest other operation counts.
  case excluded
  /// When `none` is strongest, the edge is not there.
  case allowed

  /// Whether an edge of a layout may keep `none`.
  func allowsNone(in layout: AlphaLayout) -> Bool {
    self == .allowed || (self == .space && layout.rule.derivesNone)
  }
}

/// What a derivation reads.
public struct DerivationContext: Sendable {
  /// The rows of alpha and what an architecture keeps.
  public var layout: AlphaLayout
  /// The gates of all operations, edges weighed, without noise.
  public var weights: [Double]
  /// Which operations are left.
  public var alive: [Bool]

  /// Creates a context.
  public init(layout: AlphaLayout, weights: [Double], alive: [Bool]? = nil) {
    self.layout = layout
    self.weights = weights
    self.alive = alive ?? [Bool](repeating: true, count: layout.count)
  }

  /// Whether a rule lets an edge keep `none`.
  func allowsNone(_ rule: NoneRule) -> Bool { rule.allowsNone(in: layout) }

  /// The strongest live operation of a row, `none` left out unless it is wanted; ties go to the earlier.
  func strongest(_ row: Int, countingNone: Bool) -> (operation: Int, weight: Double)? {
    let row = layout.rows[row]
    var best: (operation: Int, weight: Double)?
    for index in row.range where alive[index] {
      let operation = index - row.offset
      if !countingNone && row.operations[operation] == "none" { continue }
      if best.map({ weights[index] > $0.weight }) ?? true { best = (operation, weights[index]) }
    }
    return best
  }

  /// The edges into a node with what each would keep, strongest first; ties go to the earlier.
  ///
  /// Where `none` is allowed, edges whose strongest operation it is are left out; if that leaves
  /// nothing, they count with the strongest other operation, so that a network can be built.
  func candidates(_ node: AlphaNode, none: NoneRule) -> [(choice: AlphaChoice, weight: Double)] {
    func list(_ rows: [Int]) -> [(choice: AlphaChoice, weight: Double)] {
      let found = rows.compactMap { row in
        strongest(row, countingNone: false).map {
          (choice: AlphaChoice(row: row, operation: $0.operation), weight: $0.weight)
        }
      }
      return found.sorted { (-$0.weight, $0.choice.row) < (-$1.weight, $1.choice.row) }
    }
    guard allowsNone(none) else { return list(node.rows) }
    let present = node.rows.filter { row in
      guard let best = strongest(row, countingNone: true) else { return false }
      return layout.rows[row].operations[best.operation] != "none"
    }
    return list(present.isEmpty ? node.rows : present)
  }
}

/// How an architecture is read off the weights of the operations: one file per choice, one line in
/// `DerivationCatalog`.
public protocol Derivation: AxisChoice {
  /// Whether an edge may keep `none`.
  var none: NoneRule { get set }
  /// What is kept, node by node, the edges of a node in the order a genotype lists them.
  func choices(_ context: DerivationContext) -> [AlphaChoice]
  /// What is kept at the end of a search, when that takes more than the weights; nil otherwise.
  func finish(_ search: SearchRun) -> [AlphaChoice]?
}

extension Derivation {
  /// The weights are enough.
  public func finish(_ search: SearchRun) -> [AlphaChoice]? { nil }
}

/// The axis of derivations, one line each.
public enum DerivationCatalog: Axis {
  /// The name in specs.
  public static let name = "derivation"
  /// Every derivation in the order documentation lists them.
  public static let all: [any Derivation] = [
    ArgmaxTop2(),
    Thresholded(),
    Survived(),
    SkipLimited(),
    BestSampled(),
    BestCandidate(),
  ]

  /// A derivation as an axis's choice.
  public static func erased(_ choice: any Derivation) -> any AxisChoice { choice }
}
