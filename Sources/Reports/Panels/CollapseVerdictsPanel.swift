import Networks
import Probes
import Records
import Search
import Training

/// The verdict on every search, and whether the eigenvalue rule spoke before the collapse set in.
struct CollapseVerdictsPanel: GroupPanel {
  let id = "collapse-verdicts"
  let summary = "verdict and onset of every search, and when the eigenvalue rule would stop it"
  let reading =
    "The rule warns in time where its epoch is below the onset. A dash: it did not speak, or nothing "
    + "set in."

  func content(_ records: [SearchRecord]) -> PanelContent {
    let rows = records.compactMap { record -> [String]? in
      guard let history = try? HistoryReader.read(record.folder) else { return nil }
      let verdict = CollapseJudge().judge(history)
      let series = history.series { $0.eigenvalue }
      func decided(_ rule: EigenvalueRatio) -> String {
        guard series.values.count > 1 else { return "not measured" }
        let decision = try? rule.decide(epochs: series.epochs, eigenvalues: series.values)
        return decision.map { "\($0.decidedEpoch + 1)" } ?? "-"
      }
      let skips = record.epochs.map { $0.skips.first ?? 0 }
      return [
        MarkdownText.plain(record.spec.name), "\(record.spec.seed)",
        VerdictText.headline(verdict), verdict.onsetEpoch.map { "\($0 + 1)" } ?? "-",
        skips.last.map { "\($0)" } ?? "", skips.max().map { "\($0)" } ?? "",
        growth(series.values), decided(.paper), decided(.code),
      ]
    }
    guard !rows.isEmpty else { return .absent("no search could be read") }
    return .markdown(
      MarkdownTable.text(
        [
          "search", "seed", "verdict", "onset, epoch", "skips at the end", "most skips",
          "eigenvalue, last five over first five", "stop by the paper's rule",
          "stop by the code's rule",
        ],
        rows
      )
    )
  }

  /// The mean of the last five measurements over that of the first five; of fewer, of halves.
  private func growth(_ values: [Double]) -> String {
    let count = min(5, values.count / 2)
    guard count > 0 else { return "not measured" }
    func mean(_ part: ArraySlice<Double>) -> Double { part.reduce(0, +) / Double(part.count) }
    return Numbers.fixed(mean(values.suffix(count)) / mean(values.prefix(count)), 2)
  }
}

/// How often each method collapsed, over its seeds.
struct CollapseRatesPanel: GroupPanel {
  let id = "collapse-rates"
  let summary = "how often searches collapsed, method by method"

  func content(_ records: [SearchRecord]) -> PanelContent {
    guard let comparison = try? Comparison(records), !records.isEmpty else {
      return .absent("no search could be read")
    }
    let rows = comparison.arms.map { arm -> [String] in
      let verdicts = arm.records.compactMap { record in
        (try? HistoryReader.read(record.folder)).map { CollapseJudge().judge($0) }
      }
      let counts = SearchHealth.allCases.map { health in
        verdicts.count { $0.verdict == health }
      }
      let bad = Measured.share(
        Double(counts[1] + counts[2]) / Double(max(1, verdicts.count)),
        of: verdicts.count
      )
      return [MarkdownText.plain(arm.name), "\(verdicts.count)"] + counts.map { "\($0)" } + [
        "\(Numbers.percent(bad.value)) (\(Numbers.fixed(100 * (bad.lower ?? .nan), 0)) to "
          + "\(Numbers.fixed(100 * (bad.upper ?? .nan), 0)))"
      ]
    }
    return .markdown(
      MarkdownTable.text(
        [MarkdownText.plain(comparison.by), "seeds"]
          + SearchHealth.allCases.map { $0.rawValue } + ["collapsing or collapsed"],
        rows
      ) + "\n\n95 % Wilson intervals over the seeds."
    )
  }
}
