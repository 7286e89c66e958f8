import Engine
import Networks

/// Only the weights move; an architecture is chosen afterwards (Guo et al., ECCV 2020, section 3.1; Li,
/// Talwalkar, UAI 2019, section 3.1).
public struct WeightsOnly: UpdateRule {
  /// What a step trains.
  public enum Paths: String, Sendable, Hashable, Codable {
    /// What the relaxation draws, edge by edge.
    case relaxation
    /// A random architecture that a derivation could give (RandomNAS).
    case architecture
  }

  /// What a step trains.
  public var paths: Paths

  /// Creates the rule.
  public init(paths: Paths = .relaxation) {
    self.paths = paths
  }

  /// The name, `weights-only`.
  public var id: String { "weights-only" }
  /// What it does.
  public var summary: String { "trains shared weights of random paths (Guo et al., 2020)" }
  /// One pass.
  public var relativeCost: Double { 0.5 }
  /// Never.
  public var movesAlpha: Bool { false }

  /// One step on the weights.
  public func step(_ search: SearchRun, epoch: Int, number: Int, rate: Double) throws {
    var gates: [Bool]?
    if paths == .architecture {
      let step = UInt64(epoch * search.stepsPerEpoch + number)
      let choices = RandomArchitecture.choices(
        search.layout,
        alive: search.state.alive,
        none: search.method.derivation.none
      ) {
        search.drawStream.child("paths").integer(below: $0, step: step, index: UInt64($1))
      }
      gates = search.layout.mask(choices)
    }
    try search.trainWeights(epoch: epoch, number: number, rate: rate, only: gates)
  }
}
