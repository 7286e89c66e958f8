import CKernels

/// The gradient of a tensor as derivatives read it.
struct OwnGradient {
  /// Where the backward pass has it for a while.
  let passing: View
  /// Where it stays.
  let kept: View
}

/// The gradients that products with gates alone read again, each in a place of its own.
///
/// A backward pass uses the memory of a gradient for another as soon as it can. Along gates the
/// derivatives of a backward pass need of that pass only these, so that it runs once for all products
/// after a forward pass.
final class KeptGradients {
  /// By tensor; nil where no derivative reads the gradient.
  let views: [View?]
  private let memory: Buffer
  private let execution: Execution

  init(_ execution: Execution) {
    self.execution = execution
    let tape = execution.tape
    var tensors: Set<Int> = []
    for index in tape.operations.indices {
      for phase in [Phase.reduce, .gradient] {
        if let tensor = Self.read(by: index, phase, execution) { tensors.insert(tensor) }
      }
    }
    var starts: [Int: Int] = [:]
    var total = 0
    for tensor in tensors.sorted() {
      let record = tape.tensors[tensor]
      starts[tensor] = total
      total += execution.batch * record.height * record.width * record.layout.padded + 144
    }
    let memory = Buffer(count: total, elementSize: execution.elementSize)
    self.memory = memory
    views = tape.tensors.indices.map { tensor in
      guard let start = starts[tensor] else { return nil }
      let record = tape.tensors[tensor]
      let lanes = record.layout.padded
      return View(
        base: memory.at(start),
        sampleStride: record.height * record.width * lanes * execution.elementSize,
        pixelStride: lanes
      )
    }
  }

  /// The tensor whose gradient the derivative of an operation reads in a phase.
  static func read(by index: Int, _ phase: Phase, _ execution: Execution) -> Int? {
    let operation = execution.tape.operations[index]
    guard let output = operation.output else { return nil }
    let isRead =
      switch operation {
      case is WeightedNode: phase == .reduce
      case is BypassNode: phase == .gradient
      case let operation as NormalizedOperation: operation.outputNorm != nil && phase != .forward
      default: false
      }
    guard isRead else { return nil }
    let tensor = execution.gradientHolder(of: output)
    return execution.gradientView(tensor) == nil ? nil : tensor
  }

  /// Keeps a sample of a tensor's gradient.
  func keep(_ tensor: Int, _ sample: Int, ones: UnsafeMutableRawPointer, _ worker: Worker) {
    guard let source = execution.gradientView(tensor), let target = views[tensor] else { return }
    let record = execution.tape.tensors[tensor]
    worker.kernels.pointee.combine(
      target.at(sample),
      Int64(record.width * target.pixelStride),
      Int64(target.pixelStride),
      source.at(sample),
      Int64(source.pixelStride),
      nil,
      0,
      ones,
      nil,
      nil,
      Int64(record.height),
      Int64(record.width),
      Int64(target.pixelStride)
    )
  }
}
