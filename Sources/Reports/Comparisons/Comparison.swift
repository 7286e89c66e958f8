import Foundation
import Records
import Search

/// Searches side by side: arms that differ in what is compared, each with one run or several seeds.
public struct Comparison: Sendable {
  /// The runs that share what is compared.
  public struct Arm: Sendable {
    /// What sets it apart, such as `gdas`.
    public let name: String
    /// Its runs.
    public let records: [SearchRecord]
  }

  /// What the arms differ in, such as `method`.
  public let by: String
  /// The arms in the order they were given.
  public let arms: [Arm]
  /// The name of the arm that the others are held against, or nil.
  public var baseline: String?

  /// What the runs of an arm are to each other: repetitions with other seeds, or runs that differ in
  /// more.
  var repetitions: String {
    arms.allSatisfy { arm in Set(arm.records.map(\.spec.seed)).count == arm.records.count }
      ? "seeds" : "runs"
  }

  /// Groups runs by labels; equal labels share an arm.
  public init(by: String, _ labelled: [(label: String, record: SearchRecord)]) {
    self.by = by
    var names: [String] = []
    for (label, _) in labelled where !names.contains(label) { names.append(label) }
    arms = names.map { name in
      Arm(name: name, records: labelled.filter { $0.label == name }.map(\.record))
    }
  }

  /// Groups runs by every key of their specs that differs, except seeds and names.
  ///
  /// - Throws: what encoding a spec throws.
  public init(_ records: [SearchRecord]) throws {
    let trees = try records.map { try Self.leaves(CanonicalJSON.encode($0.spec)) }
    let keys = Set(trees.flatMap(\.keys)).sorted().filter { key in
      !["name", "seed"].contains(key) && Set(trees.map { $0[key] ?? "" }).count > 1
    }
    // A named method sets the choices below it: the name says it all.
    let shown = keys.contains("method") ? keys.filter { !$0.hasPrefix("choices.") } : keys
    let labels = trees.map { tree in
      shown.map { shown.count == 1 ? tree[$0] ?? "" : "\($0) \(tree[$0] ?? "")" }
        .joined(separator: ", ")
    }
    self.init(
      by: shown.isEmpty ? "nothing but the seed" : shown.joined(separator: ", "),
      zip(labels, records).map { ($0.isEmpty ? $1.spec.name : $0, $1) }
    )
  }

  /// Every run, arm by arm.
  public var records: [SearchRecord] { arms.flatMap(\.records) }

  /// More arms than this are rows of a chart or a chart each: bars and lines would not be told apart.
  static let crowd = 12

  /// Whether there are too many arms for bars and lines in one chart.
  var isCrowded: Bool { arms.count > Self.crowd }

  /// The last value of a metric in each run of an arm that measured it.
  func values(_ metric: Metric, _ arm: Arm) -> [Double] {
    arm.records.compactMap { metric.value($0)?.value }
  }

  /// An arm's mean over its runs; for a single run its own interval.
  func measured(_ metric: Metric, _ arm: Arm) -> Measured? {
    arm.records.count == 1
      ? metric.value(arm.records[0]) : Measured.mean(values(metric, arm))
  }

  /// Values of a tree by dotted path.
  private static func leaves(_ value: JSONValue, _ path: String = "") -> [String: String] {
    guard case .object(let members) = value, !members.isEmpty else {
      if case .string(let text) = value { return [path: text] }
      return [path: value.text]
    }
    return members.reduce(into: [:]) { result, member in
      let inner = leaves(member.value, path.isEmpty ? member.key : "\(path).\(member.key)")
      result.merge(inner) { first, _ in first }
    }
  }
}
