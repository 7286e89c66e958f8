import Charts
import Foundation
import Records
import Search
import Training

/// The records of a notebook's runs, by name, while its report is rendered.
struct NotebookResults {
  let notebook: Notebook
  private var records: [String: SearchRecord] = [:]
  private var sweeps: [String: Sweep] = [:]
  private var last = ""

  init(_ notebook: Notebook) {
    self.notebook = notebook
  }

  mutating func add(_ record: SearchRecord, as name: String) {
    records[name] = record
    last = name
  }

  mutating func add(_ sweep: Sweep, _ found: [SearchRecord]) {
    for (member, record) in zip(sweep.members, found) { records[member.spec.name] = record }
    sweeps[sweep.name] = sweep
    last = sweep.name
  }

  mutating func setTrainings(_ name: String, _ block: String, _ results: [StandaloneResult]) {
    records[name]?.trainings[block] = results
  }

  mutating func setTruth(_ name: String, _ truth: TrueAccuracies) {
    records[name]?.truth = truth
  }

  /// The folders of the trainings of searches, by the folders of these.
  func trainings(of runs: [String]) -> [String] {
    let own = records.values.filter { runs.contains($0.folder.name) }
      .sorted { $0.folder.name < $1.folder.name }
    var names: [String] = []
    for record in own {
      for block in record.trainings.keys.sorted() {
        for result in record.trainings[block] ?? [] where !names.contains(result.run) {
          names.append(result.run)
        }
      }
    }
    return names
  }

  /// The names of single runs behind names of runs and sweeps; those of the last block for none.
  func runNames(_ names: [String]) -> [String] {
    (names.isEmpty ? [last] : names).flatMap { name in
      sweeps[name].map { $0.members.map(\.spec.name) } ?? [name]
    }
  }

  func record(_ name: String) -> SearchRecord? { records[name] }

  /// Runs and sweeps as arms: one sweep by a key of its grid, anything else by what differs.
  func comparison(_ names: [String], by: String?) throws -> Comparison {
    let names = names.isEmpty ? [last] : names
    if names.count == 1, let sweep = sweeps[names[0]] {
      let key = by ?? sweep.defaultKey
      let labelled = zip(sweep.labels(by: key), sweep.members).compactMap { label, member in
        records[member.spec.name].map { (label: label, record: $0) }
      }
      return Comparison(by: key, labelled)
    }
    return try Comparison(runNames(names).compactMap { records[$0] })
  }

  /// The text of an inline value, safe inside Markdown.
  ///
  /// - Throws: `SpecError` when the run did not measure it or its spec has no such key.
  func text(_ value: InlineValue) throws -> String {
    if case .notebook(let key) = value.wanted {
      switch key {
      case "title": return MarkdownText.plain(notebook.front.title)
      case "budget": return notebook.front.budget.map { "\(Int($0)) seconds" } ?? "no limit"
      default: return notebook.profile
      }
    }
    let found = try members(value)
    switch value.wanted {
    case .metric(let id):
      guard let metric = MetricCatalog.metric(id) else { return "" }
      let measured =
        found.count == 1
        ? metric.value(found[0]) : Measured.mean(found.compactMap { metric.value($0)?.value })
      guard let measured else {
        throw problem(value, "a run that measured \(id)", "none; switch its probe on in the run")
      }
      return value.showsInterval ? metric.cell(measured) : metric.text(measured.value)
    case .fact(let key):
      let texts = try found.map { try fact(key, $0, value) }
      guard let text = texts.first, Set(texts).count == 1 else {
        throw problem(
          value,
          "a value that all \(found.count) runs share",
          "several; name one run, such as \(notebook.searches.first?.name ?? "")"
        )
      }
      return text
    case .notebook: return ""
    }
  }

  private func members(_ value: InlineValue) throws -> [SearchRecord] {
    guard let sweep = sweeps[value.name] else { return records[value.name].map { [$0] } ?? [] }
    let comparison = try comparison([sweep.name], by: nil)
    return value.arm.map { arm in comparison.arms.first { $0.name == arm }?.records ?? [] }
      ?? comparison.records
  }

  private func fact(_ key: String, _ record: SearchRecord, _ value: InlineValue) throws -> String {
    switch key {
    case "hash": return MarkdownText.code(record.started.specHash)
    case "run": return MarkdownText.code(record.folder.name)
    case "genotype": return MarkdownText.code(record.genotype ?? "no epoch has ended")
    case "seed": return "\(record.spec.seed)"
    default:
      var tree = try CanonicalJSON.encode(record.spec)
      for part in key.split(separator: ".").dropFirst() {
        guard let next = tree[String(part)] else {
          throw problem(value, "a key of the spec", "'\(key)'")
        }
        tree = next
      }
      if case .string(let text) = tree { return MarkdownText.plain(text) }
      return MarkdownText.plain(tree.text)
    }
  }

  private func problem(_ value: InlineValue, _ expected: String, _ got: String) -> SpecError {
    SpecError([SpecProblem(value.place, expected: expected, got: got)])
  }
}
