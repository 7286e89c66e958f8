import Records
import Search

/// The names a notebook has defined so far.
struct NotebookNames {
  /// Runs and sweeps, each with its arms; a run has none.
  private(set) var arms: [String: [String]] = [:]
  private var sweeps: [String: [String]] = [:]
  private var order: [String] = []

  /// Adds a run.
  mutating func add(_ name: String, at place: String) throws {
    guard arms[name] == nil else {
      throw SpecError([SpecProblem(place, expected: "a name no other run has", got: "'\(name)'")])
    }
    arms[name] = []
    order.append(name)
  }

  /// Adds a sweep and its runs.
  mutating func add(_ sweep: Sweep, at place: String) throws {
    for member in sweep.members { try add(member.spec.name, at: place) }
    try add(sweep.name, at: place)
    var labels: [String] = []
    for label in sweep.labels(by: sweep.defaultKey) where !labels.contains(label) {
      labels.append(label)
    }
    arms[sweep.name] = labels
    sweeps[sweep.name] = sweep.keys
  }

  /// Requires every name to be defined; without any, that there is a run above.
  func check(_ names: [String], at place: String) throws {
    let unknown = names.first { arms[$0] == nil }
    guard unknown == nil, !order.isEmpty else {
      throw SpecError([
        SpecProblem(
          place,
          expected: order.isEmpty
            ? "a run or sweep above it" : "one of the runs above: \(order.joined(separator: ", "))",
          got: unknown.map { "'\($0)'" } ?? "none",
          remedy: unknown.map { Spelling.suggestion($0, in: order) } ?? ""
        )
      ])
    }
  }

  /// Requires a block to ask for what its runs can give.
  func check(_ show: ShowBlock) throws {
    try check(show.runs, at: show.place)
    let runs = show.runs.isEmpty ? order.suffix(1) : show.runs[...]
    let isSeveral = runs.count > 1 || runs.contains { sweeps[$0] != nil }
    if case .panel(let id) = show.content, PanelCatalog.panel(id) != nil, isSeveral {
      throw SpecError([
        SpecProblem(
          show.place,
          expected: "one run for the panel \(id), by its name, such as "
            + (order.first { arms[$0]?.isEmpty ?? false } ?? ""),
          got: runs.joined(separator: ", ")
        )
      ])
    }
    guard let by = show.by else { return }
    let keys = runs.flatMap { sweeps[$0] ?? [] }
    guard keys.contains(by) else {
      throw SpecError([
        SpecProblem(
          show.byPlace,
          expected: keys.isEmpty
            ? "a sweep to group" : "one of the keys of the grid: \(keys.joined(separator: ", "))",
          got: "'\(by)'",
          remedy: Spelling.suggestion(by, in: keys)
        )
      ])
    }
  }
}
