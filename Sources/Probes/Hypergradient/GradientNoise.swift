/// The error of minibatch estimates of a gradient taken apart: mean square error = bias^2 + variance.
///
/// All three are over the square of the true gradient's length. Both parts are corrected for the number
/// of estimates (the mean of n estimates is itself off by a variance / n), so that neither grows or
/// shrinks with it and their sum is exactly the error; the square of a small bias can come out below
/// zero.
public struct GradientNoise: Sendable, Hashable, Codable {
  /// Mean of |estimate - truth|^2 / |truth|^2.
  public var squaredError: Double
  /// |expected estimate - truth|^2 / |truth|^2, what more estimates would not take away.
  public var squaredBias: Double
  /// Mean of |estimate - expected estimate|^2 / |truth|^2, what their mean would not have.
  public var variance: Double

  /// Takes the error apart.
  ///
  /// - Parameters:
  ///   - estimates: one gradient of each minibatch, drawn independently; at least two.
  ///   - truth: the true gradient.
  ///   - rows: places of which the mean is removed from all first, as in `GradientComparison`.
  public init(_ estimates: [[Double]], truth: [Double], rows: [[Int]] = []) {
    precondition(estimates.count > 1, "a spread takes two estimates, got \(estimates.count)")
    let truth = GradientComparison.centred(truth, rows: rows)
    let all = estimates.map { GradientComparison.centred($0, rows: rows) }
    let count = Double(all.count)
    let sum = all.dropFirst().reduce(all[0]) { Vectors.sum($0, 1, $1) }
    let mean = Vectors.scaled(sum, 1 / count)
    func square(_ a: [Double], _ b: [Double]) -> Double {
      let difference = Vectors.sum(a, -1, b)
      return Vectors.dot(difference, difference)
    }
    let size = Vectors.dot(truth, truth)
    variance = all.reduce(0) { $0 + square($1, mean) } / (count - 1) / size
    squaredBias = square(mean, truth) / size - variance / count
    squaredError = all.reduce(0) { $0 + square($1, truth) } / count / size
  }
}
