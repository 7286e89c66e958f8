/// Minimizes the inner loss from given weights by Newton steps, each solved by conjugate gradients and
/// shortened until the loss falls (Nocedal, Wright, "Numerical Optimization", 2nd edition, algorithm
/// 7.1), then by plain gradient steps.
///
/// A network with rectifications has a loss of many smooth pieces: Newton steps end where no full step
/// stays inside a piece, and short steps along the gradient still settle between the pieces. What is
/// left of the gradient is part of the result.
public struct InnerSolver: Sendable, Hashable {
  /// The weights found.
  public let weights: [Double]
  /// |d inner / dw| there.
  public let gradientNorm: Double
  /// |d inner / dw| at the start.
  public let startNorm: Double
  /// Newton steps taken.
  public let steps: Int
  /// Products spent.
  public let products: Int

  /// Runs until the gradient norm is at most `tolerance`, no Newton step lowers the loss or `most` are
  /// taken, and then tries `descent` gradient steps of length `rate`, halved whenever one would raise the
  /// loss, until the tolerance is met.
  public init(
    _ problem: any BilevelProblem,
    alpha: [Double],
    start: [Double],
    tolerance: Double,
    most: Int = 30,
    descent: Int = 0,
    rate: Double = 0
  ) {
    var current = start
    var slope = problem.inner(alpha: alpha, weights: current)
    let first = Vectors.norm(slope.weights)
    var (taken, spent) = (0, 0)
    while taken < most, Vectors.norm(slope.weights) > tolerance {
      let norm = Vectors.norm(slope.weights)
      let solve = ConjugateGradients(
        slope.weights,
        tolerance: min(0.1, norm / max(first, 1e-300)),
        most: 40
      ) { problem.innerProduct(alpha: alpha, weights: current, direction: $0).weights }
      spent += solve.products
      // Steepest descent where the first direction already curves down.
      let direction =
        solve.products <= 1 && solve.end == .indefinite ? slope.weights : solve.solution
      var length = 1.0
      var accepted: ([Double], BilevelSlope)?
      let fall = Vectors.dot(direction, slope.weights)
      while length > 1e-6 {
        let trial = Vectors.sum(current, -length, direction)
        let next = problem.inner(alpha: alpha, weights: trial)
        if next.loss < slope.loss - 1e-4 * length * fall
          || (length == 1 && Vectors.norm(next.weights) < 0.5 * norm)
        {
          accepted = (trial, next)
          break
        }
        length /= 2
      }
      guard let accepted else { break }
      (current, slope) = accepted
      taken += 1
    }
    var length = rate
    for _ in 0..<descent where Vectors.norm(slope.weights) > tolerance {
      let trial = Vectors.sum(current, -length, slope.weights)
      let next = problem.inner(alpha: alpha, weights: trial)
      if next.loss <= slope.loss { (current, slope) = (trial, next) } else { length /= 2 }
    }
    weights = current
    gradientNorm = Vectors.norm(slope.weights)
    startNorm = first
    steps = taken
    products = spent
  }
}
