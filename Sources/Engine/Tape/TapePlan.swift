/// The timetable of a tape: rounds of tasks.
///
/// Within a round each sample is independent, between rounds lies a barrier where batch statistics
/// are completed.
struct TapePlan {
  /// For a tensor whose normalized value only one node reads: that node's operation.
  ///
  /// Its gradient is the node's and is never stored.
  let fusedInto: [Int: Int]
  /// What the samples of a batch take of each tensor.
  let bytes: [Int]
  /// Zero pixels around the shared rectified copy of each tensor.
  let padding: [Int]
  /// The tensor that owns the memory of each tensor, of which it is a slice.
  let root: [Int]
  /// The tensor that holds the numbers of each tensor: itself or its twin.
  let holder: [Int]
  /// Whether a gradient of the root is stored.
  let storesGradient: [Bool]
  /// The number of slices that each tensor is stored as, one after the other.
  ///
  /// Readers of one slice then meet no other's lines. One where the channels of a pixel lie together.
  let blocks: [Int]
  /// Whether the gradient of a tensor has one writer, which writes it over instead of adding to zeros.
  let isOverwritten: [Bool]
  /// The outputs whose gradients are the first that a sample's share of a round turns into those of
  /// their inputs, which are then in no cache.
  let opensInput: Set<Int>
  /// The outputs beside which more is written before their sums are known than a round may touch, so that
  /// what reads them normalized finds them in no cache.
  let outgrowing: Set<Int>
  /// The tensors with a normalization whose sums are made by the one operation that reads them, in the
  /// round in which it writes their gradients.
  let summedByReader: Set<Int>
  let forward: [[Task]]
  let backward: [[Task]]
  /// First and last backward round at which a root's gradient is in use.
  let gradientLife: [Int: (first: Int, last: Int)]

  /// - Parameters:
  ///   - batch: samples in a batch, by which rounds are cut; results do not depend on it.
  ///   - elementSize: bytes of an element, likewise.
  init(_ tape: Tape, batch: Int, elementSize: Int) {
    let operations = tape.operations
    let tensors = tape.tensors
    root = tensors.indices.map { tensors[$0].parent?.tensor ?? $0 }

    var padding = [Int](repeating: 0, count: tensors.count)
    var readers = [[Int]](repeating: [], count: tensors.count)
    for (index, operation) in operations.enumerated() {
      for input in operation.inputs {
        readers[input.tensor].append(index)
        padding[input.tensor] = max(padding[input.tensor], operation.padding ?? 0)
      }
    }
    self.padding = padding

    var fused: [Int: Int] = [:]
    for norm in tape.norms {
      let uses = readers[norm.tensor]
      if uses.count == 1, operations[uses[0]] is WeightedNode { fused[norm.tensor] = uses[0] }
    }
    fusedInto = fused
    let roots = root
    holder = tensors.indices.map { tensors[$0].twin ?? $0 }
    let parts = TensorParts(root, holder: holder)
    blocks = tensors.indices.map { tensor in
      readers[tensor].allSatisfy { operations[$0].readsBlocks } ? parts.of[tensor].count : 1
    }
    storesGradient = tensors.indices.map {
      roots[$0] == $0 && tensors[$0].hasGradient && fused[$0] == nil
    }
    isOverwritten = Self.overwritten(tape, readers: readers)
    bytes = tensors.map { $0.height * $0.width * $0.layout.padded * batch * elementSize }
    forward = RoundScheduler(Self.forwardTasks(tape, parts), bytes: bytes).rounds.map {
      $0.map { $0.task }
    }
    outgrowing = Self.outgrowing(forward, operations, holder: holder, bytes: bytes)
    let tasks = BackwardTasks(
      tape: tape,
      parts: parts,
      fused: fused,
      stores: storesGradient,
      overwritten: isOverwritten
    )
    let rounds = RoundScheduler(tasks.tasks, bytes: bytes).rounds
    backward = rounds.map { $0.map { $0.task } }
    opensInput = Self.firstTouches(rounds, operations)
    summedByReader = Self.summed(backward, operations, overwritten: isOverwritten)
    gradientLife = Self.gradientLife(rounds, root: root, stores: storesGradient)
  }

  private static func outgrowing(
    _ rounds: [[Task]],
    _ operations: [Operation],
    holder: [Int],
    bytes: [Int]
  ) -> Set<Int> {
    var result: Set<Int> = []
    for level in levels(rounds) {
      let outputs = level.compactMap { task -> Int? in
        guard case .operation(let index, .forward) = task.work else { return nil }
        return operations[index].output
      }
      let written = Set(outputs.map { holder[$0] }).reduce(0) { $0 + bytes[$1] }
      if written > RoundScheduler.budget { result.formUnion(outputs) }
    }
    return result
  }

  /// The outputs of the operations whose gradient task finds those of its inputs untouched by its round.
  private static func firstTouches(
    _ rounds: [[PlannedTask]],
    _ operations: [Operation]
  ) -> Set<Int> {
    var outputs: Set<Int> = []
    for round in rounds {
      var touched: Set<PlannedTask.Touch> = []
      for task in round {
        let isKnown = task.adds.contains { touched.contains(.init(tensor: $0, isGradient: true)) }
        if case .operation(let index, .gradient) = task.task.work, !isKnown,
          let output = operations[index].output
        {
          outputs.insert(output)
        }
        touched.formUnion(task.touches)
      }
    }
    return outputs
  }

