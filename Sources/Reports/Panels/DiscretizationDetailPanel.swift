import Charts
import Networks
import Probes
import Records
import Search
import Training

/// What each way of discretizing loses, as a table.
struct DiscretizationDetailPanel: Panel {
  let id = "discretization-detail"
  let summary = "what each way of discretizing loses"

  func content(_ record: SearchRecord) -> PanelContent {
    guard let detail = record.discretizationDetail else {
      return .absent("the detail of the discretization probe was off")
    }
    let rows = detail.variants.map { variant -> [String] in
      let accuracy = variant.loss.accuracyInterval.map { Numbers.fixed(100 * $0) }
      let nats = variant.loss.natsInterval.map { Numbers.fixed($0, 3) }
      return [
        variant.name,
        variant.normalization,
        Numbers.percent(variant.score.accuracy),
        "\(Numbers.fixed(100 * variant.loss.accuracy)) [\(accuracy.joined(separator: ", "))]",
        "\(Numbers.fixed(variant.loss.nats, 3)) [\(nats.joined(separator: ", "))]",
      ]
    }
    return .markdown(
      MarkdownTable.text(
        ["network", "normalization", "accuracy", "points lost", "nats gained"],
        rows
      )
        + "\n\n\(Numbers.grouped(detail.images)) test images; 95 % intervals over images, paired. "
        + "Recalibrated with \(detail.recalibrationBatches) training batches; fine-tuned at a rate of "
        + "\(Numbers.short(detail.tuningRate))."
    )
  }
}

/// What deciding one edge alone loses.
struct DiscretizationEdgesPanel: Panel {
  let id = "discretization-edges"
  let summary = "what deciding one edge alone loses"

  func content(_ record: SearchRecord) -> PanelContent {
    guard let detail = record.discretizationDetail, !detail.edges.isEmpty else {
      return .absent("the detail of the discretization probe was off")
    }
    let worst = detail.edges.max { $0.loss.nats < $1.loss.nats } ?? detail.edges[0]
    let figure = Figure(
      title: "Deciding \(worst.row) for \(worst.operation) costs most: "
        + "\(Numbers.fixed(worst.loss.nats, 3)) nats",
      subtitle: "One edge keeps its strongest operation, the others stay mixed; batch statistics, "
        + "95 % intervals over \(detail.images) test images",
      chart: Bars(
        groups: detail.edges.map { $0.row },
        series: [
          Bars.Series(
            "nats gained",
            values: detail.edges.map { $0.loss.nats },
            errors: detail.edges.map { ($0.loss.natsInterval[1] - $0.loss.natsInterval[0]) / 2 }
          )
        ],
        y: Axis("Loss gained", unit: "nats")
      )
    )
    return .figure(
      figure,
      alternative: "Loss gained by deciding one edge, largest on \(worst.row)"
    )
  }
}
