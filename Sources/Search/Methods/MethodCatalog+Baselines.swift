extension MethodCatalog {
  /// What every method must beat.
  static let baselines: [NamedMethod] = [
    NamedMethod(
      "random-ws",
      "random architectures share weights, the best of samples is taken",
      paper: "Li, Talwalkar, UAI 2019, section 3.1",
      cures: "nothing; the baseline with shared weights",
      Method(
        relaxation: SinglePath(sampling: .uniform),
        update: WeightsOnly(paths: .architecture),
        derivation: BestSampled()
      )
    ),
    NamedMethod(
      "random",
      "random architectures trained alone in the same budget, the best is taken",
      paper: "Li, Talwalkar, UAI 2019, section 4.1",
      cures: "nothing; the line every method must beat",
      Method(
        relaxation: SinglePath(sampling: .uniform),
        update: Candidates(),
        derivation: BestCandidate()
      )
    ),
  ]
}
