/// Puts the tasks of a pass into rounds, between which all threads wait for each other.
///
/// A task runs in a later round than the sums over the batch it needs. Of all orders in which that
/// holds this one follows a tensor to its end before it begins another, takes next what touches least
/// that the round has not touched, and ends a round before that outgrows the caches: a tensor is then
/// still there when a sample's next task or the next round, which knows its sums, reads it again. Tasks
/// that add to the same memory keep the order they came in, so no rounding depends on where rounds end.
struct RoundScheduler {
  private(set) var rounds: [[PlannedTask]] = []

  /// What a round may touch, in bytes: enough that a sample passes through most of what waits for the
  /// same sums at once, in the second-level cache, and some of what one round leaves is still in a large
  /// third-level cache in the next.
  ///
  /// Rounds of a quarter read a third more from memory at batch 64.
  static let budget = 64 << 20

  private struct Dependencies {
    var successors: [[Int]]
    var missing: [Int]
    /// The tasks whose sums each needs, which must have run in an earlier round.
    var sums: [[Int]]
  }

  /// - Parameters:
  ///   - all: tasks in an order in which they could run one after the other.
  ///   - bytes: what each tensor takes in memory.
  init(_ all: [PlannedTask], bytes: [Int]) {
    let (tasks, clearings) = Self.withoutClearings(all)
    var dependencies = Self.dependencies(tasks)
    var round = [Int](repeating: -1, count: tasks.count)
    // The round of the latest task that each waited for: what it left is the most likely in cache.
    var latest = [Int](repeating: -1, count: tasks.count)
    var cleared: Set<Int> = []
    var ready = tasks.indices.filter { dependencies.missing[$0] == 0 }
    while !ready.isEmpty {
      var current: [PlannedTask] = []
      var touched: Set<PlannedTask.Touch> = []
      var size = 0
      var later: [Int] = []
      /// The ready task that touches least the round has not touched, and how much that is.
      func next() -> (place: Int, cost: Int)? {
        let costs = ready.map { index in
          tasks[index].touches.reduce(0) { touched.contains($1) ? $0 : $0 + bytes[$1.tensor] }
        }
        return ready.indices.min {
          // A round begins where the one before left off.
          let (left, right) = current.isEmpty ? (0, 0) : (costs[$0], costs[$1])
          return (left, -latest[ready[$0]], ready[$0]) < (right, -latest[ready[$1]], ready[$1])
        }.map { ($0, costs[$0]) }
      }
      while let (place, cost) = next(), current.isEmpty || size + cost <= Self.budget {
        let index = ready[place]
        ready.remove(at: place)
        for tensor in tasks[index].reads + tasks[index].adds {
          guard let clearing = clearings[tensor], cleared.insert(clearing).inserted else {
            continue
          }
          current.append(all[clearing])
        }
        current.append(tasks[index])
        round[index] = rounds.count
        touched.formUnion(tasks[index].touches)
        size += cost
        for next in dependencies.successors[index] {
          dependencies.missing[next] -= 1
          latest[next] = rounds.count
          guard dependencies.missing[next] == 0 else { continue }
          if dependencies.sums[next].contains(where: { round[$0] == rounds.count }) {
            later.append(next)
          } else {
            ready.append(next)
          }
        }
      }
      rounds.append(current)
      ready += later
    }
    precondition(round.allSatisfy { $0 >= 0 }, "tasks of a timetable wait for each other")
  }

  /// The tasks that are not clearings, and the place of the clearing of each tensor's gradient: it runs
  /// right before the first that reads or adds to it, which then finds it in the caches.
  private static func withoutClearings(
    _ all: [PlannedTask]
  ) -> (tasks: [PlannedTask], clearings: [Int: Int]) {
    var tasks: [PlannedTask] = []
    var clearings: [Int: Int] = [:]
    for (place, task) in all.enumerated() {
      guard case .clear = task.task.work else {
        tasks.append(task)
        continue
      }
      for tensor in task.adds { clearings[tensor] = place }
    }
    return (tasks, clearings)
  }

  private static func dependencies(_ tasks: [PlannedTask]) -> Dependencies {
    var found = Dependencies(
      successors: [[Int]](repeating: [], count: tasks.count),
      missing: [Int](repeating: 0, count: tasks.count),
      sums: [[Int]](repeating: [], count: tasks.count)
    )
    var writer: [Int: Int] = [:]
    var gateWriter: [Int: Int] = [:]
    var summing: [Int: Int] = [:]
    for (index, task) in tasks.enumerated() {
      var before: Set<Int> = []
      for tensor in task.reads + task.adds { if let last = writer[tensor] { before.insert(last) } }
      for gate in task.gates { if let last = gateWriter[gate] { before.insert(last) } }
      for operation in task.sums {
        guard let source = summing[operation] else {
          preconditionFailure("a task needs sums of operation \(operation), which come after it")
        }
        before.insert(source)
        found.sums[index].append(source)
      }
      found.missing[index] = before.count
      for source in before.sorted() { found.successors[source].append(index) }
      for tensor in task.adds { writer[tensor] = index }
      for gate in task.gates { gateWriter[gate] = index }
      switch task.task.work {
      case .operation(let operation, .forward), .operation(let operation, .reduce):
        summing[operation] = index
      default: break
      }
    }
    return found
  }
}
