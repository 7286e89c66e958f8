/// A piece of the timetable: an operation in a phase, or the clearing of a gradient.
///
/// Nothing but numbers, because the inner loops copy it.
struct Task {
  enum Work {
    case operation(Int, Phase)
    case clear(tensor: Int)
  }

  let work: Work
  /// How many times a sum over the batch must be complete before.
  let level: Int
  /// Whether it is of no use where only the gradients of gates are wanted.
  var servesWeightsOnly = false
}

/// A task and what decides when it runs.
struct PlannedTask {
  /// Memory that a task reads or writes.
  struct Touch: Hashable {
    /// The tensor, one that is not made of others.
    let tensor: Int
    var isGradient = false
  }

  var task: Task
  /// Position among the tasks of a level that a sample passes through.
  let depth: Int
  /// Tasks of one depth are grouped by what they read.
  let group: Int
  /// What must be complete for the same sample: tensors forwards, their gradients backwards.
  var reads: [Int] = []
  /// What it writes or adds to, likewise.
  var adds: [Int] = []
  /// The gates to whose gradients it adds.
  var gates: [Int] = []
  /// The operations whose sums over the batch it needs.
  var sums: [Int] = []
  /// Everything it reads or writes.
  var touches: [Touch] = []

  init(work: Task.Work, level: Int, depth: Int, group: Int) {
    task = Task(work: work, level: level)
    self.depth = depth
    self.group = group
  }
}
