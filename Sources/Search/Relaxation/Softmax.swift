public import Records

/// exp(alpha_o / T) / sum exp(alpha_o' / T) over the operations of an edge (DARTS, equation 2, with
/// T = 1; ASAP, section 3.1, with a temperature that falls).
public struct Softmax: Relaxation {
  /// The temperature; 1 throughout by default.
  public var temperature: Temperature

  /// Creates the relaxation.
  public init(temperature: Temperature = Temperature(start: 1, end: 1, decay: .linear)) {
    self.temperature = temperature
  }

  /// The name, `softmax`.
  public var id: String { "softmax" }
  /// What it computes.
  public var summary: String { "softmax over the operations of an edge (Liu et al., 2019, eq. 2)" }

  /// Positive weights that sum to one, computed in Double.
  public func weights(_ row: RelaxationRow) -> [Double] {
    let temperature = temperature.value(row.moment)
    return SoftmaxMath.weights(row.alpha.map { $0 / temperature })
  }

  /// p_o * (g_o - sum p_o' g_o') / T.
  public func pullback(_ row: RelaxationRow, _ gradient: [Double]) -> [Double] {
    let temperature = temperature.value(row.moment)
    return SoftmaxMath.pullback(weights(row), gradient).map { $0 / temperature }
  }

  /// A temperature that is not positive.
  public func validate() -> [SpecProblem] { temperature.validate("temperature") }
}
