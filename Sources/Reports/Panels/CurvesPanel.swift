import Charts
import Networks
import Probes
import Records
import Search
import Training

/// Training and validation accuracy of the supernet over epochs.
struct CurvesPanel: Panel {
  let id = "curves"
  let summary = "training and validation accuracy of the supernet over epochs"
  let reading =
    "Both lines should rise together. Training far above validation means the weights memorize the "
    + "half they see; lines that still climb at the end mean the search was cut short."
  let events = [SearchEpoch.id]

  func content(_ record: SearchRecord) -> PanelContent {
    guard let last = record.epochs.last else { return .absent("no epoch has ended") }
    let epochs = record.epochs.map { Double($0.epoch + 1) }
    let figure = Figure(
      title: "The supernet reaches \(Numbers.percent(last.validation.accuracy)) on validation",
      subtitle: "Training accuracy while the weights move; validation after each epoch",
      chart: Lines(
        series: [
          Series("training", x: epochs, y: record.epochs.map { 100 * $0.train.accuracy }),
          Series(
            "validation",
            x: epochs,
            y: record.epochs.map { 100 * $0.validation.accuracy }
          ),
        ],
        x: Axis("Epoch", integersOnly: true),
        y: Axis("Accuracy", unit: "%")
      )
    )
    return .figure(
      figure,
      alternative: "Accuracy over \(epochs.count) epochs, at the end "
        + "\(Numbers.percent(last.train.accuracy)) training, "
        + "\(Numbers.percent(last.validation.accuracy)) validation"
    )
  }
}
