import Charts
import Networks
import Probes
import Records
import Search
import Training

/// All eigenvalues of the alpha Hessian, first and last.
struct SpectrumPanel: Panel {
  let id = "spectrum"
  let summary = "eigenvalues of the alpha Hessian at the beginning and at the end"

  func content(_ record: SearchRecord) -> PanelContent {
    guard let first = record.curvature.first, let last = record.curvature.last,
      !last.spectrum.isEmpty
    else { return .absent("the curvature probe was off") }
    let events = first.epoch == last.epoch ? [last] : [first, last]
    let isWhole = last.solver == "dense"
    let negative = last.negative.map { "\($0) of \(last.spectrum.count) eigenvalues are negative" }
    let figure = Figure(
      title: negative.map { "At the end \($0)" }
        ?? "The spectrum reaches from \(Numbers.short(last.smallest)) to "
        + Numbers.short(last.eigenvalue),
      subtitle: (isWhole
        ? "Every eigenvalue"
        : "Ritz values of the Lanczos process, ends first to "
          + "converge") + "; \(last.images) images, batch statistics, decay left out; noise floor "
        + Numbers.short(last.floor),
      chart: Lines(
        series: events.map { event in
          Series(
            event.epoch < 0 ? "before the search" : "epoch \(event.epoch + 1)",
            x: event.spectrum.indices.map { Double($0 + 1) },
            y: event.spectrum.reversed(),
            showsMarkers: event.spectrum.count <= 60
          )
        },
        x: Axis("Rank", integersOnly: true),
        y: Axis("Eigenvalue", unit: "nats")
      )
    )
    return .figure(figure, alternative: figure.title)
  }
}
