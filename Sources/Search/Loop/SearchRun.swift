public import Datasets
public import Engine
public import Networks
import Records
public import Training

/// The state of a search and the moves that update rules are made of.
public final class SearchRun {
  /// What to do.
  public let spec: SearchSpec
  /// The search space.
  public let space: CellSpace
  /// The supernet.
  public let execution: Execution
  /// The images.
  public let data: DataSpec.Loaded
  /// How the training images are shared.
  public let split: SearchSplit
  /// alpha in the order of `CellSpace.alphaIndex`.
  public internal(set) var alpha: [Double]
  /// The relaxation of the method.
  public let relaxation: any Relaxation
  let rule: any UpdateRule
  let derivation: any Derivation
  let training: BatchAssembler
  let plain: BatchAssembler
  private let optimizer: SGD
  private var adam: Adam
  private let schedule: CosineSchedule
  private var weightSampler: BatchSampler
  private var architectureSampler: BatchSampler
  private var sum = Score.Sum()

  /// Loads the data and builds the supernet.
  ///
  /// - Throws: `SpecError` for a spec out of range, `DatasetError`.
  public init(spec: SearchSpec, locations: DataLocations, pool: ThreadPool) throws {
    let problems = spec.validate()
    guard problems.isEmpty, let space = SpaceCatalog.space(spec.space),
      let relaxation = RelaxationCatalog.relaxation(spec.choices.relaxation),
      let rule = UpdateRuleCatalog.rule(spec.choices.update),
      let derivation = DerivationCatalog.derivation(spec.choices.derivation)
    else { throw SpecError(problems) }
    self.spec = spec
    self.space = space
    self.relaxation = relaxation
    self.rule = rule
    self.derivation = derivation
    let seed = UInt64(spec.seed)
    let data = try spec.data.load(locations: locations, seed: seed)
    self.data = data
    guard data.train.count >= 4 else {
      throw SpecError([
        SpecProblem("data.trainImages", data.train.count, outside: 4...Int.max)
      ])
    }
    split = SearchSplit(
      count: data.train.count,
      fraction: spec.weightShare,
      stream: RandomStream(seed: seed, name: "search/split")
    )
    let shape = NetworkShape(
      channels: spec.channels,
      cells: spec.cells,
      height: data.train.height,
      width: data.train.width,
      imageChannels: data.train.channels,
      classes: data.train.classCount
    )
    let batch = min(spec.batch, split.weights.count, split.architecture.count)
    execution = Execution(tape: Supernet.tape(space, shape), batch: batch, pool: pool)
    execution.initialize(seed: seed)
    alpha = [Double](repeating: 0, count: space.alphaCount)
    optimizer = SGD(execution, options: spec.weights)
    adam = Adam(count: space.alphaCount, options: spec.alpha)
    schedule = CosineSchedule(
      start: spec.weights.rate,
      end: spec.weights.finalRate,
      epochs: spec.epochs
    )
    training = BatchAssembler(
      images: data.train,
      statistics: data.statistics,
      augmentation: data.augmentation,
      stream: RandomStream(seed: seed, name: "search/augmentation")
    )
    plain = BatchAssembler(
      images: data.train,
      statistics: data.statistics,
      stream: RandomStream(seed: seed, name: "search/plain")
    )
    weightSampler = BatchSampler(
      indices: split.weights,
      batchSize: batch,
      stream: RandomStream(seed: seed, name: "search/batches/weights")
    )
    architectureSampler = BatchSampler(
      indices: split.architecture,
      batchSize: batch,
      stream: RandomStream(seed: seed, name: "search/batches/architecture")
    )
  }

  /// Steps in an epoch: full batches of the weights' images.
  public var stepsPerEpoch: Int { weightSampler.batchesPerEpoch }

  /// Images in a batch: the spec's, or fewer when there are not that many.
  public var batch: Int { execution.batch }

