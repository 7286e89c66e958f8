import Engine
import Networks
import Search

/// A supernet of the DARTS operations small enough for differences in Double.
struct SmallSupernet {
  static let space = CellSpace(
    id: "small",
    summary: "all operations, two nodes",
    source: "a test",
    nodes: 2,
    operations: CellSpace.darts.operations
  )

  let execution: Execution
  let alpha: [Double]
  let map = RelaxedEdges(Softmax(), width: 8)

  init(precision: Precision = .double, labelSmoothing: Double = 0) {
    let shape = NetworkShape(channels: 2, cells: 3, height: 8, width: 8, classes: 3)
    execution = Execution(
      tape: Supernet.tape(Self.space, shape),
      batch: 6,
      precision: precision,
      pool: ThreadPool(threads: 1)
    )
    execution.initialize(seed: 5)
    execution.labelSmoothing = labelSmoothing
    let noise = RandomStream(seed: 6, name: "small-supernet")
    alpha = (0..<Self.space.layout(shape).count).map { 0.5 * noise.normal(index: UInt64($0)) }
    let bytes = execution.imageBytes
    for pixel in 0..<6 * 64 {
      for channel in 0..<3 {
        let value = noise.normal(step: 1, index: UInt64(pixel * 3 + channel))
        if precision == .double {
          bytes.bindMemory(to: Double.self)[pixel * 8 + channel] = value
        } else {
          bytes.bindMemory(to: Float.self)[pixel * 8 + channel] = Float(value)
        }
      }
    }
    for sample in 0..<6 { execution.labelBuffer[sample] = Int32(sample % 3) }
  }

  /// A direction in alpha.
  func alphaDirection(_ seed: UInt64) -> [Double] {
    let noise = RandomStream(seed: seed, name: "alpha-direction")
    return alpha.indices.map { noise.normal(index: UInt64($0)) }
  }

  /// A direction in every weight, parameter by parameter.
  func weightDirection(_ seed: UInt64) -> [[Double]] {
    let noise = RandomStream(seed: seed, name: "weight-direction")
    return execution.parameters.enumerated().map { index, parameter in
      (0..<parameter.count).map { 0.1 * noise.normal(step: UInt64(index), index: UInt64($0)) }
    }
  }

  /// The same laid out like the weights.
  func stored(_ direction: [[Double]]) -> [UInt8] {
    let before = execution.parameters.map { execution.values(of: $0) }
    for (parameter, values) in zip(execution.parameters, direction) {
      execution.set(parameter, to: values)
    }
    let bytes = [UInt8](execution.weightBytes)
    for (parameter, values) in zip(execution.parameters, before) {
      execution.set(parameter, to: values)
    }
    return bytes
  }

  /// The gradients in alpha and in the weights at a point moved from here.
  private func gradient(
    _ alphaStep: [Double],
    _ weightStep: [[Double]]?,
    _ width: Double
  ) -> (alpha: [Double], weights: [Double]) {
    let before = execution.parameters.map { execution.values(of: $0) }
    if let weightStep {
      for (index, parameter) in execution.parameters.enumerated() {
        let moved = zip(before[index], weightStep[index]).map { $0 + width * $1 }
        execution.set(parameter, to: moved)
      }
    }
    let moved = zip(alpha, alphaStep).map { $0 + width * $1 }
    execution.gateValues = map.gates(at: moved)
    execution.forward(count: 6)
    execution.backward(weights: true, gates: true)
    let result = (
      map.pullback(execution.gateGradients, at: moved),
      execution.parameters.flatMap { execution.gradient(of: $0) }
    )
    for (parameter, values) in zip(execution.parameters, before) {
      execution.set(parameter, to: values)
    }
    return result
  }

  /// Central differences of the gradients along a direction, by Richardson extrapolation.
  func differences(
    alpha alphaStep: [Double],
    weights weightStep: [[Double]]?
  ) -> (alpha: [Double], weights: [Double]) {
    func central(_ width: Double) -> (alpha: [Double], weights: [Double]) {
      let above = gradient(alphaStep, weightStep, width)
      let below = gradient(alphaStep, weightStep, -width)
      return (
        zip(above.alpha, below.alpha).map { ($0 - $1) / (2 * width) },
        zip(above.weights, below.weights).map { ($0 - $1) / (2 * width) }
      )
    }
    let (fine, coarse) = (central(1e-6), central(2e-6))
    return (
      zip(fine.alpha, coarse.alpha).map { (4 * $0 - $1) / 3 },
      zip(fine.weights, coarse.weights).map { (4 * $0 - $1) / 3 }
    )
  }
}

/// |a - b| / |b|.
func relativeError(_ a: [Double], _ b: [Double]) -> Double {
  let difference = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  return (difference / b.reduce(0) { $0 + $1 * $1 }).squareRoot()
}

func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
