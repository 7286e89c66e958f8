/// Orders the backward pass into levels.
///
/// A task that needs a batch sum waits a level for it; a task that needs another's gradient of the
/// same sample only comes later in the same level.
struct BackwardScheduler {
  private(set) var levels: [[Task]] = []
  /// First and last level at which a root's gradient is in use.
  private(set) var life: [Int: (first: Int, last: Int)] = [:]

  private struct Moment: Comparable {
    var level = 0
    var depth = 0

    static func < (left: Moment, right: Moment) -> Bool {
      (left.level, left.depth) < (right.level, right.depth)
    }

    var afterwards: Moment { Moment(level: level, depth: depth + 1) }
    var nextLevel: Moment { Moment(level: level + 1, depth: 1) }
  }

  init(tape: Tape, root: [Int], fused: [Int: Int], stores: [Bool], overwritten: [Bool]) {
    var tasks: [Task] = []
    var written: [Int: (first: Moment, last: Moment)] = [:]
    var lastRead: [Int: Moment] = [:]
    var reduced: [Int: Moment] = [:]
    for index in tape.operations.indices.reversed() {
      let operation = tape.operations[index]
      let group = operation.inputs[0].tensor
      // Depth 0 of every level belongs to the clearing of gradients.
      var start = Moment(level: 0, depth: 1)
      let output = operation.output
      let ownRoot = output.map { root[$0] }
      // What nothing reads has no gradient and gets no task.
      if let output, let ownRoot {
        let node = fused[output]
        if node.map({ reduced[$0] == nil }) ?? (written[ownRoot] == nil) { continue }
      }
      if let ownRoot, let last = written[ownRoot]?.last { start = max(start, last.afterwards) }
      var final = start
      if let node = operation as? WeightedNode {
        tasks.append(Self.task(index, .reduce, start, group))
        reduced[index] = start
        for term in node.terms where fused[term.value.tensor] != index {
          Self.note(start, root[term.value.tensor], stores, &written)
        }
      } else {
        let convolution = operation as? NormalizedOperation
        var moment = start
        if let output, let node = fused[output] {
          moment = max(Moment(level: 0, depth: 1), (reduced[node] ?? start).nextLevel)
          final = moment
          let nodeRoot = tape.operations[node].output.map { root[$0] }
          if let nodeRoot { lastRead[nodeRoot] = max(lastRead[nodeRoot] ?? moment, moment) }
        } else if convolution?.outputNorm != nil {
          tasks.append(Self.task(index, .reduce, start, group))
          moment = start.nextLevel
          final = moment
        }
        tasks.append(Self.task(index, .gradient, moment, group))
        for input in operation.inputs {
          Self.note(moment, root[input.tensor], stores, &written)
        }
      }
      if let ownRoot { lastRead[ownRoot] = max(lastRead[ownRoot] ?? final, final) }
    }
    for tensor in written.keys.sorted() {
      guard let span = written[tensor] else { continue }
      if !overwritten[tensor] {
        tasks.append(
          Task(
            work: .clear(tensor: tensor),
            level: span.first.level,
            depth: 0,
            group: tensor
          )
        )
      }
      let last = max(span.last.level, lastRead[tensor]?.level ?? 0)
      life[tensor] = (span.first.level, last)
    }
    levels = TapePlan.arrange(tasks)
  }

  private static func task(_ index: Int, _ phase: Phase, _ at: Moment, _ group: Int) -> Task {
    Task(work: .operation(index, phase), level: at.level, depth: at.depth, group: group)
  }

  private static func note(
    _ moment: Moment,
    _ tensor: Int,
    _ stores: [Bool],
    _ written: inout [Int: (first: Moment, last: Moment)]
  ) {
    guard stores[tensor] else { return }
    let span = written[tensor] ?? (moment, moment)
    written[tensor] = (min(span.first, moment), max(span.last, moment))
  }
}
