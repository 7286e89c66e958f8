import Charts
import Networks
import Probes
import Records
import Search
import Training

/// The weight of every operation over epochs, one small chart per edge of a kind of cell.
struct OperationWeightsPanel: Panel {
  let kind: CellKind

  var id: String { "operation-weights-\(kind.rawValue)" }
  var summary: String {
    "weight of every operation on every edge of \(kind.word) cells over epochs"
  }
  let reading =
    "One chart per edge, named by where it leads. A search that decides pulls one line away from "
    + "the others; lines that stay in a bundle mean that the derived cell is chosen by hair's breadth."
  let events = [SearchEpoch.id]

  func content(_ record: SearchRecord) -> PanelContent {
    guard let edges = EdgeLeaders(record, kind) else {
      return .absent(EdgeLeaders.absence(record, kind))
    }
    let epochs = edges.epochs.map { Double($0.epoch + 1) }
    let panels = edges.rows.map { row in
      SmallMultiples.Panel(
        edges.title(row),
        series: row.operations.enumerated().map { place, operation in
          Series(
            operation,
            x: epochs,
            y: edges.epochs.map { $0.operationWeights[row.offset + place] }
          )
        }
      )
    }
    let (columns, lines) = edges.grid
    let figure = Figure(
      title:
        "The strongest operation of \(kind == .normal ? "a normal" : "a reduction") edge holds "
        + "\(Numbers.percent(edges.mean)) of the weight on average",
      subtitle: "Weights after the relaxation, edge by edge; \(edges.common.operation) leads on "
        + "\(edges.common.count) of \(edges.rows.count) edges",
      width: 1120,
      height: max(340, Double(lines) * 165 + 150),
      colorSlots: OperationColors.slots,
      chart: SmallMultiples(
        panels: panels,
        x: Axis("Epoch", integersOnly: true),
        y: Axis("Weight"),
        columns: columns
      )
    )
    return .figure(
      figure,
      alternative:
        "Operation weights on \(edges.rows.count) edges over \(epochs.count) epochs; the "
        + "strongest holds \(Numbers.percent(edges.mean)) on average"
    )
  }
}
