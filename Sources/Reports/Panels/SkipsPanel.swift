import Charts
import Networks
import Probes
import Records
import Search
import Training

/// Skip connections of the genotype derived after each epoch.
struct SkipsPanel: Panel {
  let id = "skips"
  let summary = "number of skip connections in the derived cells over epochs"
  let reading =
    "A line that climbs towards the top and stays there is collapse; DARTS+ (Liang et al., 2019) "
    + "stops a search at two skips in the normal cell."
  let events = [SearchEpoch.id]

  func content(_ record: SearchRecord) -> PanelContent {
    guard let last = record.epochs.last else { return .absent("no epoch has ended") }
    let epochs = record.epochs.map { Double($0.epoch + 1) }
    let total = CellKind.allCases.map { record.keptCount($0) }.max() ?? 0
    let figure = Figure(
      title: "\(last.skips[0]) skip connections in the normal cell, \(last.skips[1]) in the "
        + "reduction cell",
      subtitle:
        "Of at most \(total) kept edges, in the genotype that would be derived after each epoch",
      colorSlots: ["normal cell": 0, "reduction cell": 1],
      chart: Lines(
        series: [
          Series("normal cell", x: epochs, y: record.epochs.map { Double($0.skips[0]) }),
          Series("reduction cell", x: epochs, y: record.epochs.map { Double($0.skips[1]) }),
        ],
        x: Axis("Epoch", integersOnly: true),
        y: Axis(
          "Skip connections",
          lower: 0,
          upper: Double(total),
          integersOnly: true
        )
      )
    )
    return .figure(
      figure,
      alternative: "Skip connections over epochs, at the end \(last.skips[0]) normal and "
        + "\(last.skips[1]) reduction"
    )
  }
}
