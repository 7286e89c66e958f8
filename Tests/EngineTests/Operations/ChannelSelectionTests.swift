import Testing

@testable import Engine

/// Slices, shuffles and bypasses by hand.
@Suite struct ChannelSelectionTests {
  /// Two pixels of three channels, values 1 to 6, as Doubles.
  private func network(_ body: (Tape, Value) -> Value) -> (Execution, Value) {
    let tape = Tape()
    let image = tape.input(height: 1, width: 2, channels: 3)
    let value = body(tape, image)
    tape.classifier(value, classes: 2, name: "classifier")
    let execution = Execution(
      tape: tape,
      batch: 1,
      precision: .double,
      pool: ThreadPool(threads: 1)
    )
    let bytes = execution.imageBytes.bindMemory(to: Double.self)
    for (place, number) in [0, 1, 2, 8, 9, 10].enumerated() {
      bytes[number] = Double(place + 1)
    }
    execution.labelBuffer[0] = 0
    return (execution, value)
  }

  private func values(_ execution: Execution, _ value: Value) -> [Double] {
    let view = execution.view(value.tensor)
    let base = view.base.assumingMemoryBound(to: Double.self)
    return (0..<value.height * value.width).flatMap { pixel in
      value.layout.lanes.map { base[pixel * view.pixelStride + $0] }
    }
  }

  @Test("a slice keeps its channels, pixel by pixel")
  func slice() {
    let (execution, value) = network { $0.slice($1, channels: 1..<3, name: "slice") }
    execution.forward(count: 1)
    #expect(values(execution, value) == [2, 3, 5, 6])
  }

  @Test("a shuffle of two groups interleaves them: a b | c d becomes a c b d")
  func shuffle() {
    let (execution, value) = network { tape, x in
      let first = tape.slice(x, channels: 0..<2, name: "first")
      let second = tape.slice(x, channels: 1..<3, name: "second")
      return tape.selection(
        [first, second],
        (0..<4).map { ChannelPick(input: $0 % 2, channel: $0 / 2) },
        name: "shuffle"
      )
    }
    execution.forward(count: 1)
    #expect(values(execution, value) == [1, 2, 2, 3, 4, 5, 5, 6])
  }

  @Test("an edge that passes by weighs the sum of its active gates; without any it adds nothing")
  func bypass() {
    let (execution, value) = network { tape, x in
      tape.gateCount = 4
      let first = tape.slice(x, channels: 0..<1, name: "first")
      let last = tape.slice(x, channels: 2..<3, name: "last")
      return tape.bypass(
        [Tape.BypassEdge(first, gates: 0..<2), Tape.BypassEdge(last, gates: 2..<4)],
        name: "node"
      )
    }
    execution.gateValues = [0.5, 0.25, 2, 1]
    execution.forward(count: 1)
    // 0.75 * 1 + 3 * 3 and 0.75 * 4 + 3 * 6.
    #expect(values(execution, value) == [9.75, 21])
    execution.activeGates = [true, false, false, false]
    execution.initialize(seed: 1)
    execution.forward(count: 1)
    #expect(values(execution, value) == [0.5, 2])
    execution.backward(weights: false, gates: true)
    #expect(execution.gateGradients[0] != 0)
    #expect(Array(execution.gateGradients[1...]) == [0, 0, 0])
    #expect(execution.gatesInUse == [0])
  }

  @Test("a step with channels that pass by moves their bytes and multiplies nothing for them")
  func work() {
    let (execution, _) = network { $0.slice($1, channels: 0..<2, name: "slice") }
    // The image, the slice and the classifier's reading of it: one level, 2 pixels of 8 lanes each.
    #expect(execution.forwardWork().bytes >= 2 * 2 * 8 * 8)
    #expect(execution.forwardWork().multiplyAdds == 2 * 2)
  }
}
