import Datasets
import Engine
import Networks
public import Records
public import Search
public import Training

/// The supernet against its discretization with inherited weights.
public struct DiscretizationMeasured: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "probe.discretization"
  /// The version of the fields.
  public static let version = 2
  /// The epoch, counted from 0.
  public var epoch: Int
  /// The supernet on the images.
  public var supernet: Score
  /// The derived network with the supernet's weights on the same images.
  public var derived: Score
  /// Accuracy lost, supernet minus derived, 0...1.
  public var gap: Double
  /// The same with intervals, and in nats.
  public var loss: PairedLoss
  /// Validation images measured on, in whole batches.
  public var images: Int
  /// Statistics that normalizations used: `batch`.
  public var normalization: String
}

/// Measures what discretizing loses: the same weights, the same batches and batch statistics, once
/// with all operations mixed and once with only those of the derived genotype, each at weight one.
public struct DiscretizationProbe: SearchObserver {
  /// Creates the probe.
  public init() {}

  /// Evaluates both networks when due.
  public func observe(_ search: SearchRun, epoch: Int) throws -> [any RunEvent] {
    let options = search.spec.probes
    let images = ProbeImages(
      search.split.architecture,
      images: options.discretizationImages,
      batch: search.batch
    )
    let cadence = ProbeCadence(
      every: options.discretizationEvery,
      epochs: search.spec.epochs,
      first: 0,
      // Two forward passes, the second over few operations.
      cost: 0.5 * Double(images.count),
      search: ProbeCadence.gradients(of: search),
      share: 0.06
    )
    guard epoch >= 0, cadence.isDue(epoch) else { return [] }
    let execution = search.execution
    let before = (execution.gateValues, execution.activeGates)
    defer { (execution.gateValues, execution.activeGates) = before }
    let assembler = BatchAssembler(
      images: search.data.train,
      statistics: search.data.statistics,
      stream: RandomStream(seed: UInt64(search.spec.seed), name: "probe/discretization")
    )
    func scores(_ setting: GateSetting) -> ImageScores {
      (execution.gateValues, execution.activeGates) = (setting.values, setting.active)
      return ImageScores(
        execution,
        assembler,
        indices: Array(images.batches.joined()),
        normalization: .batch
      )
    }
    let supernet = scores(GateSetting(search.operationWeights(search.alpha)))
    let derived = scores(GateSetting(search.choices, in: search.layout))
    let loss = PairedLoss(from: supernet, to: derived)
    return [
      DiscretizationMeasured(
        epoch: epoch,
        supernet: supernet.score,
        derived: derived.score,
        gap: loss.accuracy,
        loss: loss,
        images: images.count,
        normalization: NormalizationMode.batch.rawValue
      )
    ]
  }
}
