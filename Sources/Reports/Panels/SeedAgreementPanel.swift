import Networks
import Probes
import Records
import Search
import Statistics
import Training

/// How much searches that differ in their seed agree.
struct SeedAgreementPanel: GroupPanel {
  let id = "seed-agreement"
  let summary = "agreement of searches that differ in their seed"

  func content(_ records: [SearchRecord]) -> PanelContent {
    let ended = records.filter { $0.architecture != nil && $0.epochs.last != nil }
    guard ended.count >= 2, let first = ended.first else {
      return .absent("fewer than two searches have ended")
    }
    let accuracies = ended.compactMap { record -> Double? in
      let all = record.trainings.keys.sorted().flatMap { record.trainings[$0] ?? [] }
      let own = all.filter { $0.genotype == record.genotype }
      return own.isEmpty ? nil : own.reduce(0) { $0 + $1.test.accuracy } / Double(own.count)
    }
    let agreement = SeedAgreement(
      architectures: ended.compactMap { $0.architecture },
      alphas: ended.compactMap { $0.epochs.last?.operationWeights },
      layout: first.layout,
      accuracies: accuracies
    )
    let chance = SeedAgreement.chanceDistance(first.space, first.layout, seed: 0)
    let distance = Summary(agreement.distances)
    let tau = Summary(agreement.alphaTaus)
    let accuracy = Summary(agreement.accuracies)
    func range(_ values: [Double], _ format: (Double) -> String) -> String {
      "\(format(values.min() ?? .nan)) to \(format(values.max() ?? .nan))"
    }
    let rows = [
      ["searches", "\(agreement.seeds)", ""],
      ["different architectures", "\(agreement.distinct)", ""],
      ["share of the most frequent one", Numbers.percent(agreement.modalShare), ""],
      [
        "edit distance of a pair", Numbers.fixed(distance?.mean ?? .nan),
        range(agreement.distances) { Numbers.fixed($0, 0) },
      ],
      ["edit distance of two random architectures", Numbers.fixed(chance), ""],
      [
        "Kendall's tau-b of a pair's weights, mean over edges", Numbers.fixed(tau?.mean ?? .nan, 2),
        range(agreement.alphaTaus) { Numbers.fixed($0, 2) },
      ],
      [
        "accuracy alone", accuracy.map { Numbers.percent($0.mean) } ?? "not measured",
        agreement.accuracies.isEmpty ? "" : range(agreement.accuracies) { Numbers.percent($0) },
      ],
    ]
    return .markdown(MarkdownTable.text(["over \(agreement.seeds) seeds", "mean", "range"], rows))
  }
}
