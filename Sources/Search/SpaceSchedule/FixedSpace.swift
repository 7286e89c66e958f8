/// Every operation stays to the end.
public struct FixedSpace: SpaceSchedule {
  /// Creates the schedule.
  public init() {}

  /// The name, `fixed`.
  public var id: String { "fixed" }
  /// What it does.
  public var summary: String { "every operation stays to the end" }
}
