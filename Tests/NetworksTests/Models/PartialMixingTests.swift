import Engine
import Networks
import Testing

/// Supernets in which a part of the channels is mixed.
@Suite struct PartialMixingTests {
  private let shape = NetworkShape(channels: 8, cells: 3, height: 8, width: 8, imageChannels: 1)

  private func execution(_ divisor: Int, precision: Precision = .double) -> Execution {
    let tape = CellSpace.darts.supernet(shape, channelDivisor: divisor)
    let execution = Execution(
      tape: tape,
      batch: 4,
      precision: precision,
      pool: ThreadPool(threads: 1)
    )
    execution.initialize(seed: 3)
    let noise = RandomStream(seed: 2, name: "images")
    let bytes = execution.imageBytes.bindMemory(to: Double.self)
    for pixel in 0..<4 * 64 { bytes[pixel * 8] = noise.normal(index: UInt64(pixel)) }
    for sample in 0..<4 { execution.labelBuffer[sample] = Int32(sample) }
    return execution
  }

  @Test("the gates are the same, the mixed operations have 1/K of the channels")
  func weights() throws {
    let whole = CellSpace.darts.supernet(shape, channelDivisor: 1)
    let part = CellSpace.darts.supernet(shape, channelDivisor: 4)
    #expect(whole.gateCount == part.gateCount)
    func shape(_ tape: Tape, _ name: String) throws -> [Int] {
      try #require(tape.parameters.first { $0.name == name }).shape
    }
    let name = "cells.0.edges.0.sep_conv_3x3.first.pointwise.weight"
    #expect(try shape(whole, name) == [8, 8, 1, 1])
    #expect(try shape(part, name) == [2, 2, 1, 1])
    // Depthwise and pointwise, twice, over an 8x8 image: 2 (9 C + C * C) weights.
    #expect(whole.gateCosts[4].multiplyAdds == 2 * (9 * 8 + 8 * 8) * 64)
    #expect(part.gateCosts[4].multiplyAdds == 2 * (9 * 2 + 2 * 2) * 64)
  }

  @Test("what passes by keeps an edge alive even where every operation is none or switched off")
  func passing() {
    let execution = execution(4)
    // none alone on every edge: nothing is mixed, but three quarters of the channels arrive.
    let names = CellSpace.darts.layout(shape).operationOfIndex
    execution.activeGates = names.map { $0 == "none" }
    execution.gateValues = names.map { $0 == "none" ? 1 : 0 }
    execution.forward(count: 4)
    let alive = execution.logits(sample: 0)
    let flat = (0..<4).map { execution.logits(sample: $0) }
    #expect(Set(flat).count == 4, "samples look alike: nothing arrives")
    // An edge of weight zero brings nothing, so all samples look alike.
    execution.activeGates = names.map { _ in false }
    execution.forward(count: 4)
    #expect(execution.logits(sample: 0) != alive)
    #expect(execution.logits(sample: 0) == execution.logits(sample: 1))
  }

  @Test("gate gradients of a whole supernet agree with central differences, none included")
  func differences() {
    let execution = execution(4)
    for gate in execution.gateValues.indices {
      execution.gateValues[gate] = 0.05 + 0.2 * Double((gate * 7) % 8) / 8
    }
    execution.forward(count: 4)
    execution.backward(weights: false, gates: true)
    let gradient = execution.gateGradients
    let scale = gradient.map { abs($0) }.max() ?? 0
    #expect(scale > 0)
    for gate in stride(from: 0, to: gradient.count, by: 23) {
      let value = execution.gateValues[gate]
      func loss(_ moved: Double) -> Double {
        execution.gateValues[gate] = moved
        execution.forward(count: 4)
        return execution.loss
      }
      let slope = (loss(value + 1e-6) - loss(value - 1e-6)) / 2e-6
      execution.gateValues[gate] = value
      #expect(abs(slope - gradient[gate]) < 1e-5 * scale, "gate \(gate)")
    }
  }

  @Test("odd extents are halved like the operations halve them")
  func odd() {
    var odd = shape
    (odd.height, odd.width) = (7, 7)
    let tape = CellSpace.darts.supernet(odd, channelDivisor: 2)
    #expect(tape.gateCount == 224)
  }
}
