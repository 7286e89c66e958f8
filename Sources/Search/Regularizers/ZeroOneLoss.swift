/// The 0-1 loss: -weight * mean over operations of (p - 1/2)^2, or of |p - 1/2|, which draws every
/// weight to zero or one (Chu et al., "Fair DARTS", ECCV 2020, equations 4 and 5; weight 10).
public struct ZeroOneLoss: ArchitecturePenalty {
  /// The distance from one half.
  public enum Form: String, Sendable, Hashable, Codable {
    /// Squared, equation 4.
    case squared
    /// Absolute, equation 5.
    case absolute
  }

  /// What multiplies the mean; 0 for off.
  public var weight: Double
  /// The distance from one half.
  public var form: Form

  /// Creates the penalty.
  public init(weight: Double = 10, form: Form = .squared) {
    self.weight = weight
    self.form = form
  }

  /// At the strength of the paper.
  public static var published: ZeroOneLoss { ZeroOneLoss() }
  /// The name, `zeroOne`.
  public var id: String { "zeroOne" }
  /// What it does.
  public var summary: String { "draws operation weights to 0 or 1 (Chu et al., 2020, eq. 4)" }

  /// The loss.
  public func value(_ context: PenaltyContext) -> Double {
    let live = context.alive.indices.filter { context.alive[$0] }
    let weights = context.operationWeights
    let sum = live.reduce(0.0) { sum, index in
      let distance = weights[index] - 0.5
      return sum + (form == .squared ? distance * distance : abs(distance))
    }
    return -weight * sum / Double(max(1, live.count))
  }

  /// -weight * 2 (p - 1/2) / n or -weight * sign(p - 1/2) / n, through the relaxation.
  public func gradient(_ context: PenaltyContext) -> ArchitectureParameters {
    let count = Double(max(1, context.alive.filter { $0 }.count))
    let weights = context.operationWeights
    return context.pullback(
      weights.indices.map { index in
        guard context.alive[index] else { return 0 }
        let distance = weights[index] - 0.5
        let slope = form == .squared ? 2 * distance : distance > 0 ? 1 : distance < 0 ? -1 : 0
        return -weight * slope / count
      }
    )
  }
}
