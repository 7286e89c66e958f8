import Datasets
import Engine
public import Records
public import Search

/// The ends of the spectrum of the validation loss's Hessian in alpha.
public struct CurvatureMeasured: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "probe.curvature"
  /// The version of the fields.
  public static let version = 1
  /// The epoch, counted from 0; -1 before the first step.
  public var epoch: Int
  /// The largest eigenvalue.
  public var eigenvalue: Double
  /// Its residual |H y - lambda y|; small beside the eigenvalue when converged.
  public var residual: Double
  /// The smallest eigenvalue, usually negative.
  public var smallest: Double
}

/// Follows the dominant eigenvalue of d^2 L_val / d alpha^2 (Zela et al., "Understanding and
/// Robustifying Differentiable Architecture Search", ICLR 2020, section 4.1), by Lanczos.
///
/// Hessian-vector products are central differences of the alpha gradient, of width 0.01 along unit
/// vectors. Deviation: one fixed batch of architecture images instead of a fresh one.
public struct CurvatureProbe: SearchObserver {
  /// Distance of the two gradients of a difference from the centre.
  static let width = 0.01

  /// Creates the probe.
  public init() {}

  /// Runs Lanczos on the fixed batch.
  public func observe(_ search: SearchRun, epoch: Int) throws -> [any RunEvent] {
    let steps = search.spec.probes.curvatureIterations
    guard steps > 0 else { return [] }
    let execution = search.execution
    let before = execution.gateValues
    defer { execution.gateValues = before }
    let count = min(search.batch, search.spec.probes.curvatureBatch)
    search.loadPlain(search.split.architecture.prefix(count))
    let stream = RandomStream(seed: UInt64(search.spec.seed), name: "probe/curvature/start")
    let start = search.alpha.indices.map { stream.normal(index: UInt64($0)) }
    let result = Lanczos(start: start, steps: steps) {
      Self.product(search, $0, count: count)
    }
    guard let largest = result.pairs.last, let smallest = result.pairs.first else { return [] }
    return [
      CurvatureMeasured(
        epoch: epoch,
        eigenvalue: largest.value,
        residual: largest.residual,
        smallest: smallest.value
      )
    ]
  }

  /// Central difference of the alpha gradient along a unit vector.
  static func product(_ search: SearchRun, _ vector: [Double], count: Int) -> [Double] {
    func gradient(_ sign: Double) -> [Double] {
      let alpha = zip(search.alpha, vector).map { $0 + sign * width * $1 }
      search.execution.gateValues = search.operationWeights(alpha)
      search.execution.forward(count: count)
      search.execution.backward(weights: false, gates: true)
      return search.pullback(alpha, search.execution.gateGradients)
    }
    let above = gradient(1)
    let below = gradient(-1)
    return zip(above, below).map { ($0 - $1) / (2 * width) }
  }
}
