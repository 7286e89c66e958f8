public import Datasets
public import Engine
import Networks
public import Records

/// Trains one derived network from its initial weights.
public final class StandaloneTrainer {
  /// What to do.
  public let spec: TrainSpec
  /// The network.
  public let execution: Execution
  /// The images.
  public let data: DataSpec.Loaded
  private let optimizer: SGD
  private let schedule: CosineSchedule
  private let training: BatchAssembler
  private let testing: BatchAssembler
  private var sampler: BatchSampler
  private var sum = Score.Sum()
  private let dropStream: RandomStream
  private let factorCount: Int
  private let pool: ThreadPool

  /// Steps in an epoch.
  public var stepsPerEpoch: Int { sampler.batchesPerEpoch }

  /// Loads the data and builds the network.
  ///
  /// - Throws: `DatasetError`, `GenotypeError`.
  public init(spec: TrainSpec, locations: DataLocations, pool: ThreadPool) throws {
    self.spec = spec
    self.pool = pool
    let seed = UInt64(spec.seed)
    let data = try spec.data.load(locations: locations, seed: seed)
    self.data = data
    let genotype = try spec.parsedGenotype()
    let shape = NetworkShape(
      channels: spec.channels,
      cells: spec.cells,
      height: data.train.height,
      width: data.train.width,
      imageChannels: data.train.channels,
      classes: data.train.classCount
    )
    let tape = try DerivedNetwork.tape(genotype, shape, dropsPaths: spec.dropPath > 0)
    factorCount = tape.factorCount
    let batch = min(spec.batch, data.train.count)
    execution = Execution(tape: tape, batch: batch, pool: pool)
    execution.initialize(seed: seed)
    execution.labelSmoothing = spec.labelSmoothing
    optimizer = SGD(execution, options: spec.weights)
    schedule = CosineSchedule(
      start: spec.weights.rate,
      end: spec.weights.finalRate,
      epochs: spec.epochs
    )
    training = BatchAssembler(
      images: data.train,
      statistics: data.statistics,
      augmentation: data.augmentation,
      stream: RandomStream(seed: seed, name: "train/augmentation")
    )
    testing = BatchAssembler(
      images: data.test,
      statistics: data.statistics,
      stream: RandomStream(seed: seed, name: "train/test")
    )
    sampler = BatchSampler(
      indices: Array(0..<data.train.count),
      batchSize: batch,
      stream: RandomStream(seed: seed, name: "train/batches")
    )
    dropStream = RandomStream(seed: seed, name: "train/drop-path")
  }

  /// Runs step `number` of `epoch`.
  ///
  /// - Throws: `NumericalFailure`.
  public func step(epoch: Int, number: Int) throws {
    if number == 0 { sum = Score.Sum() }
    let step = epoch * stepsPerEpoch + number
    training.fill(
      sampler.batch(epoch: epoch, number: number),
      step: UInt64(step),
      into: execution.imageBytes,
      precision: execution.precision,
      labels: execution.labelBuffer
    )
    dropPaths(epoch: epoch, step: step)
    execution.forward(count: execution.batch, updateRunning: true)
    sum.add(execution, count: execution.batch)
    execution.backward(weights: true, gates: false)
    let norm = optimizer.step(execution, rate: schedule.rate(epoch: epoch))
    try NumericalFailure.check(execution, gradientNorm: norm, step: step, epoch: epoch)
  }

  /// Evaluates on the test images after the last step of an epoch.
  public func ended(epoch: Int) -> TrainEpoch {
    keepPaths()
    let smoothing = execution.labelSmoothing
    execution.labelSmoothing = 0
    defer { execution.labelSmoothing = smoothing }
    let test = execution.evaluate(
      testing,
      indices: Array(0..<data.test.count),
      normalization: .running
    )
    return TrainEpoch(
      epoch: epoch,
      rate: schedule.rate(epoch: epoch),
      train: sum.score,
      test: test
    )
  }

  /// Masks of 0 or 1 / keep for every edge and sample.
  private func dropPaths(epoch: Int, step: Int) {
    guard factorCount > 0 else { return }
    let drop = spec.dropPath * Double(epoch) / Double(spec.epochs)
    for edge in 0..<factorCount {
      let values = (0..<execution.batch).map { sample in
        let index = UInt64(edge * execution.batch + sample)
        return dropStream.uniform(step: UInt64(step), index: index) < drop ? 0 : 1 / (1 - drop)
      }
      execution.setFactors(edge, values)
    }
  }

  private func keepPaths() {
    for edge in 0..<factorCount {
      execution.setFactors(edge, [Double](repeating: 1, count: execution.batch))
    }
  }
}

extension StandaloneTrainer: RecordedRun {
  /// Epochs there are.
  public var epochs: Int { spec.epochs }

  /// Shares work among the threads of the pool.
  public func share(_ count: Int, _ work: (Int) -> Void) {
    pool.run(count) { piece, _ in work(piece) }
  }

  /// Sets every path as an evaluation does.
  public func concludeEpoch(_ epoch: Int) {
    keepPaths()
  }

  /// Describes everything the next step depends on.
  ///
  /// - Throws: `StoreError.damaged` when a checkpoint does not fit.
  public func exchange(_ state: StateExchange) throws(StoreError) {
    try execution.exchange(state)
    try optimizer.exchange(state, execution)
    try state.value("counters", "training", &sum)
  }
}
