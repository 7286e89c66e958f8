import Engine
import Networks
import Search

/// How long exact products with the Hessian take beside a gradient.
struct CurvatureCost {
  /// Medians in seconds.
  let gradient, weightGradient, product, mixedProduct, fullProduct: Double

  /// Times a supernet of the DARTS space filled with noise.
  init(_ shape: NetworkShape, batch: Int, repeats: Int, pool: ThreadPool) {
    let execution = Execution(tape: Supernet.tape(.darts, shape), batch: batch, pool: pool)
    execution.initialize(seed: 1)
    let noise = RandomStream(seed: 1, name: "curvature-cost")
    let lanes = ChannelLayout(shape.imageChannels).padded
    let images = execution.imageBytes.bindMemory(to: Float.self)
    for index in images.indices where index % lanes < shape.imageChannels {
      images[index] = Float(noise.normal(index: UInt64(index)))
    }
    for sample in 0..<batch { execution.labelBuffer[sample] = Int32(sample % shape.classes) }
    let count = CellSpace.darts.layout(shape).count
    let alpha = (0..<count).map { 0.1 * noise.normal(step: 1, index: UInt64($0)) }
    let direction = (0..<count).map { noise.normal(step: 2, index: UInt64($0)) }
    let hessian = AlphaHessian(execution, map: RelaxedEdges(Softmax(), width: 8))
    gradient = Self.median(repeats) { hessian.look(at: alpha, count: batch) }
    weightGradient = Self.median(repeats) {
      execution.forward(count: batch)
      execution.backward(weights: true, gates: true)
    }
    let moved = [UInt8](execution.weightGradientBytes)
    hessian.look(at: alpha, count: batch)
    product = Self.median(repeats) { _ = hessian.product(direction) }
    mixedProduct = Self.median(repeats) {
      _ = moved.withUnsafeBytes { hessian.mixedProduct($0) }
    }
    fullProduct = Self.median(repeats) {
      _ = moved.withUnsafeBytes { hessian.mixedProduct($0, weights: true) }
    }
  }

  private static func median(_ repeats: Int, _ body: () -> Void) -> Double {
    body()
    let clock = ContinuousClock()
    let times = (0..<repeats).map { _ in clock.measure(body) / .seconds(1) }
    return times.sorted()[repeats / 2]
  }
}
