public import Charts

/// A figure of a report with what its numbers were taken from.
public struct DrawnFigure: Sendable {
  /// The name of its files.
  public let name: String
  /// What it shows.
  public let summary: String
  /// Its data, as in its CSV.
  public let rows: [[DataCell]]
  /// The folders of the runs it was made from.
  public var runs: [String]
}
