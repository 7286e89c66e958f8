import Search

/// How many steps a Lanczos process takes, on how many images and at which epochs, from the spec alone.
///
/// A search that cannot afford two whole measurements, before its first step and after its last, gets
/// shorter ones, and where the shortest are too long ones on fewer images.
struct LanczosBudget: Sendable, Hashable {
  /// Steps that a measurement has whatever it costs: fewer say little of the largest eigenvalue.
  static let fewestSteps = 4

  /// What a probe asks for and what that costs.
  struct Wish {
    /// Steps and images of a whole measurement.
    var steps, images: Int
    /// Whether no measurement may be shorter.
    var isWhole = false
    /// Epochs from one measurement to the next, with whole measurements; 0 for as many as are
    /// affordable.
    var every: Int
    /// Gradients that a step is worth.
    var perStep: Double
    /// Steps that the rest of a measurement is worth.
    var overhead: Int
    /// What all measurements may cost of the search.
    var share: Double
    /// Measurements that are made whatever they cost; one is after the last step.
    var least: Int
  }

  /// Steps of a process.
  let steps: Int
  /// Images it looks at.
  let images: Int
  /// When it runs.
  let cadence: ProbeCadence

  init(_ search: SearchRun, _ wish: Wish) {
    let total = ProbeCadence.gradients(of: search)
    var (steps, images) = (wish.steps, wish.images)
    if wish.every == 0, !wish.isWhole {
      let each = wish.share * total / wish.perStep
      let affordable = each / Double(2 * images) - Double(wish.overhead)
      steps = min(steps, max(Self.fewestSteps, Int(min(affordable, Double(steps)))))
      images = ProbeCadence.affordable(
        images,
        cost: Double(wish.least * (Self.fewestSteps + wish.overhead)) * wish.perStep,
        search: total,
        share: wish.share
      )
    }
    self.steps = steps
    self.images = images
    cadence = ProbeCadence(
      every: wish.every,
      epochs: search.spec.epochs,
      first: -1,
      cost: wish.perStep * Double((steps + wish.overhead) * images),
      search: total,
      share: wish.share,
      least: wish.least
    )
  }
}
