import Engine
public import Records

/// softmax((alpha + g) / T) with standard Gumbel g drawn anew in every pass: the concrete relaxation
/// of SNAS (Xie et al., ICLR 2019, equation 3) and FBNet (Wu et al., CVPR 2019, equation 4).
///
/// log softmax(alpha) and alpha differ by a constant, which a softmax does not see.
public struct GumbelSoftmax: Relaxation {
  /// The temperature; SNAS goes from 1 to 0.03 by default.
  public var temperature: Temperature

  /// Creates the relaxation.
  public init(temperature: Temperature = Temperature(start: 1, end: 0.03, decay: .exponential)) {
    self.temperature = temperature
  }

  /// The name, `gumbel-softmax`.
  public var id: String { "gumbel-softmax" }
  /// What it computes.
  public var summary: String {
    "softmax of alpha and Gumbel noise, annealed (Xie et al., 2019, eq. 3)"
  }
  /// Every pass draws noise.
  public var isSampled: Bool { true }

  /// softmax(alpha): the probability that an operation has the largest sum of alpha and noise.
  public func weights(_ row: RelaxationRow) -> [Double] { SoftmaxMath.weights(row.alpha) }

  /// The softmax's.
  public func pullback(_ row: RelaxationRow, _ gradient: [Double]) -> [Double] {
    SoftmaxMath.pullback(weights(row), gradient)
  }

  /// z = softmax((alpha + g) / T), all computed; the pullback is that of z.
  public func draw(_ row: RelaxationRow, at point: DrawPoint) -> RowDraw {
    let temperature = temperature.value(row.moment)
    let z = Self.sample(row.alpha, at: point, temperature: temperature)
    return RowDraw(
      weights: z,
      active: z.map { _ in true },
      pullback: { SoftmaxMath.pullback(z, $0).map { $0 / temperature } }
    )
  }

  /// softmax((alpha + g) / T).
  static func sample(_ alpha: [Double], at point: DrawPoint, temperature: Double) -> [Double] {
    SoftmaxMath.weights(
      alpha.enumerated().map { ($0.element + point.gumbel($0.offset)) / temperature }
    )
  }

  /// A temperature that is not positive.
  public func validate() -> [SpecProblem] { temperature.validate("temperature") }
}
