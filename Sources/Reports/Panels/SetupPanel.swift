import Charts
import Networks
import Probes
import Records
import Search
import Training

/// What was run, as a table.
struct SetupPanel: Panel {
  let id = "setup"
  let summary = "what was run: space, method, data, budget, seed"

  func content(_ record: SearchRecord) -> PanelContent {
    let spec = record.spec
    let started = record.started
    let rows: [(String, String)] = [
      ("run", MarkdownText.code(record.folder.name, inTable: true)),
      ("spec (SHA-256)", MarkdownText.code(started.specHash, inTable: true)),
      ("seed", "\(spec.seed)"),
      ("space", MarkdownText.plain("\(spec.space): \(record.space.summary)")),
      (
        "method",
        MarkdownText.plain(
          "\(spec.method): "
            + spec.choices.axes.map { "\($0.axis) \($0.choice.id)" }.joined(separator: ", ")
        )
      ),
      (
        "data",
        MarkdownText.plain(spec.data.dataset)
          + ", \(Numbers.grouped(started.weightImages)) images for the weights, "
          + "\(Numbers.grouped(started.architectureImages)) for alpha, "
          + started.imageSize.map { "\($0)" }.joined(separator: " x ") + " pixels"
      ),
      (
        "supernet",
        "\(spec.channels) channels, \(spec.cells) cells, \(Numbers.grouped(started.weightCount)) "
          + "weights, \(started.alphaCount) alphas"
      ),
      ("budget", "\(spec.epochs) epochs, batch \(spec.batch)"),
      (
        "weights",
        "SGD \(spec.weights.rate) to \(spec.weights.finalRate) (cosine), momentum "
          + "\(spec.weights.momentum), decay \(spec.weights.decay), clip \(spec.weights.clip)"
      ),
      (
        "alpha",
        "Adam \(spec.alpha.rate), betas \(spec.alpha.beta1) and \(spec.alpha.beta2), decay "
          + "\(spec.alpha.decay); starts at zero"
      ),
    ]
    let lines = rows.map { "| \($0.0) | \($0.1) |" }
    return .markdown((["| | |", "| --- | --- |"] + lines).joined(separator: "\n"))
  }
}

/// The derived genotype as a literal.
struct GenotypePanel: Panel {
  let id = "genotype"
  let summary = "the derived genotype as DARTS prints it"

  func content(_ record: SearchRecord) -> PanelContent {
    guard let genotype = record.genotype else { return .absent("no epoch has ended") }
    return .markdown(MarkdownText.block(genotype, language: "python"))
  }
}
