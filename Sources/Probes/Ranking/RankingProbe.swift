import Datasets
import Engine
import Networks
public import Records
public import Search
import Training

/// Sampled architectures with the supernet's weights, on the test images.
public struct RankingMeasured: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "probe.ranking"
  /// The version of the fields.
  public static let version = 1

  /// One architecture.
  public struct Entry: Sendable, Hashable, Codable {
    /// The architecture, as the space writes it.
    public var genotype: String
    /// Share of parameter-free operations among its kept edges, 0...1.
    public var parameterFree: Double
    /// Accuracy with inherited weights and batch statistics, 0...1.
    public var accuracy: Double
    /// Cross-entropy with inherited weights and batch statistics, in nats.
    public var loss: Double
    /// Accuracy with running statistics as the search left them, 0...1.
    public var runningAccuracy: Double
    /// Accuracy with recalibrated running statistics, 0...1.
    public var recalibratedAccuracy: Double
  }

  /// The epoch, counted from 0.
  public var epoch: Int
  /// The architectures.
  public var entries: [Entry]
  /// Test images measured on.
  public var images: Int
}

/// Scores sampled architectures with inherited weights after the last epoch: what the supernet says of
/// them, to be compared with what they reach alone (Yu et al., "Evaluating the Search Phase of Neural
/// Architecture Search", ICLR 2020).
public struct RankingProbe: SearchObserver {
  /// Creates the probe.
  public init() {}

  /// Measures after the last epoch.
  public func observe(_ search: SearchRun, epoch: Int) throws -> [any RunEvent] {
    guard epoch == search.spec.epochs - 1 else { return [] }
    let state = SupernetState(search.execution)
    defer { state.restore(search.execution) }
    let sample = ArchitectureSample(
      search.layout,
      count: search.spec.probes.rankingArchitectures,
      seed: UInt64(search.spec.probes.rankingSeed)
    )
    let bench = DiscretizationBench(search, epoch: epoch)
    var images = 0
    let entries = zip(sample.architectures, sample.parameterFree).map { choices, free in
      let setting = GateSetting(choices, in: search.layout)
      let batch = bench.measure(setting, .batch)
      state.restore(search.execution)
      let running = bench.measure(setting, .running)
      bench.recalibrate(setting)
      let recalibrated = bench.measure(setting, .running)
      images = batch.losses.count
      return RankingMeasured.Entry(
        genotype: search.space.text(search.space.architecture(choices, in: search.layout)),
        parameterFree: free,
        accuracy: batch.score.accuracy,
        loss: batch.score.loss,
        runningAccuracy: running.score.accuracy,
        recalibratedAccuracy: recalibrated.score.accuracy
      )
    }
    return [RankingMeasured(epoch: epoch, entries: entries, images: images)]
  }
}
