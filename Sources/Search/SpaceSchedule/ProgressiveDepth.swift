import Networks
public import Records

/// Stages of equal length, each a deeper network of fewer operations that starts anew: 0, 6 and 12
/// cells more than the spec's (5, 11, 17 from 5), with 3, then 2 operations less on every edge
/// (P-DARTS: Chen et al., ICCV 2019, section 3.3; 8, 5, 3 operations).
///
/// The last removal takes `none` first, as in the authors' code.
public struct ProgressiveDepth: SpaceSchedule {
  /// Cells added to the spec's in each stage.
  public var added: [Int]
  /// Operations removed from every edge after each stage but the last.
  public var removed: [Int]

  /// Creates the schedule.
  public init(added: [Int] = [0, 6, 12], removed: [Int] = [3, 2]) {
    self.added = added
    self.removed = removed
  }

  /// The name, `progressive`.
  public var id: String { "progressive" }
  /// What it does.
  public var summary: String {
    "deeper stages of fewer operations (Chen et al., 2019, section 3.3)"
  }
  /// Cells added in each stage.
  public var stages: [Int] { added }

  /// Removes the weakest operations of every row, at most all but one.
  public func finishStage(_ stage: Int, _ context: inout ScheduleContext) {
    guard removed.indices.contains(stage) else { return }
    let takesNone = stage == added.count - 2
    for row in context.layout.rows {
      let order = context.live(row).sorted { one, other in
        func key(_ index: Int) -> (Int, Double, Int) {
          let isNone = row.operations[index - row.offset] == "none"
          return (takesNone && isNone ? 0 : 1, context.weights[index], index)
        }
        return key(one) < key(other)
      }
      for index in order.prefix(min(removed[stage], order.count - 1)) {
        context.alive[index] = false
      }
    }
  }

  /// Stages that do not fit each other.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.require(
      !added.isEmpty && added.allSatisfy { (0...200).contains($0) },
      "added",
      expected: "cells added in each stage, 0 to 200",
      got: "\(added)"
    )
    checks.require(
      removed.count == added.count - 1 && removed.allSatisfy { $0 >= 0 },
      "removed",
      expected: "a number for each of the \(added.count - 1) stages before the last",
      got: "\(removed)"
    )
    return checks.problems
  }
}