  // MARK: - Moves

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
    training.fill(
      indices,
      step: UInt64(2 * step + (share == .weights ? 0 : 1)),
      into: execution.imageBytes,
      precision: execution.precision,
      labels: execution.labelBuffer
    )
  }

  /// Fills the batch with images as they are.
  public func loadPlain(_ indices: ArraySlice<Int>) {
    plain.fill(
      indices,
      step: 0,
      into: execution.imageBytes,
      precision: execution.precision,
      labels: execution.labelBuffer
    )
  }

  /// The weights of all operations at `alpha`.
  public func operationWeights(_ alpha: [Double]) -> [Double] {
    let width = space.operations.count
    return stride(from: 0, to: alpha.count, by: width).flatMap {
      relaxation.weights(alpha[$0..<$0 + width])
    }
  }

  /// d loss / d alpha from d loss / d operation weights.
  public func pullback(_ alpha: [Double], _ gradient: [Double]) -> [Double] {
    let width = space.operations.count
    return stride(from: 0, to: alpha.count, by: width).flatMap {
      relaxation.pullback(alpha[$0..<$0 + width], gradient[$0..<$0 + width])
    }
  }

  /// Runs the supernet on the loaded batch at the current alpha.
  public func forward(updateRunning: Bool) {
    execution.gateValues = operationWeights(alpha)
    execution.forward(count: batch, updateRunning: updateRunning)
  }

  /// Differentiates the loss of the last forward pass.
  public func backward(weights: Bool, alpha: Bool) {
    execution.backward(weights: weights, gates: alpha)
  }

  /// Adds the last forward pass to the epoch's training score.
  public func noteTraining() {
    sum.add(execution, count: batch)
  }

  /// Moves alpha by Adam against the last backward pass.
  ///
  /// - Throws: `NumericalFailure`.
  public func moveAlpha(epoch: Int, number: Int) throws {
    let step = epoch * stepsPerEpoch + number
    try NumericalFailure.check(execution, gradientNorm: nil, step: step, epoch: epoch)
    let gradient = pullback(alpha, execution.gateGradients)
    if let bad = gradient.firstIndex(where: { !$0.isFinite }) {
      let tensor = "gradient of alpha \(space.alphaName(bad))"
      throw NumericalFailure(tensor: tensor, step: step, epoch: epoch)
    }
    adam.step(&alpha, gradient: gradient)
  }

  /// Moves the weights by SGD against the last backward pass.
  ///
  /// - Throws: `NumericalFailure`.
  public func moveWeights(rate: Double, epoch: Int, number: Int) throws {
    let norm = optimizer.step(execution, rate: rate)
    try NumericalFailure.check(
      execution,
      gradientNorm: norm,
      step: epoch * stepsPerEpoch + number,
      epoch: epoch
    )
  }

  // MARK: - Epochs

  /// The genotype at the current alpha.
  public var genotype: Genotype {
    derivation.genotype(weights: operationWeights(alpha), space: space)
  }

  /// Runs one epoch.
  ///
  /// - Parameter progress: called after every step with the number of steps done in this epoch.
  /// - Throws: `NumericalFailure`.
  public func run(epoch: Int, progress: (Int) -> Void = { _ in }) throws -> SearchEpoch {
    let rate = schedule.rate(epoch: epoch)
    sum = Score.Sum()
    for number in 0..<stepsPerEpoch {
      try rule.step(self, epoch: epoch, number: number, rate: rate)
      progress(number + 1)
    }
    let weights = operationWeights(alpha)
    execution.gateValues = weights
    let validation = execution.evaluate(
      plain,
      indices: split.architecture,
      normalization: .batch
    )
    let genotype = genotype
    return SearchEpoch(
      epoch: epoch,
      rate: rate,
      train: sum.score,
      validation: validation,
      operationWeights: weights,
      genotype: DARTSLiteral.text(genotype),
      skips: [genotype.normal, genotype.reduce].map { $0.count(of: "skip_connect") },
      stateHash: stateHash()
    )
  }

  /// SHA-256 of all weights and alphas.
  public func stateHash() -> String {
    let weights = Hashing.sha256(UnsafeRawBufferPointer(execution.weightBytes))
    let alphas = alpha.withUnsafeBytes { Hashing.sha256($0) }
    return Array((weights + alphas).utf8).withUnsafeBytes { Hashing.sha256($0) }
  }
}

extension SearchRun {
  /// The supernet, as its gates stand, on the images that train alpha, with batch statistics.
  public func evaluateArchitectureImages() -> Score {
    execution.evaluate(plain, indices: split.architecture, normalization: .batch)
  }
}
