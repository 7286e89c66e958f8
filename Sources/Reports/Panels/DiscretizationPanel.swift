import Charts
import Networks
import Probes
import Records
import Search
import Training

/// Supernet accuracy against that of its discretization with inherited weights.
struct DiscretizationPanel: Panel {
  let id = "discretization"
  let summary = "supernet against derived network with inherited weights over epochs"
  let reading =
    "The distance between the lines is what discretizing loses. A derived network near chance says "
    + "that the supernet's weights only work mixed; it does not say how well that network trains alone."
  let events = [DiscretizationMeasured.id]

  func content(_ record: SearchRecord) -> PanelContent {
    guard let last = record.discretization.last else {
      return .absent("the discretization probe was off")
    }
    let epochs = record.discretization.map { Double($0.epoch + 1) }
    let figure = Figure(
      title: "Discretizing costs \(Numbers.fixed(100 * last.gap)) points of accuracy at the end",
      subtitle: "Same weights, same validation batches, batch statistics; chance is "
        + Numbers.percent(1 / Double(max(1, record.classes))),
      colorSlots: ["supernet": 0, "derived, inherited weights": 1],
      chart: Lines(
        series: [
          Series(
            "supernet",
            x: epochs,
            y: record.discretization.map { 100 * $0.supernet.accuracy }
          ),
          Series(
            "derived, inherited weights",
            x: epochs,
            y: record.discretization.map { 100 * $0.derived.accuracy }
          ),
        ],
        x: Axis("Epoch", integersOnly: true),
        y: Axis("Validation accuracy", unit: "%", lower: 0)
      )
    )
    return .figure(
      figure,
      alternative: "At the end the supernet has \(Numbers.percent(last.supernet.accuracy)), its "
        + "discretization \(Numbers.percent(last.derived.accuracy))"
    )
  }
}

extension SearchRecord {
  /// The number of classes of the data set.
  var classes: Int {
    switch spec.data.dataset {
    case "cifar-100": 100
    default: 10
    }
  }
}
