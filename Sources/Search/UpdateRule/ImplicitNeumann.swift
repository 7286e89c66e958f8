import Engine
public import Records
import Training

/// Alpha moves against the implicit gradient of the validation loss at the current weights, the inverse
/// Hessian being the first terms of its Neumann series (Lorraine, Vicol, Duvenaud, "Optimizing Millions
/// of Hyperparameters by Implicit Differentiation", AISTATS 2020, algorithm 3):
/// g = dL_val/dalpha - (d2 L_train / dalpha dw) e sum_{k <= K} (I - e H)^k dL_val/dw.
///
/// H = d2 L_train / dw2 + decay * I, exact products, all on one training batch.
public struct ImplicitNeumann: UpdateRule {
  /// K: products with H a step.
  public var terms: Int
  /// e; 0 for the learning rate of the weights.
  public var step: Double

  /// Creates the rule.
  public init(terms: Int = 3, step: Double = 0) {
    self.terms = terms
    self.step = step
  }

  /// The name, `implicit-neumann`.
  public var id: String { "implicit-neumann" }
  /// What it does.
  public var summary: String { "implicit gradient by a Neumann series (Lorraine et al., 2020)" }
  /// A training pass more, and nearly three passes for every product.
  public var relativeCost: Double { 1.5 + 1.4 * Double(terms + 1) }
  /// Losses are differentiated several times at one mixture.
  public var needsMixture: Bool { true }

  /// One step on alpha unless it rests, one on the weights.
  public func step(_ search: SearchRun, epoch: Int, number: Int, rate: Double) throws {
    try search.alternate(epoch: epoch, number: number, rate: rate) {
      hypergradient(search, epoch: epoch, number: number, rate: rate)
    }
  }

  func hypergradient(
    _ search: SearchRun,
    epoch: Int,
    number: Int,
    rate: Double
  ) -> ArchitectureParameters {
    let length = step > 0 ? step : rate
    let decay = search.spec.weights.decay * search.state.decayFactor
    search.loadBatch(.architecture, epoch: epoch, number: number)
    search.mix()
    search.execution.forward(count: search.batch, updateRunning: true)
    search.noteLoss()
    search.execution.backward(weights: true, gates: true)
    let direct = search.mixedGradient()
    let term = WeightVector(search.execution.weightGradientBytes)
    let sum = WeightVector(term)

    search.loadBatch(.weights, epoch: epoch, number: number)
    for _ in 0..<terms {
      let product = search.weightProduct(term)
      // term <- term - e (H + decay) term
      term.scale(1 - length * decay)
      term.add(product, times: -length)
      sum.add(term, times: 1)
    }
    return direct.adding(search.mixedProduct(sum), times: -length)
  }

  /// Numbers out of range.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.range("terms", terms, 0...1000)
    checks.atLeast("step", step, 0)
    return checks.problems
  }
}
