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
  public let space: any SearchSpace
  /// The extents of the supernet.
  public let shape: NetworkShape
  /// How alpha is divided into decisions.
  public let layout: AlphaLayout
  /// The supernet.
  public let execution: Execution
  /// The threads it runs on.
  public let pool: ThreadPool
  /// The images.
  public let data: DataSpec.Loaded
  /// How the training images are shared.
  public let split: SearchSplit
  /// alpha in the order of `layout`.
  public internal(set) var alpha: [Double]
  /// The relaxation of the method.
  public let relaxation: any Relaxation
  let rule: any UpdateRule
  let derivation: any Derivation
  let training: BatchAssembler
  let plain: BatchAssembler
  let optimizer: SGD
  var adam: Adam
  /// d loss / d alpha of the last move of alpha; zeros before the first.
  public internal(set) var alphaGradient: [Double]
  private let schedule: CosineSchedule
  private var weightSampler: BatchSampler
  private var architectureSampler: BatchSampler
  var sum = Score.Sum()

  /// Loads the data and builds the supernet.
  ///
  /// - Throws: `SpecError` for a spec out of range, `DatasetError`.
  public init(spec: SearchSpec, locations: DataLocations, pool: ThreadPool) throws {
    let problems = spec.validate()
    guard problems.isEmpty, let space = spec.searchSpace,
      let relaxation = RelaxationCatalog.relaxation(spec.choices.relaxation),
      let rule = UpdateRuleCatalog.rule(spec.choices.update),
      let derivation = DerivationCatalog.derivation(spec.choices.derivation)
    else { throw SpecError(problems) }
    self.spec = spec
    self.pool = pool
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
      classes: data.train.classCount,
      stemMultiplier: space.paperShape.stemMultiplier
    )
    self.shape = shape
    let layout = space.layout(shape)
    self.layout = layout
    let batch = min(spec.batch, split.weights.count, split.architecture.count)
    execution = Execution(tape: space.supernet(shape), batch: batch, pool: pool)
    execution.initialize(seed: seed)
    alpha = [Double](repeating: 0, count: layout.count)
    alphaGradient = alpha
    optimizer = SGD(execution, options: spec.weights)
    adam = Adam(count: layout.count, options: spec.alpha)
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

  /// The weights of all operations at `alpha`.
  public func operationWeights(_ alpha: [Double]) -> [Double] {
    layout.mapRows(alpha) { relaxation.weights($1) }
  }

  /// d loss / d alpha from d loss / d operation weights.
  public func pullback(_ alpha: [Double], _ gradient: [Double]) -> [Double] {
    layout.mapRows(alpha) { relaxation.pullback($1, gradient[$0.range]) }
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
      let tensor = "gradient of alpha \(layout.name(of: bad))"
      throw NumericalFailure(tensor: tensor, step: step, epoch: epoch)
    }
    alphaGradient = gradient
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

  /// What would be derived at the current alpha.
  public var choices: [AlphaChoice] {
    derivation.choices(weights: operationWeights(alpha), layout: layout)
  }

  /// The architecture that would be derived at the current alpha.
  public var architecture: DescribedArchitecture { space.architecture(choices, in: layout) }

  /// The architecture that would be derived at the current alpha, as text.
  public var genotype: String { space.text(architecture) }

  /// Skip connections among the choices in normal and in reduction cells.
  private func skips(_ choices: [AlphaChoice]) -> [Int] {
    CellKind.allCases.map { kind in
      choices.filter {
        layout.rows[$0.row].kind == kind && layout.operation($0) == "skip_connect"
      }.count
    }
  }

  /// Runs step `number` of `epoch`; the first step of an epoch begins it.
  ///
  /// - Throws: `NumericalFailure`.
  public func step(epoch: Int, number: Int) throws {
    if number == 0 { begin(epoch: epoch) }
    try rule.step(self, epoch: epoch, number: number, rate: schedule.rate(epoch: epoch))
  }

  /// Everything that changes between two epochs changes here, before the first step of the second one:
  /// a run resumed inside an epoch does not begin it again.
  private func begin(epoch: Int) {
    sum = Score.Sum()
  }

  /// Evaluates after the last step of an epoch; changes nothing that a step depends on.
  public func ended(epoch: Int) -> SearchEpoch {
    let weights = operationWeights(alpha)
    execution.gateValues = weights
    let validation = execution.evaluate(
      plain,
      indices: split.architecture,
      normalization: .batch
    )
    let choices = derivation.choices(weights: weights, layout: layout)
    return SearchEpoch(
      epoch: epoch,
      rate: schedule.rate(epoch: epoch),
      train: sum.score,
      validation: validation,
      operationWeights: weights,
      genotype: space.text(space.architecture(choices, in: layout)),
      skips: skips(choices),
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
