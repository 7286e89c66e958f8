import Testing

@testable import Engine

@Suite struct TapePlanTests {
  /// Convolutions of one input, each with a second half behind it, added; the outputs of all halves.
  private func halves(
    extent: Int,
    count: Int = 2
  ) -> (first: [Int], second: [Int], plan: TapePlan) {
    var (first, second): ([Int], [Int]) = ([], [])
    let probe = Probe(height: extent, width: extent, channels: 16, batch: 64, precision: .float) {
      tape,
      x in
      let terms = (0..<count).map { index in
        func half(_ value: Value, _ name: String) -> Value {
          tape.separableConvolution(
            value,
            channels: 16,
            kernel: 3,
            norm: NormOptions(),
            name: "op\(index).\(name)"
          )
        }
        let inner = half(x, "first")
        let outer = half(inner, "second")
        first.append(inner.tensor)
        second.append(outer.tensor)
        return Term(outer)
      }
      return tape.node(terms, name: "node")
    }
    return (first, second, probe.execution.plan)
  }

  @Test("who writes an input's gradient alone opens it; of several that add to it one does at most")
  func opens() {
    for extent in [8, 32] {
      let (first, second, plan) = halves(extent: extent)
      #expect(second.allSatisfy { plan.opensInput.contains($0) })
      #expect(first.count { plan.opensInput.contains($0) } <= 1)
    }
  }

  @Test("what a round has cleared is in the caches: nothing opens it")
  func cleared() {
    let (first, _, plan) = halves(extent: 8)
    let round = plan.backward.first { round in
      round.contains { if case .clear = $0.work { true } else { false } }
        && round.contains { if case .operation(_, .gradient) = $0.work { true } else { false } }
    }
    #expect(round != nil)
    #expect(first.allSatisfy { !plan.opensInput.contains($0) })
  }

  @Test("first halves leave the caches where more of them is written than a round may touch")
  func outgrows() {
    // 4 MiB each.
    for (count, outgrows) in [(16, false), (17, true)] {
      let (first, second, plan) = halves(extent: 32, count: count)
      #expect(first.allSatisfy { plan.outgrowing.contains($0) == outgrows })
      #expect(second.allSatisfy { plan.outgrowing.contains($0) == outgrows })
    }
  }

  @Test(
    "a second half makes the sums of the first, whose output it alone reads; a node makes its own"
  )
  func summed() {
    for extent in [8, 32] {
      let (first, second, plan) = halves(extent: extent)
      #expect(plan.summedByReader == Set(first))
      #expect(plan.summedByReader.isDisjoint(with: second))
    }
  }

  @Test("sums are not made by readers whose way back has a stride, nor by one of several")
  func notSummed() {
    for (stride, readers) in [(2, 1), (1, 2)] {
      var inner = 0
      let probe = Probe(height: 8, width: 8, channels: 16, batch: 2, precision: .float) { tape, x in
        func convolution(_ value: Value, stride: Int, _ name: String) -> Value {
          tape.separableConvolution(
            value,
            channels: 16,
            kernel: 3,
            stride: stride,
            norm: NormOptions(),
            name: name
          )
        }
        let value = convolution(x, stride: 1, "inner")
        inner = value.tensor
        let terms = (0..<readers).map { Term(convolution(value, stride: stride, "reader\($0)")) }
        return tape.node(terms, name: "node")
      }
      #expect(!probe.execution.plan.summedByReader.contains(inner), "\(readers) at \(stride)")
    }
  }

  @Test("what a node adds up takes no room from those that read the sum")
  func sums() {
    // 20 terms of 4 MiB.
    let probe = Probe(height: 32, width: 32, channels: 16, batch: 64, precision: .float) {
      tape,
      x in
      let terms = (0..<20).map { index in
        let value = tape.separableConvolution(
          x,
          channels: 16,
          kernel: 3,
          norm: NormOptions(),
          name: "op\(index)"
        )
        return Term(value)
      }
      let sum = tape.node(terms, name: "sum")
      return tape.separableConvolution(
        sum,
        channels: 16,
        kernel: 3,
        norm: NormOptions(),
        name: "reader"
      )
    }
    let execution = probe.execution
    let round = execution.plan.forward.first { round in
      round.contains { execution.operation(of: $0)?.name == "sum" }
    }
    #expect(
      round?.contains { execution.operation(of: $0)?.name.hasPrefix("reader") == true } == true
    )
  }
}

extension Execution {
  fileprivate func operation(of task: Task) -> Operation? {
    if case .operation(let index, _) = task.work { return operations[index] }
    return nil
  }
}
