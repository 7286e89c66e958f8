import Charts
import Networks
import Probes
import Records
import Search
import Training

/// How the operation weights of all edges spread over the epochs.
struct RidgePanel: Panel {
  let id = "weight-spread"
  let summary = "how operation weights spread out over the epochs, all edges together"
  let reading =
    "All weights start at the dashed line. A search that decides splits the ridge in two: most "
    + "weights move towards zero and a few run away to the right."
  let events = [SearchEpoch.id]
  private static let most = 12

  func content(_ record: SearchRecord) -> PanelContent {
    let layout = record.layout
    let usable = record.epochs.filter { $0.operationWeights.count == layout.count }
    guard let last = usable.last else { return .absent("no epoch has ended") }
    let count = min(Self.most, usable.count)
    let chosen = (1...count).map { usable[$0 * usable.count / count - 1] }
    let widths = Set(layout.rows.map(\.operations.count))
    let uniform = widths.count == 1 ? widths.first.map { 1 / Double($0) } : nil
    let largest = last.operationWeights.max() ?? 0
    let smallest = last.operationWeights.min() ?? 0
    let figure = Figure(
      title: "At the end operation weights lie between \(Numbers.short(smallest)) and "
        + Numbers.short(largest),
      subtitle: "All \(layout.count) weights after the relaxation, normal and reduction cells",
      chart: Ridgeline(
        ridges: chosen.map { Ridgeline.Ridge("\($0.epoch + 1)", values: $0.operationWeights) },
        x: Axis("Weight"),
        rowTitle: "Epoch",
        markers: uniform.map { [VerticalMarker("uniform", x: $0)] } ?? []
      )
    )
    return .figure(
      figure,
      alternative: "Distribution of \(layout.count) operation weights over \(usable.count) epochs, "
        + "at the end from \(Numbers.short(smallest)) to \(Numbers.short(largest))"
    )
  }
}
