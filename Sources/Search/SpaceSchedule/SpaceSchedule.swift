public import Networks

/// The numbers a schedule of the space keeps from epoch to epoch.
public struct ScheduleMemory: Sendable, Hashable, Codable {
  /// What multiplies `SparsityPressure`.
  public var pressure = 1.0
  /// What the pressure grows by.
  public var growth = 0.0
  /// Epochs since something was removed.
  public var quiet = 0

  /// Creates a memory with pressure one.
  public init() {}
}

/// What a schedule of the space sees after an epoch.
public struct ScheduleContext {
  /// The rows of alpha.
  public var layout: AlphaLayout
  /// The gates of all operations, edges weighed, without noise.
  public var weights: [Double]
  /// Which operations are left.
  public var alive: [Bool]
  /// The epoch that ended.
  public var moment: Moment
  /// The share of the epochs in which alpha rests.
  public var rest: Double
  /// What the schedule keeps.
  public var memory: ScheduleMemory
  /// The share of architecture images classified rightly with only the operations of a mask computed,
  /// at the gates as they are or, when one-hot, at one.
  public var accuracy: (_ mask: [Bool], _ oneHot: Bool) -> Double
  /// A uniform integer below a bound, by the number of the draw of this epoch.
  public var draw: (_ bound: Int, _ number: Int) -> Int

  /// Creates a context.
  public init(
    layout: AlphaLayout,
    weights: [Double],
    alive: [Bool],
    moment: Moment,
    rest: Double = 0,
    memory: ScheduleMemory = ScheduleMemory(),
    accuracy: @escaping (_ mask: [Bool], _ oneHot: Bool) -> Double = { _, _ in 0 },
    draw: @escaping (_ bound: Int, _ number: Int) -> Int = { _, _ in 0 }
  ) {
    self.layout = layout
    self.weights = weights
    self.alive = alive
    self.moment = moment
    self.rest = rest
    self.memory = memory
    self.accuracy = accuracy
    self.draw = draw
  }

  /// The operations of a row that are left.
  func live(_ row: AlphaRow) -> [Int] { row.range.filter { alive[$0] } }

  /// The first epoch after the rest of alpha, and how many epochs follow from it on.
  var active: (start: Int, count: Int) {
    let start = Int((rest * Double(moment.epochs)).rounded())
    return (start, max(1, moment.epochs - start))
  }

  /// How many of `all` actions spread evenly over the epochs after the rest are due by now.
  func due(_ all: Int) -> Int {
    let (start, count) = active
    guard moment.epoch >= start else { return 0 }
    return all * (moment.epoch + 1 - start) / count
  }

  /// How many became due with this epoch.
  func dueNow(_ all: Int) -> Int {
    var before = self
    before.moment.epoch -= 1
    return due(all) - before.due(all)
  }
}

/// How the search space changes between epochs: one file per choice, one line in
/// `SpaceScheduleCatalog`.
public protocol SpaceSchedule: AxisChoice {
  /// Cells added to the spec's in each stage; a stage starts with new weights and alphas. One stage of
  /// no added cells unless the schedule is progressive.
  var stages: [Int] { get }
  /// The memory before the first epoch.
  var memory: ScheduleMemory { get }
  /// Epochs without pruning after which a network counts as settled when more of it goes, where the
  /// networks on the way are results too; nil where only the last one is.
  var paretoPatience: Int? { get }
  /// The search ends once the network that is left has fewer multiply-adds for an image; 0 for never.
  var leastMultiplyAdds: Double { get }
  /// Removes operations after an epoch.
  func remove(_ context: inout ScheduleContext)
  /// Removes operations at the end of a stage that is not the last.
  func finishStage(_ stage: Int, _ context: inout ScheduleContext)
}

extension SpaceSchedule {
  /// One stage.
  public var stages: [Int] { [0] }
  /// Pressure one.
  public var memory: ScheduleMemory { ScheduleMemory() }
  /// Only the last network is a result.
  public var paretoPatience: Int? { nil }
  /// Never.
  public var leastMultiplyAdds: Double { 0 }
  /// Nothing.
  public func remove(_ context: inout ScheduleContext) {}
  /// Nothing.
  public func finishStage(_ stage: Int, _ context: inout ScheduleContext) {}
}

/// The axis of schedules of the space, one line each.
public enum SpaceScheduleCatalog: Axis {
  /// The name in specs.
  public static let name = "schedule"
  /// Every schedule in the order documentation lists them.
  public static let all: [any SpaceSchedule] = [
    FixedSpace(),
    ProgressiveDepth(),
    TopPruning(),
    LowestPruning(),
    ThresholdPruning(),
    GradualPruning(),
    PerturbationSelection(),
  ]

  /// A schedule as an axis's choice.
  public static func erased(_ choice: any SpaceSchedule) -> any AxisChoice { choice }
}
