import Testing

@testable import Engine

@Suite struct RoundSchedulerTests {
  /// A pass over `count` tensors that one operation each makes, normalized, and another reads.
  private func pairs(_ count: Int) -> [PlannedTask] {
    let makers = (0..<count).map { index in
      var task = PlannedTask(work: .operation(index, .forward), level: 0, depth: 0, group: index)
      task.adds = [index]
      task.touches = [PlannedTask.Touch(tensor: index)]
      return task
    }
    let readers = (0..<count).map { index in
      var task = PlannedTask(
        work: .operation(count + index, .forward),
        level: 1,
        depth: 0,
        group: index
      )
      task.reads = [index]
      task.sums = [index]
      task.adds = [count]
      task.touches = [PlannedTask.Touch(tensor: index), PlannedTask.Touch(tensor: count)]
      return task
    }
    return makers + readers
  }

  private func operations(_ round: [Task]) -> [Int] {
    round.map { task in
      if case .operation(let index, _) = task.work { return index }
      return -1
    }
  }

  @Test("a sum over the batch is read in a later round, and soon where memory is large")
  func sums() {
    let large = [Int](repeating: RoundScheduler.budget, count: 5)
    let rounds = RoundScheduler(pairs(4), bytes: large).rounds.map { operations($0.map(\.task)) }
    #expect(rounds == [[0], [4], [1], [5], [2], [6], [3], [7]])
    let small = [Int](repeating: 1, count: 5)
    #expect(
      RoundScheduler(pairs(4), bytes: small).rounds.map { operations($0.map(\.task)) } == [
        [0, 1, 2, 3], [4, 5, 6, 7],
      ]
    )
  }

  @Test("what a round has touched is used up before something else is touched")
  func sharing() {
    let tasks = [[0], [1], [0, 2]].enumerated().map { index, tensors in
      var task = PlannedTask(work: .operation(index, .forward), level: 0, depth: 0, group: 0)
      task.adds = [3 + index]
      task.touches = tensors.map { PlannedTask.Touch(tensor: $0) }
      return task
    }
    let rounds = RoundScheduler(tasks, bytes: [8, 8, 1, 0, 0, 0]).rounds
    #expect(rounds.map { operations($0.map(\.task)) } == [[0, 2, 1]])
    // The gradient of a tensor is memory of its own.
    var gradients = tasks
    gradients[2].touches[0].isGradient = true
    let others = RoundScheduler(gradients, bytes: [8, 8, 1, 0, 0, 0]).rounds
    #expect(others.map { operations($0.map(\.task)) } == [[0, 1, 2]])
  }

  @Test("tasks that add to the same memory or gate keep their order")
  func order() {
    // The reader of tensor 0 is ready first, but comes after that of tensor 1.
    var tasks = pairs(2)
    tasks.swapAt(2, 3)
    let large = [Int](repeating: RoundScheduler.budget, count: 3)
    let rounds = RoundScheduler(tasks, bytes: large).rounds.flatMap { operations($0.map(\.task)) }
    #expect(rounds == [0, 1, 3, 2])
    var gates = pairs(2)
    for index in 2..<4 {
      gates[index].adds = [2 + index]
      gates[index].gates = [0]
    }
    gates.swapAt(2, 3)
    let bytes = [Int](repeating: RoundScheduler.budget, count: 6)
    #expect(
      RoundScheduler(gates, bytes: bytes).rounds.flatMap { operations($0.map(\.task)) } == [
        0, 1, 3, 2,
      ]
    )
  }

  @Test("every task of a cell runs once, whatever is cut", arguments: [1, 64, 4096])
  func complete(batch: Int) {
    let tape = Tape()
    let image = tape.input(height: 16, width: 16, channels: 3)
    let stem = tape.convolution(
      image,
      channels: 8,
      kernel: 3,
      relu: false,
      norm: NormOptions(),
      name: "stem"
    )
    tape.gateCount = 3
    let terms = (0..<3).map { (gate: Int) in
      Term(
        tape.separableConvolution(
          stem,
          channels: 8,
          kernel: 3,
          norm: NormOptions(),
          name: "op\(gate)"
        ),
        gate: gate
      )
    }
    let node = tape.node(terms, name: "node")
    tape.classifier(node, classes: 2, name: "classifier")
    let plan = TapePlan(tape, batch: batch, elementSize: 4)
    let forward = plan.forward.flatMap { operations($0) }
    #expect(forward.sorted() == Array(tape.operations.indices))
    let gradients = plan.backward.joined().compactMap { task -> Int? in
      if case .operation(let index, .gradient) = task.work { return index }
      return nil
    }
    // All but the node, whose terms take its gradient themselves.
    #expect(
      gradients.sorted()
        == tape.operations.indices.filter { !(tape.operations[$0] is WeightedNode) }
    )
    if batch == 4096 { #expect(plan.backward.count > TapePlan.levels(plan.backward).count) }
  }

  @Test("a gradient is cleared right before its first use, which may be a read, and once")
  func clearing() {
    func adder(_ index: Int, to tensors: [Int]) -> PlannedTask {
      var task = PlannedTask(work: .operation(index, .gradient), level: 0, depth: 1, group: index)
      task.adds = tensors
      task.touches = tensors.map { PlannedTask.Touch(tensor: $0, isGradient: true) }
      return task
    }
    let clearings = [[0], [1, 2]].enumerated().map { index, tensors in
      var task = PlannedTask(work: .clear(tensor: index), level: 0, depth: 0, group: index)
      task.adds = tensors
      return task
    }
    var reader = adder(3, to: [])
    reader.reads = [2]
    let tasks = clearings + [adder(0, to: [0]), adder(1, to: [0]), adder(2, to: [1]), reader]
    let large = [Int](repeating: RoundScheduler.budget, count: 3)
    for bytes in [large, [1, 1, 1]] {
      let order = RoundScheduler(tasks, bytes: bytes).rounds.joined().map { task in
        switch task.task.work {
        case .clear(let tensor): "clear \(tensor)"
        case .operation(let index, _): "\(index)"
        }
      }
      let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
      #expect(order.count == tasks.count && places.count == tasks.count)
      let first = min(places["2"] ?? 0, places["3"] ?? 0)
      #expect(places["clear 0"] == (places["0"] ?? 0) - 1)
      #expect(places["clear 1"] == first - 1)
    }
  }
}
