import Charts
import Networks
import Probes
import Records
import Search
import Training

/// The loss with one operation alone on every edge, over epochs.
struct ConvergencePanel: Panel {
  let id = "convergence"
  let summary = "training loss with one operation alone on every edge"

  func content(_ record: SearchRecord) -> PanelContent {
    guard let last = record.convergence.last else {
      return .absent("the convergence probe was off")
    }
    let epochs = record.convergence.map { Double($0.epoch + 1) }
    let names = last.operations.filter { $0.aloneLoss.isFinite }.map { $0.name }
    guard !names.isEmpty else { return .absent("no operation can stand alone") }
    func value(_ event: ConvergenceMeasured, _ name: String) -> Double {
      event.operations.first { $0.name == name }?.aloneLoss ?? .nan
    }
    let best = names.min { value(last, $0) < value(last, $1) } ?? ""
    let figure = Figure(
      title: "Alone on every edge, \(best) has the lowest loss at the end",
      subtitle:
        "Training loss of the supernet with one operation active, its weights as the search "
        + "left them; \(last.images) images, batch statistics",
      chart: Lines(
        series: names.map { name in
          Series(name, x: epochs, y: record.convergence.map { value($0, name) })
        },
        x: Axis("Epoch (0: before the search)", integersOnly: true),
        y: Axis("Training loss", unit: "nats")
      )
    )
    return .figure(
      figure,
      alternative: "At the end: "
        + names.map { "\($0) \(Numbers.fixed(value(last, $0), 2))" }.joined(separator: ", ")
    )
  }
}

/// How each operation's own parameters settled, as a table.
struct ConvergenceTablePanel: Panel {
  let id = "convergence-table"
  let summary = "how each operation's own parameters settled"

  func content(_ record: SearchRecord) -> PanelContent {
    guard let first = record.convergence.first, let last = record.convergence.last else {
      return .absent("the convergence probe was off")
    }
    let rows = last.operations.enumerated().map { index, end -> [String] in
      let start = first.operations[index]
      return [
        end.name,
        "\(end.weights)",
        "\(Numbers.short(start.gradientNorm)) to \(Numbers.short(end.gradientNorm))",
        Numbers.percent(end.moved),
        halfway(record, index),
        "\(Numbers.short(start.pull)) to \(Numbers.short(end.pull))",
        "\(Numbers.fixed(start.weight, 3)) to \(Numbers.fixed(end.weight, 3))",
      ]
    }
    return .markdown(
      MarkdownTable.text(
        [
          "operation", "parameters", "gradient norm", "weights moved", "epochs to half the way",
          "pull of the validation loss", "mean weight",
        ],
        rows
      )
    )
  }

  /// Epochs until half of the final distance from the initial weights was gone.
  private func halfway(_ record: SearchRecord, _ index: Int) -> String {
    let moved = record.convergence.map { $0.operations[index].moved }
    guard let end = moved.last, end > 0 else { return "none to move" }
    let place = moved.firstIndex { $0 >= end / 2 } ?? 0
    return "\(record.convergence[place].epoch + 1)"
  }
}
