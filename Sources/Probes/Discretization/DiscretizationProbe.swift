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
  public static let version = 1
  /// The epoch, counted from 0.
  public var epoch: Int
  /// The supernet on the architecture images.
  public var supernet: Score
  /// The derived network with the supernet's weights on the same images.
  public var derived: Score
  /// Accuracy lost, supernet minus derived, 0...1.
  public var gap: Double
}

/// Measures what discretizing loses: the same weights, the same batches and batch statistics, once
/// with all operations mixed and once with only those of the derived genotype, each at weight one.
public struct DiscretizationProbe: SearchObserver {
  /// Creates the probe.
  public init() {}

  /// Evaluates both networks.
  public func observe(_ search: SearchRun, epoch: Int) throws -> [any RunEvent] {
    guard epoch >= 0 else { return [] }
    let execution = search.execution
    let before = (execution.gateValues, execution.activeGates)
    defer { (execution.gateValues, execution.activeGates) = before }
    execution.gateValues = search.operationWeights(search.alpha)
    let supernet = search.evaluateArchitectureImages()
    let chosen = search.layout.mask(search.choices)
    execution.activeGates = chosen
    execution.gateValues = chosen.map { $0 ? 1 : 0 }
    let derived = search.evaluateArchitectureImages()
    return [
      DiscretizationMeasured(
        epoch: epoch,
        supernet: supernet,
        derived: derived,
        gap: supernet.accuracy - derived.accuracy
      )
    ]
  }
}
