/// The trace of an operator from its products with random signs (Hutchinson, "A stochastic estimator
/// of the trace of the influence matrix", 1990).
///
/// The mean of v . A v over v of independent +-1. Exact, without spread, for diagonal matrices and for
/// zero.
public enum HutchinsonTrace {
  /// Estimates the trace of an operator of `dimension` rows from `probes` products.
  ///
  /// - Throws: `SpectrumError.notFinite`, and what `product` throws.
  public static func estimate(
    dimension: Int,
    probes: Int,
    stream: RandomStream,
    product: ([Double]) throws -> [Double]
  ) throws -> Estimate {
    precondition(probes > 0, "at least one probe, got \(probes)")
    let samples = try (0..<probes).map { probe in
      let signs = self.signs(dimension: dimension, probe: probe, stream: stream)
      let value = LanczosProcess.dot(signs, try product(signs))
      guard value.isFinite else {
        throw SpectrumError.notFinite(place: "the product with probe \(probe)")
      }
      return value
    }
    return Estimate(samples)
  }

  /// Probe `probe`: `dimension` independent signs.
  public static func signs(dimension: Int, probe: Int, stream: RandomStream) -> [Double] {
    (0..<dimension).map {
      stream.bits(step: UInt64(probe), index: UInt64($0)) & 1 == 0 ? 1.0 : -1
    }
  }
}
