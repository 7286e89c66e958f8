import Datasets
import Engine
public import Records
public import Search

/// The dominant eigenvalue of the validation loss's Hessian in alpha.
public struct CurvatureMeasured: RunEvent, Hashable {
  /// The name in the log.
  public static let id = "probe.curvature"
  /// The version of the fields.
  public static let version = 1
  /// The epoch, counted from 0; -1 before the first step.
  public var epoch: Int
  /// The eigenvalue of largest magnitude.
  public var eigenvalue: Double
  /// |H v - lambda v| for the unit vector found; small beside |lambda| when converged.
  public var residual: Double
}

/// Follows the dominant eigenvalue of d^2 L_val / d alpha^2 (A. Zela et al., "Understanding and
/// Robustifying Differentiable Architecture Search", ICLR 2020, section 4.1), by power iteration.
///
/// Hessian-vector products are central differences of the alpha gradient, of width 0.01 along unit
/// vectors. Deviation: one fixed batch of architecture images instead of a fresh one.
public struct CurvatureProbe: SearchObserver {
  /// Distance of the two gradients of a difference from the centre.
  static let width = 0.01

  /// Creates the probe.
  public init() {}

  /// Runs the power method on the fixed batch.
  public func observe(_ search: SearchRun, epoch: Int) throws -> [any RunEvent] {
    let iterations = search.spec.probes.curvatureIterations
    guard iterations > 0 else { return [] }
    let execution = search.execution
    let before = execution.gateValues
    defer { execution.gateValues = before }
    let count = min(search.batch, search.spec.probes.curvatureBatch)
    search.loadPlain(search.split.architecture.prefix(count))
    let start = RandomStream(seed: UInt64(search.spec.seed), name: "probe/curvature/start")
    var vector = search.alpha.indices.map { start.normal(index: UInt64($0)) }
    Self.normalize(&vector)
    var eigenvalue = 0.0
    var residual = 0.0
    for _ in 0..<iterations {
      let product = Self.product(search, vector, count: count)
      eigenvalue = zip(vector, product).reduce(0) { $0 + $1.0 * $1.1 }
      let rest = zip(vector, product).map { $1 - eigenvalue * $0 }
      residual = Self.norm(rest)
      vector = product
      if Self.norm(vector) == 0 { break }
      Self.normalize(&vector)
    }
    return [CurvatureMeasured(epoch: epoch, eigenvalue: eigenvalue, residual: residual)]
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

  private static func norm(_ vector: [Double]) -> Double {
    vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  private static func normalize(_ vector: inout [Double]) {
    let length = norm(vector)
    for index in vector.indices { vector[index] /= length }
  }
}
