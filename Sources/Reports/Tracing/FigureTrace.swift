import Charts
public import Records
import Search

/// Where the numbers of a figure stand in the event log.
public struct FigureTrace: Sendable {
  /// A number that is drawn, and the places of the log that hold it.
  public struct Row: Sendable {
    /// The row of the figure's data, as in its CSV.
    public let cells: [String]
    /// The drawn number.
    public let value: Double
    /// Line and field of each event that holds the number; empty for one that was computed.
    public let places: [String]
  }

  /// The panel.
  public let panel: String
  /// What it shows.
  public let summary: String
  /// The logs, one or, for a figure of several runs, several.
  public let paths: [String]
  /// The events the panel reads; empty when it may read any.
  public let events: [String]
  /// Every number of the figure in the order of its data.
  public let rows: [Row]

  /// Traces a panel of a run.
  ///
  /// A number is looked for as it is and, because figures show shares in percent, divided by a
  /// hundred; where several events hold it, those of the epoch in the same row are kept.
  ///
  /// - Throws: `SpecError` for an unknown panel or one without a figure, `StoreError`.
  public init(_ id: String, of folder: RunFolder) throws {
    let known = PanelCatalog.all.map { $0.id }
    guard let panel = PanelCatalog.panel(id) else {
      throw SpecError([
        SpecProblem(
          "--explain",
          expected: "one of \(known.joined(separator: ", "))",
          got: "'\(id)'",
          remedy: Spelling.suggestion(id, in: known)
        )
      ])
    }
    let record = try SearchRecord(folder)
    guard case .figure(let figure, _) = panel.content(record) else {
      throw SpecError([
        SpecProblem("--explain", expected: "a panel that draws a figure", got: "'\(id)'")
      ])
    }
    self.panel = id
    summary = panel.summary
    paths = [folder.eventsPath]
    events = panel.events
    let index = Self.index(try EventReader(path: folder.eventsPath).raw, events: panel.events)
    rows = figure.chart.table.rows.flatMap { cells in Self.trace(cells, index) }
  }

  /// Traces a figure of a notebook in the logs of every run behind it.
  ///
  /// - Throws: `StoreError`.
  public init(_ figure: DrawnFigure, store: String) throws {
    panel = figure.name
    summary = figure.summary
    events = []
    let folders = figure.runs.map { RunFolder(path: "\(store)/\($0)") }
    paths = folders.map { $0.eventsPath }
    var index: [Double: [Place]] = [:]
    var logs: [(run: String, events: [RawEvent])] = []
    for folder in folders {
      let log = try EventReader(path: folder.eventsPath).raw
      logs.append((folder.name, log))
      let own = Self.index(log, events: [], run: folders.count > 1 ? folder.name : nil)
      index.merge(own) { $0 + $1 }
    }
    let means = MeanIndex(logs)
    rows = figure.rows.flatMap { Self.trace($0, index) }.map { row in
      // A mean over seeds is meant where there is one; a single log may hold its value by chance.
      let found = means.places(row.value)
      return found.isEmpty ? row : Row(cells: row.cells, value: row.value, places: found)
    }
  }

  private struct Place {
    let run: String?
    let line: Int
    let event: String
    let field: String
    let epoch: Int?
    var text: String { (run.map { "\($0), " } ?? "") + "line \(line), \(event), \(field)" }
  }

  /// The places of every number in the log by its value.
  private static func index(
    _ log: [RawEvent],
    events: [String],
    run: String? = nil
  ) -> [Double: [Place]] {
    var index: [Double: [Place]] = [:]
    func walk(_ value: JSONValue, _ field: String, _ event: RawEvent, _ epoch: Int?) {
      switch value {
      case .integer(let number): add(Double(number))
      case .number(let number): add(number)
      case .array(let items):
        for (place, item) in items.enumerated() { walk(item, "\(field)[\(place)]", event, epoch) }
      case .object(let members):
        for key in members.keys.sorted() {
          walk(members[key] ?? .null, field.isEmpty ? key : "\(field).\(key)", event, epoch)
        }
      default: break
      }
      func add(_ number: Double) {
        guard number.isFinite, !["seq", "v"].contains(field) else { return }
        let place = Place(
          run: run,
          line: event.sequence + 1,
          event: event.id,
          field: field,
          epoch: epoch
        )
        index[number, default: []].append(place)
      }
    }
    for event in log where events.isEmpty || events.contains(event.id) {
      var epoch: Int?
      if case .integer(let number)? = event.value["epoch"] { epoch = number }
      walk(event.value, "", event, epoch)
    }
    return index
  }

  private static func trace(_ cells: [DataCell], _ index: [Double: [Place]]) -> [Row] {
    let numbers = cells.compactMap { cell -> Double? in
      if case .number(let value) = cell, value.isFinite { return value }
      return nil
    }
    let words = cells.map { cell in
      switch cell {
      case .text(let text): text
      case .number(let value): Numbers.short(value)
      case .missing: ""
      }
    }
    // The epochs of a row are positions; they are no results to trace. Bars have words there.
    let position = numbers.count > 1 ? numbers.first.flatMap { Int(exactly: $0) } : nil
    let drawn = position == nil ? numbers : Array(numbers.dropFirst())
    let epochs = Set([position].compactMap { $0.map { $0 - 1 } })
    return drawn.map { value in
      // A share times a hundred and back may be off by one in the last place.
      let share = value / 100
      let candidates = [value, share, share.nextUp, share.nextDown]
      let found = candidates.lazy.compactMap { index[$0] }.first ?? []
      let near = found.filter { $0.epoch.map { epochs.contains($0) } ?? false }
      return Row(cells: words, value: value, places: (near.isEmpty ? found : near).map(\.text))
    }
  }

  /// The trace as text, one line per number.
  public var text: String {
    var lines = [
      "\(panel): \(summary)"
    ]
    lines += paths.map { "log: \($0)" }
    lines += ["events: \(events.isEmpty ? "any" : events.joined(separator: ", "))", ""]
    for row in rows {
      let shown = row.places.prefix(3).joined(separator: "; ")
      let rest = row.places.count > 3 ? " and \(row.places.count - 3) more" : ""
      lines.append(
        "\(row.cells.joined(separator: " | ")): \(row.value) <- "
          + (row.places.isEmpty ? "computed from the logs above" : shown + rest)
      )
    }
    return lines.joined(separator: "\n")
  }
}

extension FigureTrace {
  /// The trace for machines.
  public var json: JSONValue {
    .object([
      "panel": .string(panel), "log": .string(paths.first ?? ""),
      "logs": .array(paths.map { .string($0) }),
      "events": .array(events.map { .string($0) }),
      "numbers": .array(
        rows.map { row in
          .object([
            "row": .array(row.cells.map { .string($0) }), "value": .number(row.value),
            "places": .array(row.places.map { .string($0) }),
          ])
        }
      ),
    ])
  }
}
