import Search

/// How many steps a Lanczos process takes and at which epochs, from the spec alone.
///
/// A search that cannot afford two whole measurements, before its first step and after its last, gets
/// two shorter ones.
struct LanczosBudget: Sendable, Hashable {
  /// Steps that are taken even where they cost more: fewer say little of the largest eigenvalue.
  static let fewest = 4

  /// Steps of a process.
  let steps: Int
  /// When it runs.
  let cadence: ProbeCadence

  /// Creates a budget.
  ///
  /// - Parameters:
  ///   - most: steps of a whole measurement, taken always where `every` is given.
  ///   - every: epochs from one measurement to the next; 0 for as many as are affordable.
  ///   - perStep: gradients of one image that a step is worth.
  ///   - overhead: steps that the rest of a measurement is worth.
  ///   - share: what all measurements may cost of the search.
  ///   - least: measurements that are made whatever they cost; one is after the last step.
  init(
    _ search: SearchRun,
    most: Int,
    every: Int,
    perStep: Double,
    overhead: Int,
    share: Double,
    least: Int
  ) {
    let total = ProbeCadence.gradients(of: search)
    var steps = most
    if every == 0 {
      let affordable = min(Double(most), share * total / (2 * perStep) - Double(overhead))
      steps = min(most, max(Self.fewest, Int(affordable)))
    }
    self.steps = steps
    cadence = ProbeCadence(
      every: every,
      epochs: search.spec.epochs,
      first: -1,
      cost: perStep * Double(steps + overhead),
      search: total,
      share: share,
      least: least
    )
  }
}
