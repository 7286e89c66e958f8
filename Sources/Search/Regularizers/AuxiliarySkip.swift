/// Adds a skip connection of decaying weight beta to every edge, beside the one that competes (DARTS-:
/// Chu et al., ICLR 2021, equation 5): beta = weight * (1 - epoch / epochs).
///
/// Derivation does not see it. The competing skip's gate is raised by beta, which is the same sum.
/// Deviation: at stride 2 both use one factorized reduction.
public struct AuxiliarySkip: Regularizer {
  /// beta in the first epoch; 0 for off.
  public var weight: Double

  /// Creates the auxiliary skip.
  public init(weight: Double = 1) {
    self.weight = weight
  }

  /// At the strength of the paper.
  public static var published: AuxiliarySkip { AuxiliarySkip() }
  /// The name, `auxiliarySkip`.
  public var id: String { "auxiliarySkip" }
  /// What it does.
  public var summary: String { "a decaying skip beside every edge (Chu et al., 2021, eq. 5)" }

  /// beta at a moment.
  public func beta(_ moment: Moment) -> Double { weight * (1 - moment.share) }
}
