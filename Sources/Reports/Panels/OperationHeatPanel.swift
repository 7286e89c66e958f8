import Charts
import Networks
import Probes
import Records
import Search

/// The weight of every operation over epochs as a heat map, one block per edge of a kind of cell.
struct OperationHeatPanel: Panel {
  let kind: CellKind

  var id: String { "operation-heat-\(kind.rawValue)" }
  var summary: String { "heat map of the operation weights on every edge of \(kind.word) cells" }
  let reading =
    "One block per edge, named by where it leads; a row is an operation, time runs to the right. A "
    + "search that decides ends with one bright row in each block and the others dark; the colour bar "
    + "says how little or how much the shades differ."
  let events = [SearchEpoch.id]

  func content(_ record: SearchRecord) -> PanelContent {
    guard let edges = EdgeLeaders(record, kind) else {
      return .absent(EdgeLeaders.absence(record, kind))
    }
    var operations: [String] = []
    for row in edges.rows {
      for name in row.operations where !operations.contains(name) { operations.append(name) }
    }
    let panels = edges.rows.map { row in
      HeatMultiples.Panel(
        edges.title(row),
        values: operations.map { operation in
          guard let place = row.operations.firstIndex(of: operation) else {
            return edges.epochs.map { _ in .nan }
          }
          return edges.epochs.map { $0.operationWeights[row.offset + place] }
        }
      )
    }
    let (columns, lines) = edges.grid
    let block = max(100, Double(operations.count) * 14) + 28
    let figure = Figure(
      title:
        "\(edges.common.operation) ends as the strongest operation on \(edges.common.count) of "
        + "\(edges.rows.count) \(kind.word) edges",
      subtitle: "Weight of every operation after the relaxation, edge by edge, over "
        + "\(edges.epochs.count) epochs",
      width: 1120,
      height: max(300, Double(lines) * block + 120),
      chart: HeatMultiples(
        panels: panels,
        rows: operations,
        columns: edges.epochs.map { "\($0.epoch + 1)" },
        columnTitle: "Epoch",
        color: Axis("Weight"),
        panelsPerRow: columns
      )
    )
    return .figure(
      figure,
      alternative: "Heat map of \(operations.count) operation weights on \(edges.rows.count) edges "
        + "over \(edges.epochs.count) epochs; \(edges.common.operation) leads on "
        + "\(edges.common.count) of them"
    )
  }
}
