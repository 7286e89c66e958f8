public import Records

/// The one-hot of the largest alpha + Gumbel noise, straight through: forwards only that operation at
/// weight one, backwards the Jacobian of softmax((alpha + g) / T) (GDAS: Dong, Yang, "Searching for a
/// Robust Neural Architecture in Four GPU Hours", CVPR 2019, section 3.2; Jang et al., ICLR 2017).
///
/// Deviation: operations that were not drawn have gradient zero, as in the paper; the authors' code
/// adds their weights to the node as scalars, which sends them the sum of the node's gradient.
public struct GumbelHard: Relaxation {
  /// The temperature; from 10 to 0.1 by default.
  public var temperature: Temperature

  /// Creates the relaxation.
  public init(temperature: Temperature = Temperature(start: 10, end: 0.1, decay: .linear)) {
    self.temperature = temperature
  }

  /// The name, `gumbel-hard`.
  public var id: String { "gumbel-hard" }
  /// What it computes.
  public var summary: String {
    "one operation by Gumbel noise, straight-through gradient (Dong, Yang, 2019, section 3.2)"
  }
  /// Every pass draws one operation.
  public var isSampled: Bool { true }
  /// One of them.
  public func activeShare(of count: Int) -> Double { 1 / Double(max(1, count)) }

  /// softmax(alpha): the probability of each operation.
  public func weights(_ row: RelaxationRow) -> [Double] { SoftmaxMath.weights(row.alpha) }

  /// The softmax's.
  public func pullback(_ row: RelaxationRow, _ gradient: [Double]) -> [Double] {
    SoftmaxMath.pullback(weights(row), gradient)
  }

  /// The one-hot of the largest z; the pullback is that of z.
  public func draw(_ row: RelaxationRow, at point: DrawPoint) -> RowDraw {
    let temperature = temperature.value(row.moment)
    let z = GumbelSoftmax.sample(row.alpha, at: point, temperature: temperature)
    let chosen = z.indices.max { (z[$0], $1) < (z[$1], $0) } ?? 0
    let hard = SoftmaxMath.oneHot(chosen, count: z.count)
    return RowDraw(
      weights: hard,
      active: hard.map { $0 == 1 },
      pullback: { gradient in
        let known = zip(hard, gradient).map { $0 == 1 ? $1 : 0 }
        return SoftmaxMath.pullback(z, known).map { $0 / temperature }
      }
    )
  }

  /// A temperature that is not positive.
  public func validate() -> [SpecProblem] { temperature.validate("temperature") }
}
