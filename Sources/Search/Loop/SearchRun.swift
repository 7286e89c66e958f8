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
  /// How alpha is divided into decisions.
  public let layout: AlphaLayout
  /// The supernet; another one in every stage of a progressive schedule.
  public private(set) var execution: Execution
  /// The threads it runs on.
  public let pool: ThreadPool
  /// The images.
  public let data: DataSpec.Loaded
  /// How the training images are shared.
  public let split: SearchSplit
  /// alpha in the order of `layout`, and beta where edges are weighed.
  public internal(set) var parameters: ArchitectureParameters
  /// The map from them to gates.
  public let mixture: Mixture
  /// What the choices of the method keep from step to step.
  public var state: MethodState
  /// d loss / d alpha of the last move of alpha; zeros before the first.
  public internal(set) var alphaGradient: [Double]
  let method: Method
  let training: BatchAssembler
  let plain: BatchAssembler
  /// Where architectures are drawn from.
  let drawStream: RandomStream
  var optimizer: SGD
  var adam: Adam
  var sum = Score.Sum()
  var weightSampler: BatchSampler
  var architectureSampler: BatchSampler
  /// The gates of the last pass and the way back.
  var drawn: Mixture.Draw?
  /// The loss that the last gradient of alpha belongs to.
  var alphaLoss = 0.0
  /// Where each per-sample factor of the supernet stands; empty without.
  private(set) var factorPlaces: [(node: Int, gate: Int)] = []
  /// What each operation costs.
  public private(set) var costs: [OperationCosts] = []
  /// Where each row stands, as latency tables name places; empty where rows have no one place.
  let places: [String]
  /// Earlier states to go back to, with their epochs.
  var snapshots: [Snapshot] = []
  /// The running statistics of a network that was never run.
  private var freshStatistics: [Double]
  /// Products with the Hessian, made when first needed.
  private var products: HessianProduct?
  /// The epoch being run or just run.
  var epoch = 0

  /// alpha in the order of `layout`.
  public internal(set) var alpha: [Double] {
    get { parameters.alpha }
    set { parameters.alpha = newValue }
  }

  /// The extents of the supernet.
  public var shape: NetworkShape { Self.shape(spec, space, data, stage: state.stage) }

  /// The relaxation of the method.
  public var relaxation: any Relaxation { method.relaxation }

  /// Loads the data and builds the supernet.
  ///
  /// - Throws: `SpecError` for a spec out of range, `DatasetError`.
  public init(spec: SearchSpec, locations: DataLocations, pool: ThreadPool) throws {
    let problems = spec.validate()
    guard problems.isEmpty, let space = spec.searchSpace else {
      throw SpecError(problems)
    }
    self.spec = spec
    self.pool = pool
    self.space = space
    method = spec.choices
    let seed = UInt64(spec.seed)
    let data = try spec.data.load(locations: locations, seed: seed)
    self.data = data
    let layout = space.layout(Self.shape(spec, space, data, stage: 0))
    self.layout = layout
    places = space.placeNames(Self.shape(spec, space, data, stage: 0))
    let missing = spec.choices.regularizers.active(CostPenalty.self)?
      .missing(layout, places: places)
    if let missing, !missing.isEmpty { throw SpecError(missing) }
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
    mixture = Mixture(
      layout: layout,
      relaxation: spec.choices.relaxation,
      edges: spec.choices.edges
    )
    parameters = Self.initialParameters(spec, mixture, stage: 0)
    alphaGradient = parameters.alpha.map { _ in 0 }
    state = MethodState(count: layout.count, memory: spec.choices.schedule.memory)
    let batch = min(spec.batch, split.weights.count, split.architecture.count)
    let built = Self.supernet(spec, space, data, batch: batch, pool: pool, stage: 0)
    execution = built.execution
    freshStatistics = built.execution.runningStatistics
    factorPlaces = built.factors
    costs = built.costs
    optimizer = SGD(execution, options: spec.weights)
    adam = Adam(count: parameters.all.count, options: spec.alpha)
    drawStream = RandomStream(seed: seed, name: "search/draws")
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

  // MARK: - Networks

  /// The first architecture parameters of a stage.
  private static func initialParameters(
    _ spec: SearchSpec,
    _ mixture: Mixture,
    stage: Int
  ) -> ArchitectureParameters {
    var result = mixture.initial()
    guard spec.alphaDeviation > 0 else { return result }
    let stream = RandomStream(seed: UInt64(spec.seed), name: "search/alpha")
    for index in result.alpha.indices {
      result.alpha[index] =
        spec.alphaDeviation * stream.normal(step: UInt64(stage), index: UInt64(index))
    }
    return result
  }

  private struct Built {
    var execution: Execution
    var factors: [(node: Int, gate: Int)]
    var costs: [OperationCosts]
  }

  /// The extents of the supernet in a stage.
  static func shape(
    _ spec: SearchSpec,
    _ space: any SearchSpace,
    _ data: DataSpec.Loaded,
    stage: Int
  ) -> NetworkShape {
    let stages = spec.choices.schedule.stages
    return NetworkShape(
      channels: spec.channels,
      cells: spec.cells + stages[min(stage, stages.count - 1)],
      height: data.train.height,
      width: data.train.width,
      imageChannels: data.train.channels,
      classes: data.train.classCount,
      stemMultiplier: space.paperShape.stemMultiplier
    )
  }

  /// The supernet of a stage with its initial weights.
  private static func supernet(
    _ spec: SearchSpec,
    _ space: any SearchSpace,
    _ data: DataSpec.Loaded,
    batch: Int,
    pool: ThreadPool,
    stage: Int
  ) -> Built {
    let tape = space.supernet(
      shape(spec, space, data, stage: stage),
      channelDivisor: spec.choices.relaxation.channelDivisor
    )
    let costs = tape.gateCosts.map {
      OperationCosts(
        parameters: Double($0.parameters),
        multiplyAdds: Double($0.multiplyAdds)
      )
    }
    let regularizers = spec.choices.regularizers
    let needsFactors =
      regularizers.active(DropPath.self) != nil || regularizers.active(SkipDropout.self) != nil
    let factors = needsFactors ? tape.addSampleFactors() : []
    let execution = Execution(tape: tape, batch: batch, pool: pool)
    execution.initialize(seed: UInt64(spec.seed) &+ UInt64(stage) &* 0x9E37_79B9)
    return Built(execution: execution, factors: factors, costs: costs)
  }

  /// Replaces the supernet by that of a stage, with initial weights and alphas.
  func build(stage: Int) {
    let batch = execution.batch
    let built = Self.supernet(spec, space, data, batch: batch, pool: pool, stage: stage)
    execution = built.execution
    freshStatistics = built.execution.runningStatistics
    factorPlaces = built.factors
    costs = built.costs
    products = nil
    optimizer = SGD(execution, options: spec.weights)
    parameters = Self.initialParameters(spec, mixture, stage: stage)
    adam = Adam(count: parameters.all.count, options: spec.alpha)
    alphaGradient = parameters.alpha.map { _ in 0 }
    state.stage = stage
    execution.activeGates = state.alive
  }

  /// Starts weights, running statistics and velocity anew.
  func startWeights(seed: UInt64) {
    execution.initialize(seed: seed)
    execution.runningStatistics = freshStatistics
    optimizer = SGD(execution, options: spec.weights)
  }

  /// Products with the Hessian of the execution's last batch.
  public var hessian: HessianProduct {
    if let products { return products }
    let made = HessianProduct(execution)
    products = made
    return made
  }

  // MARK: - Epochs

  /// Steps in an epoch: full batches of the weights' images.
  public var stepsPerEpoch: Int { weightSampler.batchesPerEpoch }

  /// Images in a batch: the spec's, or fewer when there are not that many.
  public var batch: Int { execution.batch }

  /// Epochs of a stage; the last one has those that are left over.
  func stage(of epoch: Int) -> (number: Int, moment: Moment) {
    let count = max(1, method.schedule.stages.count)
    let length = max(1, spec.epochs / count)
    let number = min(count - 1, epoch / length)
    let all = number == count - 1 ? spec.epochs - number * length : length
    return (number, Moment(epoch: epoch - number * length, epochs: max(1, all)))
  }

  /// Where in its stage an epoch stands.
  func moment(_ epoch: Int) -> Moment { stage(of: epoch).moment }

  /// The learning rate of the weights at a moment.
  func rate(_ moment: Moment) -> Double {
    CosineSchedule(
      start: spec.weights.rate,
      end: spec.weights.finalRate,
      epochs: moment.epochs
    ).rate(epoch: moment.epoch)
  }

  /// Whether alpha moves in a step.
  func movesAlpha(epoch: Int, number: Int) -> Bool {
    method.movesAlpha && !moment(epoch).isBefore(method.timing.rest)
      && (epoch * stepsPerEpoch + number) % method.timing.every == 0
  }

  /// Whether the search ended before its last epoch.
  public var isOver: Bool { state.stop != nil }

  /// Runs step `number` of `epoch`; the first step of an epoch begins it.
  ///
  /// - Throws: `NumericalFailure`.
  public func step(epoch: Int, number: Int) throws {
    if number == 0 { begin(epoch: epoch) }
    self.epoch = epoch
    try method.update.step(
      self,
      epoch: epoch,
      number: number,
      rate: rate(moment(epoch))
    )
  }

  /// Everything that changes between two epochs and is not decided by `ended`.
  private func begin(epoch: Int) {
    self.epoch = epoch
    sum = Score.Sum()
    let stage = stage(of: epoch).number
    if stage != state.stage { build(stage: stage) }
    method.update.begin(self, epoch: epoch)
  }
}
