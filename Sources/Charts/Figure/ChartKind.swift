/// A kind of chart: a value that can be coded, tabulated and drawn.
///
/// A new kind is one file in `Kinds` that adopts this protocol, one line in `ChartKinds.all` and a
/// golden image. The shared tests (layout with hostile data, themes, scales, coding, CSV) reach it
/// through the catalogue.
public protocol ChartKind: Codable, Sendable, Hashable {
  /// The stable name of the kind, written as `kind` in JSON.
  static var id: String { get }
  /// What the kind is for, in one line.
  static var summary: String { get }
  /// A small realistic chart of the kind, used by documentation and goldens.
  static var example: Self { get }
  /// A chart of the kind with `data` wherever the kind takes numbers and names.
  static func stressed(with data: StressData) -> Self
  /// What the reader must know about data that could not be shown, such as values <= 0 on a log
  /// axis; drawn below the chart.
  var notes: [String] { get }
  /// The drawn values, one row each, with full names.
  var table: DataTable { get }
  /// Draws the chart into `area`.
  func draw(on canvas: Canvas, in area: Rect)
}

extension ChartKind {
  /// Nothing to say.
  public var notes: [String] { [] }
}

/// Series of awkward numbers and names from which a kind builds a chart for the layout checker.
public struct StressData: Sendable, Hashable {
  /// What is awkward about it.
  public let name: String
  /// The name of each series.
  public let names: [String]
  /// The values of each series, one list per name.
  public let values: [[Double]]
  /// Whether value axes should be logarithmic.
  public let isLogarithmic: Bool

  /// Creates stress data.
  ///
  /// - Precondition: there is one list of values per name.
  public init(name: String, names: [String], values: [[Double]], isLogarithmic: Bool = false) {
    precondition(
      names.count == values.count,
      "\(names.count) names do not fit \(values.count) series"
    )
    self.name = name
    self.names = names
    self.values = values
    self.isLogarithmic = isLogarithmic
  }
}
