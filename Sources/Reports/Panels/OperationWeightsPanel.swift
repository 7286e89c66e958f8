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
  var summary: String { "weight of every operation on every edge of \(name) cells over epochs" }
  let reading =
    "One chart per edge, named by where it leads. A search that decides pulls one line away from "
    + "the others; lines that stay in a bundle mean that the derived cell is chosen by hair's breadth."
  let events = [SearchEpoch.id]
  private var name: String { kind == .normal ? "normal" : "reduction" }

  func content(_ record: SearchRecord) -> PanelContent {
    let layout = record.layout
    let rows = layout.rows.filter { $0.kind == kind }
    let usable = record.epochs.filter { $0.operationWeights.count == layout.count }
    guard let last = usable.last else { return .absent("no epoch has ended") }
    guard !rows.isEmpty else { return .absent("the space has no \(name) cells") }
    let epochs = usable.map { Double($0.epoch + 1) }
    let panels = rows.map { row in
      SmallMultiples.Panel(
        Self.title(row, of: rows),
        series: row.operations.enumerated().map { place, operation in
          Series(operation, x: epochs, y: usable.map { $0.operationWeights[row.offset + place] })
        }
      )
    }
    let leaders = rows.map { row in
      row.operations.indices.max {
        last.operationWeights[row.offset + $0] < last.operationWeights[row.offset + $1]
      } ?? 0
    }
    let strongest = zip(rows, leaders).map { last.operationWeights[$0.offset + $1] }
    let mean = strongest.reduce(0, +) / Double(max(1, strongest.count))
    let names = zip(rows, leaders).map { $0.operations[$1] }
    let common = Set(names).sorted()
      .map { name in (name, names.count { $0 == name }) }
      .max { ($0.1, $1.0) < ($1.1, $0.0) }
    let columns = rows.count > 24 ? 8 : min(7, rows.count)
    let lines = (rows.count + columns - 1) / columns
    let figure = Figure(
      title:
        "The strongest operation of \(name == "normal" ? "a normal" : "a reduction") edge holds "
        + "\(Numbers.percent(mean)) of the weight on average",
      subtitle: "Weights after the relaxation, edge by edge; "
        + (common.map { "\($0.0) leads on \($0.1) of \(rows.count) edges" } ?? ""),
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
      alternative: "Operation weights on \(rows.count) edges over \(usable.count) epochs; the "
        + "strongest holds \(Numbers.percent(mean)) on average"
    )
  }

  /// "k-2 to 0", with the cell when kinds of cell have several.
  private static func title(_ row: AlphaRow, of rows: [AlphaRow]) -> String {
    let name = { (node: Int) in node < 2 ? "k-\(2 - node)" : "\(node - 2)" }
    let edge = "\(name(row.source)) \u{2192} \(name(row.target))"
    let hasCells = Set(rows.map(\.group)).count > 1
    return hasCells ? "\(row.group)  \(edge)" : edge
  }
}
