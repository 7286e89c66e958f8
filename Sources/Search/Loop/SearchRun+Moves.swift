import Datasets
import Engine
import Networks
import Training

extension SearchRun {
  /// The two shares of the training images.
  public enum Share: Sendable {
    /// Those that train the weights.
    case weights
    /// Those that train alpha.
    case architecture
  }

  /// Fills the batch of a step, augmented.
  ///
  /// The architecture share is cycled when it is the smaller.
  public func loadBatch(_ share: Share, epoch: Int, number: Int) {
    let step = epoch * stepsPerEpoch + number
    let indices: ArraySlice<Int>
    switch share {
    case .weights: indices = weightSampler.batch(epoch: epoch, number: number)
    case .architecture:
      let perEpoch = architectureSampler.batchesPerEpoch
      indices = architectureSampler.batch(epoch: step / perEpoch, number: step % perEpoch)
    }
    let address = UInt64(2 * step + (share == .weights ? 0 : 1))
    execution.noiseStep = address
    training.fill(
      indices,
      step: address,
      into: execution.imageBytes,
      precision: execution.precision,
      labels: execution.labelBuffer
    )
  }

  /// Fills the batch with images as they are.
  public func loadPlain(_ indices: ArraySlice<Int>) {
    // As in evaluations: a step that training never reaches.
    execution.noiseStep = 1 << 63
    plain.fill(
      indices,
      step: 0,
      into: execution.imageBytes,
      precision: execution.precision,
      labels: execution.labelBuffer
    )
  }

  // MARK: - Gates

  /// The gates of all operations at `alpha`, without noise and with the weights of the edges.
  public func operationWeights(_ alpha: [Double]) -> [Double] {
    mixture.gates(
      ArchitectureParameters(alpha: alpha, beta: parameters.beta),
      alive: state.alive,
      moment: moment(epoch)
    )
  }

  /// d loss / d alpha from d loss / d gates.
  public func pullback(_ alpha: [Double], _ gradient: [Double]) -> [Double] {
    mixture.pullback(
      ArchitectureParameters(alpha: alpha, beta: parameters.beta),
      gradient,
      alive: state.alive,
      moment: moment(epoch)
    ).alpha
  }

  /// Sets the gates of the mixture without noise, as the supernet is evaluated.
  func mix() {
    execution.gateValues = withAuxiliary(operationWeights(parameters.alpha))
    execution.activeGates = withAuxiliaryActive(state.alive)
  }

  /// d loss / d parameters of the last backward pass at the gates that `mix` set.
  func mixedGradient() -> ArchitectureParameters {
    mixture.pullback(
      parameters,
      execution.gateGradients,
      alive: state.alive,
      moment: moment(epoch)
    )
  }

  /// Draws the gates of one pass.
  func draw(epoch: Int, number: Int, share: Share, isForAlpha: Bool) {
    let step = UInt64(epoch * stepsPerEpoch + number)
    let draw = mixture.draw(
      parameters,
      alive: state.alive,
      moment: moment(epoch),
      at: DrawPoint(
        stream: drawStream,
        step: 4 * step + (share == .weights ? 0 : 1) + (isForAlpha ? 2 : 0),
        isForAlpha: isForAlpha
      )
    )
    drawn = draw
    execution.gateValues = withAuxiliary(draw.gates)
    execution.activeGates = withAuxiliaryActive(draw.active)
  }

  // MARK: - Moves

  /// Keeps the loss of the last forward pass for what depends on it.
  func noteLoss() { alphaLoss = execution.loss }

  /// One pass over a batch for alpha.
  ///
  /// - Returns: d loss / d parameters.
  func alphaPass(_ share: Share, epoch: Int, number: Int) -> ArchitectureParameters {
    loadBatch(share, epoch: epoch, number: number)
    draw(epoch: epoch, number: number, share: share, isForAlpha: true)
    execution.forward(count: batch, updateRunning: true)
    noteLoss()
    execution.backward(weights: false, gates: true)
    return drawn?.pullback(execution.gateGradients) ?? parameters
  }

