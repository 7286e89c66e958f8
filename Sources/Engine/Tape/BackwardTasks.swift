/// The tasks of the backward pass, in an order in which they could run one after the other.
///
/// A task that needs a batch sum comes a level after it; a task that needs another's gradient of the
/// same sample comes later in the same level.
struct BackwardTasks {
  private(set) var tasks: [PlannedTask] = []
  private let tape: Tape
  private let parts: TensorParts
  private let fused: [Int: Int]
  private let stores: [Bool]
  /// Whether the gradient of each tensor reaches a gate.
  private let reachesGate: [Bool]

  private struct Moment: Comparable {
    var level = 0
    var depth = 0

    static func < (left: Moment, right: Moment) -> Bool {
      (left.level, left.depth) < (right.level, right.depth)
    }

    var afterwards: Moment { Moment(level: level, depth: depth + 1) }
    var nextLevel: Moment { Moment(level: level + 1, depth: 1) }
  }

  init(
    tape: Tape,
    parts: TensorParts,
    fused: [Int: Int],
    stores: [Bool],
    overwritten: [Bool]
  ) {
    self.tape = tape
    self.parts = parts
    self.fused = fused
    self.stores = stores
    reachesGate = Self.reachesGate(tape, parts)
    var written: [Int: (first: Moment, last: Moment)] = [:]
    var reduced: [Int: Moment] = [:]
    for index in tape.operations.indices.reversed() {
      let operation = tape.operations[index]
      // Depth 0 of every level belongs to the clearing of gradients.
      var start = Moment(level: 0, depth: 1)
      let node = operation.output.flatMap { fused[$0] }
      // What nothing reads has no gradient and gets no task.
      if let output = operation.output {
        let root = parts.root[output]
        if node.map({ reduced[$0] == nil }) ?? (written[root] == nil) { continue }
        if let last = written[root]?.last { start = max(start, last.afterwards) }
      }
      if operation is WeightedNode {
        reduced[index] = start
        let task = reduction(index, of: index, start)
        if !task.touches.isEmpty { tasks.append(task) }
        note(start, task, &written)
        continue
      }
      if let node, let moment = reduced[node] {
        tasks.append(reduction(index, of: node, moment))
        start = moment.nextLevel
      } else if (operation as? NormalizedOperation)?.outputNorm != nil {
        tasks.append(reduction(index, of: index, start))
        start = start.nextLevel
      }
      let task = gradient(index, node: node, start)
      tasks.append(task)
      note(start, task, &written)
    }
    for root in written.keys.sorted() where !overwritten[root] {
      guard let first = written[root]?.first else { continue }
      var task = PlannedTask(work: .clear(tensor: root), level: first.level, depth: 0, group: root)
      task.adds = parts.of[root]
      task.touches = gradientTouches(root)
      tasks.append(task)
    }
    tasks = TapePlan.arrange(tasks)
  }

  /// The task that makes an operation's sums over the batch, from the gradient of the output of
  /// `holder`: the node it is fused into, or itself.
  ///
  /// That of a node makes those of its other terms and gives them their gradient; it touches nothing
  /// where there are none.
  private func reduction(_ index: Int, of holder: Int, _ moment: Moment) -> PlannedTask {
    let operation = tape.operations[index]
    // Grouped by the holder, so that sums come before what else adds to the same gates.
    var task = PlannedTask(
      work: .operation(index, .reduce),
      level: moment.level,
      depth: moment.depth,
      group: tape.operations[holder].inputs[0].tensor
    )
    guard let output = operation.output, let held = tape.operations[holder].output else {
      return task
    }
    task.reads = parts.of[held]
    guard let node = operation as? WeightedNode else {
      if let node = tape.operations[holder] as? WeightedNode {
        task.gates = node.terms.filter { $0.value.tensor == output }.compactMap { $0.gate }
      }
      task.touches = parts.touches(output) + gradientTouches(held)
      // Where the gradient ends, sums are of use only for the gradient of the gate.
      task.task.servesWeightsOnly = task.gates.isEmpty && !reachesGate(operation)
      return task
    }
    let others = node.terms.filter { fused[$0.value.tensor] != index }
    if others.isEmpty { return task }
    task.touches = gradientTouches(held)
    for term in others {
      if let gate = term.gate {
        task.gates.append(gate)
        task.touches += parts.touches(term.value.tensor)
      }
      addGradient(of: term.value.tensor, to: &task)
    }
    return task
  }

  /// The task that turns the gradient of an operation's output into those of inputs and weights.
  private func gradient(_ index: Int, node: Int?, _ moment: Moment) -> PlannedTask {
    let operation = tape.operations[index]
    var task = PlannedTask(
      work: .operation(index, .gradient),
      level: moment.level,
      depth: moment.depth,
      group: operation.inputs[0].tensor
    )
    if let output = operation.output {
      let held = node.flatMap { tape.operations[$0].output } ?? output
      task.reads = parts.of[held]
      task.touches = gradientTouches(held)
      if (operation as? NormalizedOperation)?.outputNorm != nil {
        task.sums = [index]
        task.touches += parts.touches(output)
      }
    }
    for input in operation.inputs {
      task.touches += parts.touches(input.tensor)
      addGradient(of: input.tensor, to: &task)
    }
    if let bypass = operation as? BypassNode {
      task.gates = bypass.gates.flatMap { Array($0) }
    } else {
      task.task.servesWeightsOnly = !reachesGate(operation)
    }
    return task
  }

  private func reachesGate(_ operation: Operation) -> Bool {
    operation.inputs.contains { reachesGate[$0.tensor] }
  }

  private func gradientTouches(_ tensor: Int) -> [PlannedTask.Touch] {
    parts.touches(tensor, isGradient: true)
  }

  private func addGradient(of tensor: Int, to task: inout PlannedTask) {
    guard stores[parts.root[tensor]] else { return }
    task.adds += parts.of[tensor]
    task.touches += gradientTouches(tensor)
  }

  /// Notes when gradients are written.
  private func note(
    _ moment: Moment,
    _ task: PlannedTask,
    _ written: inout [Int: (first: Moment, last: Moment)]
  ) {
    for root in Set(task.adds.map { parts.root[$0] }) {
      let span = written[root] ?? (moment, moment)
      written[root] = (min(span.first, moment), max(span.last, moment))
    }
  }

  /// Whether a tensor depends on a gate, tensor by tensor.
  private static func reachesGate(_ tape: Tape, _ parts: TensorParts) -> [Bool] {
    var result = [Bool](repeating: false, count: tape.tensors.count)
    for operation in tape.operations {
      guard let output = operation.output else { continue }
      var depends = operation.inputs.contains { result[$0.tensor] } || operation is BypassNode
      if let node = operation as? WeightedNode {
        depends = depends || node.terms.contains { $0.gate != nil }
      }
      guard depends else { continue }
      result[output] = true
      result[parts.root[output]] = true
    }
    return result
  }
}
