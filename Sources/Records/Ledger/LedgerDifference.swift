/// Where two ledgers part.
public enum LedgerDifference: Sendable, Hashable, CustomStringConvertible {
  /// They are of different specs; steps are compared all the same by the caller's wish only.
  case specs(String, String)
  /// The first step recorded in both whose groups differ. `groups` are those that differ, in the order
  /// of their names; `last` is the last step recorded in both that agrees.
  case state(step: Int, groups: [String], last: Int?)
  /// All shared steps agree, but the ledgers do not record the same groups from this step on.
  case groups(step: Int, onlyFirst: [String], onlySecond: [String])
  /// All shared steps agree and one ledger goes on; the steps are the last of each.
  case length(first: Int?, second: Int?)
  /// Both have entries but no step in common, so nothing could be compared.
  case nothingShared

  /// One sentence.
  public var description: String {
    switch self {
    case .specs(let first, let second):
      "the runs have different specs: \(first.prefix(12)) and \(second.prefix(12))"
    case .state(let step, let groups, let last):
      "the runs part at step \(step), in \(groups.joined(separator: ", "))"
        + (last.map { "; they agree through step \($0)" } ?? "; no earlier step was compared")
    case .groups(let step, let first, let second):
      "at step \(step) the first ledger alone records [\(first.joined(separator: ", "))] and the "
        + "second alone [\(second.joined(separator: ", "))]; what both record agrees"
    case .length(let first, let second):
      "all shared steps agree; the first ends at \(first.map { "step \($0)" } ?? "its start") and "
        + "the second at \(second.map { "step \($0)" } ?? "its start")"
    case .nothingShared:
      "the ledgers have no step in common"
    }
  }
}

extension LedgerReader {
  /// Compares two ledgers over the steps that both record.
  ///
  /// Different intervals are no difference. A difference of state comes before one of which groups are
  /// recorded, and that before one of length.
  ///
  /// - Parameter ignoringSpecs: whether ledgers of different specs are compared step by step.
  /// - Returns: nil when nothing differs.
  public static func compare(
    _ first: LedgerReader,
    _ second: LedgerReader,
    ignoringSpecs: Bool = false
  ) -> LedgerDifference? {
    if !ignoringSpecs, first.header.specHash != second.header.specHash {
      return .specs(first.header.specHash, second.header.specHash)
    }
    var others: [Int: LedgerEntry] = [:]
    for entry in second.entries { others[entry.step] = entry }
    var last: Int?
    var grouping: LedgerDifference?
    for entry in first.entries {
      guard let other = others[entry.step] else { continue }
      let shared = entry.groups.keys.filter { other.groups[$0] != nil }.sorted()
      let differing = shared.filter { entry.groups[$0] != other.groups[$0] }
      if !differing.isEmpty { return .state(step: entry.step, groups: differing, last: last) }
      if grouping == nil, shared.count != entry.groups.count || shared.count != other.groups.count {
        grouping = .groups(
          step: entry.step,
          onlyFirst: entry.groups.keys.filter { other.groups[$0] == nil }.sorted(),
          onlySecond: other.groups.keys.filter { entry.groups[$0] == nil }.sorted()
        )
      }
      last = entry.step
    }
    if let grouping { return grouping }
    let (a, b) = (first.entries.last?.step, second.entries.last?.step)
    if last == nil, a != nil, b != nil { return .nothingShared }
    // With different intervals the last entries differ by less than the longer one.
    let slack = max(first.header.interval, second.header.interval)
    let isEqualInterval = first.header.interval == second.header.interval
    let isSame = isEqualInterval ? a == b : abs((a ?? -1) - (b ?? -1)) < slack
    return isSame ? nil : .length(first: a, second: b)
  }
}
