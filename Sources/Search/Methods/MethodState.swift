public import Networks

/// What the choices of a method keep from step to step, beside weights, alpha and optimizers.
public struct MethodState: Sendable, Hashable, Codable {
  /// The architectures that the rule `candidates` trains.
  public struct Candidates: Sendable, Hashable, Codable {
    /// The one being trained.
    public var current: [AlphaChoice] = []
    /// The best so far.
    public var best: [AlphaChoice]?
    /// Its accuracy on the architecture images.
    public var accuracy = -1.0
    /// How many are done.
    public var count = 0
  }

  /// An end before the last epoch.
  public struct Stop: Sendable, Hashable, Codable {
    /// The epoch after which it was decided.
    public var epoch: Int
    /// The epoch whose architecture is the result.
    public var resultEpoch: Int
    /// Why.
    public var reason: String
    /// The result.
    public var choices: [AlphaChoice]
  }

  /// The stage of the schedule, counted from 0.
  public var stage = 0
  /// Which operations are left.
  public var alive: [Bool]
  /// What the schedule of the space keeps.
  public var memory: ScheduleMemory
  /// What the stopping rule was told since the start or the last return.
  public var reports: [EpochReport] = []
  /// Set when the search ends early.
  public var stop: Stop?
  /// What the weight decay is multiplied by.
  public var decayFactor = 1.0
  /// What the rule `candidates` keeps.
  public var candidates = Candidates()
  /// Epochs whose end was dealt with.
  public var endedEpochs = 0

  /// Creates the state before the first step.
  public init(count: Int, memory: ScheduleMemory) {
    alive = [Bool](repeating: true, count: count)
    self.memory = memory
  }
}
