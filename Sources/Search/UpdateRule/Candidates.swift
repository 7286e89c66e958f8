import Engine
import Networks
public import Records

/// Trains random architectures one after another, each alone from new weights, and keeps the one with
/// the best accuracy on the architecture images (random search: Li, Talwalkar, UAI 2019, section 4.1;
/// the baseline of DARTS, table 1).
///
/// A candidate is the supernet with only its operations computed, so it is trained at the size of the
/// search, normalizations without scale. The epochs are shared evenly; the learning rate falls from the
/// first to the last for each.
public struct Candidates: UpdateRule {
  /// Epochs each candidate trains.
  public var epochs: Int

  /// Creates the rule.
  public init(epochs: Int = 5) {
    self.epochs = epochs
  }

  /// The name, `candidates`.
  public var id: String { "candidates" }
  /// What it does.
  public var summary: String { "random architectures trained alone (Li, Talwalkar, 2019)" }
  /// One pass.
  public var relativeCost: Double { 0.5 }
  /// Never.
  public var movesAlpha: Bool { false }

  /// Starts a new candidate when it is time.
  public func begin(_ search: SearchRun, epoch: Int) {
    guard epoch % epochs == 0 else { return }
    let number = UInt64(epoch / epochs)
    search.state.candidates.current = RandomArchitecture.choices(
      search.layout,
      alive: search.state.alive,
      none: search.method.derivation.none
    ) {
      search.drawStream.child("candidates").integer(
        below: $0,
        step: number,
        index: UInt64($1)
      )
    }
    search.startWeights(seed: UInt64(search.spec.seed) &+ number)
  }

  /// One step on the candidate's weights.
  public func step(_ search: SearchRun, epoch: Int, number: Int, rate: Double) throws {
    let left = search.spec.epochs - epoch / epochs * epochs
    let own = search.rate(
      Moment(epoch: epoch % epochs, epochs: min(epochs, left))
    )
    try search.trainWeights(
      epoch: epoch,
      number: number,
      rate: own,
      only: search.layout.mask(search.state.candidates.current)
    )
  }

  /// Scores a candidate after its last epoch.
  public func end(_ search: SearchRun, epoch: Int) {
    guard (epoch + 1) % epochs == 0 || epoch + 1 == search.spec.epochs else { return }
    let current = search.state.candidates.current
    let accuracy = search.accuracy(of: current)
    // The first of equals stays.
    if accuracy > search.state.candidates.accuracy {
      search.state.candidates.accuracy = accuracy
      search.state.candidates.best = current
    }
    search.state.candidates.count += 1
  }

  /// A number below one.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.range("epochs", epochs, 1...100_000)
    return checks.problems
  }
}
