/// The work of passes over a batch: what must be computed and what must be moved.
public struct PassWork: Sendable, Hashable {
  /// The work between two barriers of the timetable.
  public struct Level: Sendable, Hashable {
    /// Multiply-adds of convolutions and of the classifier, over channels that exist, for every tap of every
    /// window, also where it meets only the border's zeros and is left out.
    public var multiplyAdds: Int
    /// Bytes of tensors read and written, each once: inside a level a sample's tensors are taken to
    /// stay in cache, between levels to leave it.
    public var bytes: Int
  }

  /// The levels in the order they run.
  public private(set) var levels: [Level] = []

  /// No work.
  public init() {}

  /// Multiply-adds of all levels.
  public var multiplyAdds: Int { levels.reduce(0) { $0 + $1.multiplyAdds } }
  /// Bytes of all levels.
  public var bytes: Int { levels.reduce(0) { $0 + $1.bytes } }

  /// Both after each other.
  public static func + (left: PassWork, right: PassWork) -> PassWork {
    var sum = left
    sum.levels += right.levels
    return sum
  }

  mutating func add(multiplyAdds: Int, bytes: Int) {
    levels.append(Level(multiplyAdds: multiplyAdds, bytes: bytes))
  }

  /// The time it takes at best: of every level the larger of what arithmetic and what memory takes,
  /// because statistics of a batch wait for all of it and no level runs while another does.
  public func seconds(on peak: MachinePeak) -> Double {
    levels.reduce(0) { sum, level in
      sum + max(2 * Double(level.multiplyAdds) / peak.flops, Double(level.bytes) / peak.bandwidth)
    }
  }
}

extension Execution {
  /// The work of `forward` over a full batch with the gates that are active now.
  public func forwardWork() -> PassWork {
    var work = PassWork()
    for level in TapePlan.levels(plan.forward) {
      var touched: Set<Touch> = []
      var sum = 0
      for operation in active(level).map({ $0.operation }) {
        sum += multiplyAdds(operation)
        for input in activeInputs(operation) { touched.insert(touch(input)) }
        if let output = operation.output { touched.insert(touch(output)) }
      }
      work.add(multiplyAdds: batch * sum, bytes: bytes(touched))
    }
    return work
  }

  /// The work of `backward` over a full batch with the gates that are active now.
  ///
  /// - Parameter weights: whether the gradients of the weights are wanted.
  public func backwardWork(weights: Bool) -> PassWork {
    var work = PassWork()
    for level in TapePlan.levels(plan.backward) {
      var touched: Set<Touch> = []
      var sum = 0
      for (operation, phase) in active(level, weights: weights) {
        // Sums over the batch read the output and its gradient, those of a node its other terms.
        let inputs =
          phase == .reduce ? reducedInputs(operation) : activeInputs(operation)
        for input in inputs { touched.insert(touch(input)) }
        if let output = operation.output {
          touched.insert(Touch(tensor: gradientHolder(of: output), isGradient: true))
          if !(operation is WeightedNode) { touched.insert(touch(output)) }
        }
        let stored = inputs.filter { plan.fusedInto[$0] == nil && tape.tensors[$0].hasGradient }
        if phase == .gradient || operation is WeightedNode {
          for input in stored { touched.insert(Touch(tensor: input, isGradient: true)) }
        }
        if phase == .gradient {
          let sides = (stored.isEmpty ? 0 : 1) + (weights ? 1 : 0)
          sum += sides * multiplyAdds(operation)
        }
      }
      work.add(multiplyAdds: batch * sum, bytes: bytes(touched))
    }
    return work
  }

  private struct Touch: Hashable {
    let tensor: Int
    var isGradient = false
  }

  /// The numbers of a tensor, which it may share with others.
  private func touch(_ tensor: Int) -> Touch { Touch(tensor: plan.holder[tensor]) }

  private func active(
    _ level: [Task],
    weights: Bool = true
  ) -> [(operation: Operation, phase: Phase)] {
    level.compactMap { task in
      guard isActive(task), weights || !task.servesWeightsOnly,
        case .operation(let index, let phase) = task.work
      else { return nil }
      return (tape.operations[index], phase)
    }
  }

  /// The tensors an operation reads, without terms that are switched off.
  private func activeInputs(_ operation: Operation) -> [Int] {
    guard let node = operation as? WeightedNode else { return operation.inputs.map { $0.tensor } }
    return node.terms.filter { $0.gate.map { activeGates[$0] } ?? true }.map { $0.value.tensor }
  }

  /// The tensors beside its output that an operation reads to make sums over the batch.
  private func reducedInputs(_ operation: Operation) -> [Int] {
    guard operation is WeightedNode else { return [] }
    return activeInputs(operation).filter { plan.fusedInto[$0] == nil }
  }

  /// Multiply-adds of a sample on the way forward.
  private func multiplyAdds(_ operation: Operation) -> Int {
    let record = operation.output.map { tape.tensors[$0] }
    let pixels = record.map { $0.height * $0.width } ?? 1
    var perPixel = 0
    for index in operation.parameters {
      switch parameters[index].kind {
      case .convolution, .depthwise, .linear: perPixel += parameters[index].count
      case .bias, .scale, .offset: break
      }
    }
    return pixels * perPixel
  }

  private func bytes(_ touched: Set<Touch>) -> Int {
    var elements = 0
    for touch in touched {
      let record = tape.tensors[touch.tensor]
      elements += record.height * record.width * record.layout.padded
    }
    return elements * batch * elementSize
  }
}
