import Charts
import Networks
import Probes
import Records
import Search
import Training

/// The dominant eigenvalue of the alpha Hessian over epochs.
struct CurvaturePanel: Panel {
  let id = "curvature"
  let summary = "dominant eigenvalue of the alpha Hessian over epochs"
  let reading =
    "A rise is the warning: by the rule of Zela et al. (2020) a search should stop once the value, "
    + "averaged over five epochs, grows by a third. A flat or falling line is no sign of collapse."
  let events = [CurvatureMeasured.id]

  func content(_ record: SearchRecord) -> PanelContent {
    guard let last = record.curvature.last, let first = record.curvature.first else {
      return .absent("the curvature probe was off")
    }
    let epochs = record.curvature.map { Double($0.epoch + 1) }
    let figure = Figure(
      title: "The largest eigenvalue goes from \(Numbers.short(first.eigenvalue)) to "
        + Numbers.short(last.eigenvalue),
      subtitle: record.curvature.lazy.compactMap { record.doubt(of: $0) }.first.map {
        "Not to be trusted: \($0)"
      }
        ?? "Hessian of the validation loss in alpha on one fixed batch; the band is the "
        + "residual of the Lanczos process",
      chart: Lines(
        series: [
          Series(
            "eigenvalue",
            x: epochs,
            y: record.curvature.map { $0.eigenvalue },
            lower: record.curvature.map { $0.eigenvalue - $0.residual },
            upper: record.curvature.map { $0.eigenvalue + $0.residual }
          )
        ],
        x: Axis("Epoch (0: before the search)", integersOnly: true),
        y: Axis("Dominant eigenvalue", unit: "nats")
      )
    )
    return .figure(
      figure,
      alternative: "Dominant eigenvalue from \(Numbers.short(first.eigenvalue)) to "
        + Numbers.short(last.eigenvalue)
    )
  }
}
