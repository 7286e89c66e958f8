import Records

/// Means over runs that differ in their seed: where a number that is none of any single log comes from.
struct MeanIndex {
  private var entries: [(value: Double, text: String)] = []

  /// Adds the runs of a figure: those whose names differ only in a number and the hash at the end are
  /// one group, and the last event of each kind counts.
  init(_ logs: [(run: String, events: [RawEvent])]) {
    var groups: [String: [[RawEvent]]] = [:]
    for (run, events) in logs { groups[Self.group(run), default: []].append(events) }
    for name in groups.keys.sorted() {
      let members = groups[name] ?? []
      if members.count > 1 { add(name, members) }
    }
  }

  /// The group of a run `NAME-SEED-HASH` or `NAME-HASH`.
  static func group(_ run: String) -> String {
    var parts = run.split(separator: "-", omittingEmptySubsequences: false)
    if parts.count > 1 { parts.removeLast() }
    if parts.count > 1, parts.last.flatMap({ Int($0) }) != nil { parts.removeLast() }
    return parts.joined(separator: "-")
  }

  private mutating func add(_ name: String, _ members: [[RawEvent]]) {
    let last = members.map { events in
      events.reduce(into: [String: JSONValue]()) { $0[$1.id] = $1.value }
    }
    for id in (last.first ?? [:]).keys.sorted() {
      let tables = last.compactMap { $0[id].map { Self.numbers($0) } }
      guard tables.count == members.count, let first = tables.first else { continue }
      for field in first.keys.sorted() {
        let values = tables.compactMap { $0[field] }
        guard values.count == members.count, !["seq", "v", "epoch"].contains(field) else {
          continue
        }
        let mean = values.reduce(0, +) / Double(values.count)
        entries.append((mean, "mean over \(values.count) runs \(name)-..., last \(id), \(field)"))
      }
    }
  }

  private static func numbers(_ value: JSONValue, _ field: String = "") -> [String: Double] {
    switch value {
    case .integer(let number): return [field: Double(number)]
    case .number(let number): return number.isFinite ? [field: number] : [:]
    case .array(let items):
      return items.enumerated().reduce(into: [:]) { result, item in
        result.merge(numbers(item.element, "\(field)[\(item.offset)]")) { first, _ in first }
      }
    case .object(let members):
      return members.reduce(into: [:]) { result, member in
        let inner = field.isEmpty ? member.key : "\(field).\(member.key)"
        result.merge(numbers(member.value, inner)) { first, _ in first }
      }
    default: return [:]
    }
  }

  /// What has this mean, as it is or in percent.
  func places(_ value: Double) -> [String] {
    [value, value / 100].lazy.map { wanted in
      entries.filter { abs($0.value - wanted) <= 1e-12 * abs(wanted) }.map(\.text)
    }.first { !$0.isEmpty } ?? []
  }
}