  private static func summed(
    _ rounds: [[Task]],
    _ operations: [Operation],
    overwritten: [Bool]
  ) -> Set<Int> {
    var result: Set<Int> = []
    for round in rounds {
      var written: Set<Int> = []
      for task in round {
        guard case .operation(let index, let phase) = task.work else { continue }
        let operation = operations[index]
        if phase == .gradient, operation.canSumInput {
          written.formUnion(operation.inputs.map { $0.tensor }.filter { overwritten[$0] })
        } else if phase == .reduce, let output = operation.output, written.contains(output) {
          result.insert(output)
        }
      }
    }
    return result
  }

  /// The rounds between whose first and last task the gradient of each tensor is in use.
  private static func gradientLife(
    _ rounds: [[PlannedTask]],
    root: [Int],
    stores: [Bool]
  ) -> [Int: (first: Int, last: Int)] {
    var life: [Int: (first: Int, last: Int)] = [:]
    for (index, round) in rounds.enumerated() {
      for touch in round.flatMap({ $0.touches }) where touch.isGradient {
        let owner = root[touch.tensor]
        if stores[owner] { life[owner] = (life[owner]?.first ?? index, index) }
      }
    }
    return life
  }

  /// Tensors of their own that a single convolution reads, which runs whenever their producer does.
  private static func overwritten(_ tape: Tape, readers: [[Int]]) -> [Bool] {
    var result = readers.map { $0.count == 1 && tape.operations[$0[0]].canOverwrite }
    for (index, record) in tape.tensors.enumerated() {
      guard let parent = record.parent else { continue }
      result[index] = false
      result[parent.tensor] = false
    }
    for operation in tape.operations {
      guard let output = operation.output, result[output] else { continue }
      result[output] = tape.operations[readers[output][0]].gate == operation.gate
    }
    return result
  }

  /// Whether the terms of a node do not fit the caches together, so that none is still there when the
  /// node reads it.
  func leavesCaches(_ node: WeightedNode, _ tape: Tape) -> Bool {
    node.terms.reduce(0) { $0 + bytes[$1.value.tensor] } > Self.cache
  }

  /// What a common third-level cache holds beside other programs', in bytes.
  private static let cache = 16 << 20

  /// The scratch memory of a rectified copy of a value.
  func rectified(_ value: Value) -> BorderedImage {
    BorderedImage(
      use: .rectified,
      height: value.height,
      width: value.width,
      lanes: value.layout.padded,
      border: padding[value.tensor]
    )
  }

  private static func forwardTasks(_ tape: Tape, _ parts: TensorParts) -> [PlannedTask] {
    // When a tensor (all slices of a root) is there: level, and depth within it.
    var ready = [(level: Int, depth: Int)](repeating: (0, -1), count: tape.tensors.count)
    var producer: [Int: Int] = [:]
    var tasks: [PlannedTask] = []
    for (index, operation) in tape.operations.enumerated() {
      var level = 0
      var depth = 0
      for input in operation.inputs {
        let source = ready[input.tensor]
        let start = input.norm == nil ? source : (level: source.level + 1, depth: -1)
        if start.level > level {
          level = start.level
          depth = 0
        }
        if start.level == level { depth = max(depth, start.depth + 1) }
      }
      var task = PlannedTask(
        work: .operation(index, .forward),
        level: level,
        depth: depth,
        group: operation.inputs[0].tensor
      )
      for input in operation.inputs {
        task.reads += parts.of[input.tensor]
        // What a node adds up has no use for the caches.
        if !(operation is WeightedNode) { task.touches += parts.touches(input.tensor) }
        if input.norm != nil, let source = producer[input.tensor] { task.sums.append(source) }
      }
      for twin in operation.twins { task.reads += parts.of[twin] }
      if let output = operation.output {
        task.adds = parts.of[output]
        task.touches += parts.touches(output)
        producer[output] = index
        ready[output] = (level, depth)
        let root = parts.root[output]
        if root != output, (level, depth) > (ready[root].level, ready[root].depth) {
          ready[root] = (level, depth)
        }
      }
      tasks.append(task)
    }
    return arrange(tasks)
  }

  /// Tasks by level, then depth, then what they read, then the order they were made.
  static func arrange(_ tasks: [PlannedTask]) -> [PlannedTask] {
    tasks.enumerated().sorted {
      ($0.element.task.level, $0.element.depth, $0.element.group, $0.offset)
        < ($1.element.task.level, $1.element.depth, $1.element.group, $1.offset)
    }.map { $0.element }
  }

  /// The tasks of rounds by level.
  static func levels(_ rounds: [[Task]]) -> [[Task]] {
    let tasks = rounds.joined()
    var levels = [[Task]](repeating: [], count: (tasks.map { $0.level }.max() ?? -1) + 1)
    for task in tasks { levels[task.level].append(task) }
    return levels
  }
}

/// The tensors that share no memory with each other: those that are slices of a tensor stand for it.
struct TensorParts {
  /// The tensor that owns the memory of each tensor.
  let root: [Int]
  /// The parts that each tensor is made of.
  let of: [[Int]]
  private let holder: [Int]

  init(_ root: [Int], holder: [Int]) {
    var slices = [[Int]](repeating: [], count: root.count)
    for tensor in root.indices where root[tensor] != tensor { slices[root[tensor]].append(tensor) }
    self.root = root
    self.holder = holder
    of = root.indices.map { slices[$0].isEmpty ? [$0] : slices[$0] }
  }

  /// The memory of a tensor or of its gradient, part by part.
  func touches(_ tensor: Int, isGradient: Bool = false) -> [PlannedTask.Touch] {
    of[isGradient ? tensor : holder[tensor]].map {
      PlannedTask.Touch(tensor: $0, isGradient: isGradient)
    }
  }
}
