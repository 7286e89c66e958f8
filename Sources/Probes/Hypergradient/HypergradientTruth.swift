import Engine
import Search

/// The true alpha gradient of a search on fixed images: implicit differentiation at the solution of the
/// inner problem, by conjugate gradients.
///
/// The inner problem is the training loss pulled to the search's weights so that it has one minimum
/// nearby; it is solved to near convergence in Double.
struct HypergradientTruth {
  /// The gradient norm at which the inner problem counts as solved.
  static let tolerance = 1e-9
  /// Gradient steps after Newton's.
  static let descent = 400
  /// Half the distance in alpha of the two problems solved again.
  static let width = 0.01

  /// The supernet on the images.
  let base: SupernetProblem
  /// The same, pulled to the search's weights.
  let problem: PulledProblem
  let alpha: [Double]
  /// The search's weights.
  let start: [Double]
  /// Both ends of the inner Hessian's spectrum there, without the pull.
  let ends: InnerEnds
  /// The strength of the pull.
  let damping: Double
  /// The solution of the pulled problem.
  let solved: InnerSolver
  /// The longest step with which series and unrollings converge at both places.
  let step: Double
  /// The true gradient.
  let gradient: [Double]
  /// How its solve ended.
  let solve: ConjugateGradients
  /// Products spent on all of this.
  let products: Int

  /// Solves.
  ///
  /// - Parameter images: images of each of both batches.
  init(_ search: SearchRun, images: Int) {
    let seed = search.spec.seed
    base = SupernetProblem(search, images: images)
    alpha = search.alpha
    start = base.searchWeights
    ends = InnerEnds(base, alpha: alpha, weights: start, seed: seed)
    // Enough against the negative curvature seen, and a share of the largest to be well conditioned.
    let share = search.spec.probes.hypergradientDamping
    damping = share * ends.largest + max(0, -1.1 * ends.smallest)
    problem = PulledProblem(base, center: start, strength: damping)
    solved = InnerSolver(
      problem,
      alpha: alpha,
      start: start,
      tolerance: Self.tolerance,
      most: 10,
      descent: Self.descent,
      rate: 1 / (ends.largest + damping)
    )
    // Curvature at the solution may be larger, and a series with too long a step diverges.
    let there = InnerEnds(base, alpha: alpha, weights: solved.weights, seed: seed)
    step = 1 / (max(ends.largest, there.largest) + damping)
    let krylov = KrylovSolve(products: 400, tolerance: 1e-10)
    (gradient, solve) = krylov.solved(problem, alpha: alpha, weights: solved.weights)
    products = 2 * InnerEnds.products + solved.products + solve.products + 1
  }

  /// |implicit part| / |direct part|.
  var implicitShare: Double {
    let direct = problem.outer(alpha: alpha, weights: solved.weights).alpha
    return Vectors.norm(Vectors.sum(gradient, -1, direct)) / Vectors.norm(direct)
  }

  /// |w* - w| / |w|.
  var distance: Double {
    Vectors.norm(Vectors.sum(solved.weights, -1, start)) / Vectors.norm(start)
  }

  /// The condition number of the pulled inner Hessian; NaN when not positive definite.
  var condition: Double {
    let lowest = ends.smallest + damping
    return lowest > 0 ? (ends.largest + damping) / lowest : .nan
  }

  /// The truth itself and two references that check it, by a long unrolling and by solving again.
  func references(unrolling steps: Int) -> [HypergradientMeasured.Truth] {
    [
      HypergradientMeasured.Truth(
        name: "implicit-cg",
        cosine: 1,
        relativeDifference: 0,
        residual: solve.residual,
        products: solve.products + 1
      ),
      unrolled(steps),
      solvedAgain(),
    ]
  }

  private func unrolled(_ steps: Int) -> HypergradientMeasured.Truth {
    let unrolled = Unrolled(steps: steps, step: step)
    let long = unrolled.estimate(problem, alpha: alpha, weights: solved.weights)
    let agreement = GradientComparison(long.gradient, gradient)
    return HypergradientMeasured.Truth(
      name: unrolled.id,
      cosine: agreement.cosine,
      relativeDifference: agreement.relativeError,
      residual: 0,
      products: long.products
    )
  }

  /// The outer loss after solving again at alpha shifted along the truth, both ways: the directional
  /// derivative without any second derivative.
  ///
  /// Unlike these it sees rectifications switch.
  private func solvedAgain() -> HypergradientMeasured.Truth {
    let size = Vectors.norm(gradient)
    let direction = Vectors.scaled(gradient, 1 / size)
    var products = 0
    func loss(_ sign: Double) -> Double {
      let moved = Vectors.sum(alpha, sign * Self.width, direction)
      let again = InnerSolver(
        problem,
        alpha: moved,
        start: solved.weights,
        tolerance: Self.tolerance,
        most: 0,
        descent: Self.descent,
        rate: step
      )
      products += again.products
      return problem.outer(alpha: moved, weights: again.weights).loss
    }
    let slope = (loss(1) - loss(-1)) / (2 * Self.width)
    return HypergradientMeasured.Truth(
      name: "retrained-difference",
      cosine: slope >= 0 ? 1 : -1,
      relativeDifference: abs(slope - size) / size,
      residual: 0,
      products: products
    )
  }
}
