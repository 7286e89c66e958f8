import Engine
public import Networks
public import Records

/// The best of many random architectures with the supernet's weights: all are scored on a few batches,
/// the best ten on all architecture images (RandomNAS: Li, Talwalkar, "Random Search and
/// Reproducibility for NAS", UAI 2019, section 3.1; Guo et al., ECCV 2020, section 3.3).
///
/// Batch statistics are those of the batch scored. Deviation: 100 architectures instead of 1,000, as the
/// networks here are small; `samples` changes it.
public struct BestSampled: Derivation {
  /// Architectures drawn.
  public var samples: Int
  /// Batches each is scored on at first.
  public var batches: Int
  /// How many are scored again on all images.
  public var finalists: Int
  /// Whether an edge of a sample may keep `none`.
  public var none: NoneRule

  /// Creates the derivation.
  public init(
    samples: Int = 100,
    batches: Int = 10,
    finalists: Int = 10,
    none: NoneRule = .space
  ) {
    self.samples = samples
    self.batches = batches
    self.finalists = finalists
    self.none = none
  }

  /// The name, `best-sampled`.
  public var id: String { "best-sampled" }
  /// What it does.
  public var summary: String { "best of sampled subnetworks, shared weights (Li, Talwalkar, 2019)" }

  /// What alpha would give; the samples are drawn at the end.
  public func choices(_ context: DerivationContext) -> [AlphaChoice] {
    ArgmaxTop2(none: none).choices(context)
  }

  /// The best of the samples; ties go to the earlier.
  public func finish(_ search: SearchRun) -> [AlphaChoice]? {
    let stream = RandomStream(seed: UInt64(search.spec.seed), name: "search/derivation")
    let drawn = (0..<samples).map { sample in
      RandomArchitecture.choices(
        search.mixture.layout,
        alive: search.state.alive,
        none: none
      ) {
        stream.integer(below: $0, step: UInt64(sample), index: UInt64($1))
      }
    }
    let images = batches * search.batch
    let first = drawn.map { search.accuracy(of: $0, images: images) }
    let order = drawn.indices.sorted { (-first[$0], $0) < (-first[$1], $1) }.prefix(finalists)
    let again = order.map { (accuracy: search.accuracy(of: drawn[$0]), index: $0) }
    return again.min { (-$0.accuracy, $0.index) < (-$1.accuracy, $1.index) }.map {
      drawn[$0.index]
    }
  }

  /// Numbers out of range.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.range("samples", samples, 1...1_000_000)
    checks.range("batches", batches, 1...1_000_000)
    checks.range("finalists", finalists, 1...1_000_000)
    return checks.problems
  }
}
