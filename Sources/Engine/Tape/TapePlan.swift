/// A piece of the timetable: an operation in a phase, or the clearing of a gradient.
struct Task {
  enum Work {
    case operation(Int, Phase)
    case clear(tensor: Int)
  }

  let work: Work
  var level: Int
  /// Position among the tasks of a level that a sample passes through.
  var depth: Int
  /// Tasks of one depth are grouped by what they read.
  let group: Int
}

/// The timetable of a tape: levels of tasks.
///
/// Within a level each sample is independent, between levels lies a barrier where batch statistics
/// are completed.
struct TapePlan {
  /// For a tensor whose normalized value only one node reads: that node's operation.
  ///
  /// Its gradient is the node's and is never stored.
  let fusedInto: [Int: Int]
  /// Zero pixels around the shared rectified copy of each tensor.
  let padding: [Int]
  /// The tensor that owns the memory of each tensor.
  let root: [Int]
  /// Whether a gradient of the root is stored.
  let storesGradient: [Bool]
  /// Whether the gradient of a tensor has one writer, which writes it over instead of adding to zeros.
  let isOverwritten: [Bool]
  let forward: [[Task]]
  let backward: [[Task]]
  /// First and last backward level at which a root's gradient is in use.
  let gradientLife: [Int: (first: Int, last: Int)]

  init(_ tape: Tape) {
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
    storesGradient = tensors.indices.map {
      roots[$0] == $0 && tensors[$0].hasGradient && fused[$0] == nil
    }
    isOverwritten = Self.overwritten(tape, readers: readers)
    forward = Self.forwardLevels(tape, root: root)
    let scheduler = BackwardScheduler(
      tape: tape,
      root: root,
      fused: fused,
      stores: storesGradient,
      overwritten: isOverwritten
    )
    backward = scheduler.levels
    gradientLife = scheduler.life
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

  private static func forwardLevels(_ tape: Tape, root: [Int]) -> [[Task]] {
    // When a tensor (all slices of a root) is there: level, and depth within it.
    var ready = [(level: Int, depth: Int)](repeating: (0, -1), count: tape.tensors.count)
    var tasks: [Task] = []
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
      tasks.append(
        Task(
          work: .operation(index, .forward),
          level: level,
          depth: depth,
          group: operation.inputs[0].tensor
        )
      )
      guard let output = operation.output else { continue }
      ready[output] = (level, depth)
      if root[output] != output {
        let whole = ready[root[output]]
        if (level, depth) > (whole.level, whole.depth) { ready[root[output]] = (level, depth) }
      }
    }
    return arrange(tasks)
  }

  /// Tasks by level, then depth, then what they read, then the order they were made.
  static func arrange(_ tasks: [Task]) -> [[Task]] {
    let count = (tasks.map { $0.level }.max() ?? -1) + 1
    var levels = [[(Int, Task)]](repeating: [], count: count)
    for (index, task) in tasks.enumerated() { levels[task.level].append((index, task)) }
    return levels.map { level in
      level.sorted {
        ($0.1.depth, $0.1.group, $0.0) < ($1.1.depth, $1.1.group, $1.0)
      }.map { $0.1 }
    }
  }
}
