import Charts
import Networks
import Probes
import Records
import Search
import Training

/// The weight of every operation on every edge of a kind over epochs, as a heat map.
struct OperationWeightsPanel: Panel {
  let kind: CellKind

  var id: String { "operation-weights-\(kind.rawValue)" }
  var summary: String { "weight of every operation on every edge of \(name) cells over epochs" }
  private var name: String { kind == .normal ? "normal" : "reduction" }

  func content(_ record: SearchRecord) -> PanelContent {
    guard !record.epochs.isEmpty else { return .absent("no epoch has ended") }
    var rows: [String] = []
    var values: [[Double]] = []
    let decisions = record.layout.rows.filter { $0.kind == kind }
    guard !decisions.isEmpty else { return .absent("the space has no \(name) cells") }
    for row in decisions {
      for (position, operation) in row.operations.enumerated() {
        let own = row.cell == nil ? "" : row.group + " "
        rows.append(
          "\(own)\(Self.node(row.source)) \u{2192} \(row.target - 2)  \(operation)"
        )
        values.append(record.epochs.map { $0.operationWeights[row.offset + position] })
      }
    }
    let widths = Set(decisions.map { $0.operations.count }).sorted().map { "\($0)" }
    let figure = Figure(
      title: "Operation weights in the \(name) cells",
      subtitle:
        "One row per edge and operation, in blocks of \(widths.joined(separator: " or ")); edges "
        + "run from cell inputs (k-2, k-1) or nodes to nodes",
      width: 960,
      height: 1450,
      chart: HeatMap(
        rows: rows,
        columns: record.epochs.map { "\($0.epoch + 1)" },
        values: values,
        columnTitle: "Epoch",
        color: Axis("Weight after relaxation")
      )
    )
    return .figure(
      figure,
      alternative: "Heat map of \(rows.count) operation weights over \(record.epochs.count) epochs"
    )
  }

  private static func node(_ source: Int) -> String {
    source < 2 ? "k-\(2 - source)" : "\(source - 2)"
  }
}
