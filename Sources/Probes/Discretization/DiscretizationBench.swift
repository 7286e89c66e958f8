import Datasets
import Engine
import Networks
import Search
import Training

/// What the parts of a discretization loss are measured with.
struct DiscretizationBench {
  /// The measurements so far.
  private(set) var variants: [DiscretizationDetailed.Variant] = []
  /// Learning rate of the fine-tuning: a tenth of the search's first.
  let rate: Double
  /// Batches of the recalibration.
  let calibration: ProbeImages
  private let search: SearchRun
  private let assembler: BatchAssembler
  private let tests: [Int]
  private let tuner: BatchSampler
  private var optimizer: SGD

  /// Prepares the test images.
  init(_ search: SearchRun, epoch: Int) {
    self.search = search
    let seed = UInt64(search.spec.seed)
    assembler = BatchAssembler(
      images: search.data.test,
      statistics: search.data.statistics,
      stream: RandomStream(seed: seed, name: "probe/discretization/test")
    )
    let batch = search.batch
    // Whole batches, so that every normalization sees the same images.
    let count = max(min(batch, search.data.test.count), search.data.test.count / batch * batch)
    tests = Array(0..<count)
    rate = search.spec.weights.rate / 10
    calibration = ProbeImages(
      search.split.weights,
      images: DiscretizationDetailProbe.recalibrationBatches * batch,
      batch: batch
    )
    tuner = BatchSampler(
      indices: search.split.weights,
      batchSize: batch,
      stream: RandomStream(seed: seed, name: "probe/discretization/tuning")
    )
    optimizer = SGD(search.execution, options: search.spec.weights)
  }

  /// Evaluates a setting on the test images.
  func measure(_ setting: GateSetting, _ normalization: NormalizationMode) -> ImageScores {
    use(setting)
    return ImageScores(
      search.execution,
      assembler,
      indices: tests,
      normalization: normalization
    )
  }

  /// Notes a measurement.
  mutating func add(
    _ name: String,
    _ normalization: String,
    _ scores: ImageScores,
    against supernet: ImageScores
  ) {
    variants.append(
      DiscretizationDetailed.Variant(
        name: name,
        normalization: normalization,
        score: scores.score,
        loss: PairedLoss(from: supernet, to: scores)
      )
    )
  }

  /// Replaces the running statistics by those of a setting.
  func recalibrate(_ setting: GateSetting) {
    use(setting)
    Recalibration.run(search, batches: calibration.batches)
  }

  /// Trains the weights that a setting uses, from step `start` to step `end`.
  func tune(_ setting: GateSetting, from start: Int, to end: Int) {
    use(setting)
    var tuner = tuner
    for step in start..<max(start, end) {
      let perEpoch = tuner.batchesPerEpoch
      search.loadPlain(tuner.batch(epoch: step / perEpoch, number: step % perEpoch))
      search.execution.forward(count: search.batch, updateRunning: true)
      search.execution.backward(weights: true, gates: false)
      optimizer.step(search.execution, rate: rate)
    }
  }

  /// Starts the next tuning without momentum.
  mutating func forgetMomentum() {
    optimizer = SGD(search.execution, options: search.spec.weights)
  }

  private func use(_ setting: GateSetting) {
    search.execution.gateValues = setting.values
    search.execution.activeGates = setting.active
  }
}
