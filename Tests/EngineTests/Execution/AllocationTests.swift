import AllocationCounter
import Engine
import Testing

/// The heap is counted for the calling thread, which does all the work of a pool of one.
@Suite(.enabled(if: allocations_can_be_counted() != 0, "needs glibc and no sanitizer"))
struct AllocationTests {
  @Test("a step allocates nothing once everything has run", arguments: OperationCase.allCases)
  func step(_ operation: OperationCase) {
    let probe = Probe(precision: .float) { operation.record($0, $1) }
    let execution = probe.execution
    let velocity = UnsafeMutableRawBufferPointer.allocate(
      byteCount: execution.weightBytes.count,
      alignment: 64
    )
    defer { velocity.deallocate() }
    velocity.initializeMemory(as: UInt8.self, repeating: 0)
    func step() {
      execution.forward(count: execution.batch, updateRunning: true)
      execution.backward(weights: true, gates: true)
      execution.descend(
        velocity: velocity,
        scale: 1 / max(1, execution.gradientNorm()),
        rate: 0.01,
        momentum: 0.9,
        decay: 1e-4
      )
    }
    step()
    allocations_start()
    step()
    let count = allocations_stop()
    #expect(count == 0)
  }

  @Test("the counter sees an allocation")
  func counter() {
    allocations_start()
    let numbers = (0..<Int.random(in: 100...200)).map { $0 * 2 }
    let count = allocations_stop()
    #expect(count > 0)
    #expect(numbers.count >= 100)
  }
}
