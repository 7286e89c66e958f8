import Records
import Reports

/// Things a user names on the command line.
enum Lookup {
  /// The metric named `id`.
  ///
  /// - Throws: `SpecError` with the known ones.
  static func metric(_ id: String, at place: String) throws -> Metric {
    if let metric = MetricCatalog.metric(id) { return metric }
    let known = MetricCatalog.all.map(\.id)
    throw SpecError([
      SpecProblem(
        place,
        expected: "one of \(known.joined(separator: ", "))",
        got: "'\(id)'",
        remedy: Spelling.suggestion(id, in: known)
      )
    ])
  }
}
