import Engine
import Networks
import Search
import Training

/// The step of a workload, ready to be repeated: a network, its optimizers, two batches of noise.
///
/// A bilevel step takes the alpha gradient on one batch and moves alpha by Adam, then the weight
/// gradient on the other, clips it, and moves the weights; a plain step does only the latter.
final class BenchStep {
  let execution: Execution
  private let optimizer: SGD
  private var adam: Adam
  private var alpha: [Double]
  private let operations: Int
  private let isBilevel: Bool
  private let images: [[UInt8]]

  /// Builds network and batches.
  ///
  /// - Throws: `GenotypeError`.
  init(_ workload: BenchWorkload, pool: ThreadPool) throws {
    let tape = try workload.tape()
    let execution = Execution(tape: tape, batch: workload.batch, pool: pool)
    self.execution = execution
    execution.initialize(seed: 1)
    optimizer = SGD(execution, options: SGD.Options())
    switch workload.network {
    case .supernet(let space):
      operations = space.operations.count
      isBilevel = true
    case .derived:
      operations = 1
      isBilevel = false
    }
    alpha = [Double](repeating: 0, count: tape.gateCount)
    adam = Adam(count: alpha.count, options: Adam.Options())
    images = (0..<2).map { Self.noise(execution, workload.shape, batch: $0) }
    let stream = RandomStream(seed: 1, name: "bench/labels")
    for sample in 0..<workload.batch {
      let label = Int(stream.bits(step: 0, index: UInt64(sample)) % UInt64(workload.shape.classes))
      execution.labelBuffer[sample] = Int32(label)
    }
  }

  /// Standard normal pixels in the layout of the engine.
  private static func noise(_ execution: Execution, _ shape: NetworkShape, batch: Int) -> [UInt8] {
    let stream = RandomStream(seed: 1, name: "bench/images/\(batch)")
    let lanes = ChannelLayout(shape.imageChannels).padded
    var pixels = [Float](repeating: 0, count: execution.imageBytes.count / 4)
    for index in pixels.indices where index % lanes < shape.imageChannels {
      pixels[index] = Float(stream.normal(index: UInt64(index)))
    }
    return pixels.withUnsafeBytes { Array($0) }
  }

  /// Makes one step.
  func run() {
    if isBilevel {
      forward(on: images[0])
      execution.backward(weights: false, gates: true)
      var gradient: [Double] = []
      let relaxation = Softmax()
      for start in stride(from: 0, to: alpha.count, by: operations) {
        let edge = start..<start + operations
        gradient += relaxation.pullback(alpha[edge], execution.gateGradients[edge])
      }
      adam.step(&alpha, gradient: gradient)
    }
    forward(on: images[1])
    execution.backward(weights: true, gates: false)
    optimizer.step(execution, rate: 0.025)
  }

  private func forward(on batch: [UInt8]) {
    execution.imageBytes.copyBytes(from: batch)
    let relaxation = Softmax()
    for start in stride(from: 0, to: alpha.count, by: operations) {
      let weights = relaxation.weights(alpha[start..<start + operations])
      for (index, weight) in weights.enumerated() { execution.gateValues[start + index] = weight }
    }
    execution.forward(count: execution.batch, updateRunning: true)
  }

  /// What one step must compute and move.
  var work: PassWork {
    let forward = execution.forwardWork()
    let weights = forward + execution.backwardWork(weights: true)
    return isBilevel ? weights + forward + execution.backwardWork(weights: false) : weights
  }
}