  /// Moves the architecture parameters against a gradient of the loss and the penalties.
  ///
  /// - Throws: `NumericalFailure`.
  func moveAlpha(_ gradient: ArchitectureParameters, epoch: Int, number: Int) throws {
    let step = epoch * stepsPerEpoch + number
    guard alphaLoss.isFinite else {
      throw NumericalFailure.ofLoss(execution, step: step, epoch: epoch)
    }
    var gradient = gradient
    let context = penaltyContext(epoch: epoch)
    for penalty in method.regularizers.penalties {
      gradient = gradient.adding(penalty.gradient(context))
    }
    if let bad = gradient.all.firstIndex(where: { !$0.isFinite }) {
      let name = bad < layout.count ? "alpha \(layout.name(of: bad))" : "beta \(bad - layout.count)"
      throw NumericalFailure(tensor: "gradient of \(name)", step: step, epoch: epoch)
    }
    alphaGradient = gradient.alpha
    let before = parameters
    var values = parameters.all
    switch spec.alphaOptimizer {
    case .adam: adam.step(&values, gradient: gradient.all)
    case .sgd: adam.descend(&values, gradient: gradient.all)
    }
    parameters.all = values
    for index in parameters.alpha.indices where !state.alive[index] {
      parameters.alpha[index] = before.alpha[index]
    }
    if let drawn, relaxation.isSampled {
      parameters.alpha = mixture.settled(
        parameters.alpha,
        before: before.alpha,
        alive: state.alive,
        active: drawn.active
      )
    }
  }

  /// What penalties are functions of, now.
  public func penaltyContext(epoch: Int) -> PenaltyContext {
    PenaltyContext(
      mixture: mixture,
      parameters: parameters,
      alive: state.alive,
      moment: moment(epoch),
      costs: costs,
      places: places,
      pressure: state.memory.pressure
    )
  }

  /// One step of the weights against the training loss.
  ///
  /// - Parameters:
  ///   - alpha: whether the gradient of the architecture parameters is wanted too.
  ///   - only: the only operations that are computed, at weight one; nil for what the relaxation draws.
  /// - Returns: d loss / d parameters when wanted.
  /// - Throws: `NumericalFailure`.
  @discardableResult
  func trainWeights(
    epoch: Int,
    number: Int,
    rate: Double,
    alpha: Bool = false,
    only: [Bool]? = nil
  ) throws -> ArchitectureParameters? {
    loadBatch(.weights, epoch: epoch, number: number)
    if let only {
      execution.activeGates = only
      execution.gateValues = only.map { $0 ? 1 : 0 }
    } else {
      draw(epoch: epoch, number: number, share: .weights, isForAlpha: alpha)
      disturb(epoch: epoch, number: number)
    }
    execution.labelSmoothing = spec.labelSmoothing
    execution.forward(count: batch, updateRunning: true)
    sum.add(execution, count: batch)
    if alpha { noteLoss() }
    execution.backward(weights: true, gates: alpha)
    execution.labelSmoothing = 0
    let norm = optimizer.step(execution, rate: rate, decayFactor: state.decayFactor)
    try NumericalFailure.check(
      execution,
      gradientNorm: norm,
      step: epoch * stepsPerEpoch + number,
      epoch: epoch
    )
    calm()
    return alpha ? drawn?.pullback(execution.gateGradients) : nil
  }

  // MARK: - Around the weights

  /// Moves the weights as the optimizer would, without clipping, and leaves its velocity as it was.
  func lookAhead(rate: Double) {
    let velocity = WeightVector(optimizer.velocity)
    execution.descend(
      velocity: velocity.bytes,
      scale: 1,
      rate: rate,
      momentum: spec.weights.momentum,
      decay: spec.weights.decay * state.decayFactor
    )
  }

  /// weights += factor * direction.
  func shift(along direction: WeightVector, by factor: Double) {
    execution.descend(
      velocity: direction.bytes,
      scale: 0,
      rate: -factor,
      momentum: 1,
      decay: 0
    )
  }

  /// (d2 L / d parameters dw) v on the loaded batch at the gates that `mix` set.
  func mixedProduct(_ direction: WeightVector) -> ArchitectureParameters {
    execution.forward(count: batch)
    let hessian = hessian
    hessian.gateDirection = execution.gateValues.map { _ in 0 }
    hessian.setWeightDirection(UnsafeRawBufferPointer(direction.bytes))
    hessian.apply(weights: false)
    hessian.clearWeightDirection()
    return mixture.pullback(
      parameters,
      hessian.gateProduct,
      alive: state.alive,
      moment: moment(epoch)
    )
  }

  /// (d2 L / dw2) v on the loaded batch at the gates that `mix` set.
  func weightProduct(_ direction: WeightVector) -> WeightVector {
    execution.forward(count: batch)
    let hessian = hessian
    hessian.gateDirection = execution.gateValues.map { _ in 0 }
    hessian.setWeightDirection(UnsafeRawBufferPointer(direction.bytes))
    hessian.apply(weights: true)
    hessian.clearWeightDirection()
    return WeightVector(hessian.weightProductBytes)
  }
}
