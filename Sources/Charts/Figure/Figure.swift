/// A figure as a value: what to draw, independent of theme and scale.
///
/// Coded as JSON with the chart under `chart` and its kind's name under `kind`.
public struct Figure: Sendable, Codable {
  /// The headline; it states what the reader should see; empty for none.
  public var title: String
  /// What exactly is shown, under the title; empty for none.
  public var subtitle: String
  /// Notes and sources below the chart; empty for none.
  public var caption: String
  /// The width in points, one pixel each at scale 1.
  public var width: Double
  /// The height in points.
  public var height: Double
  /// Fixed palette slots by series name, so that a name keeps its colour across figures.
  ///
  /// Slots 0 to 7 are the eight hues; 8 to 15 the same hues dashed, and so on.
  public var colorSlots: [String: Int]
  /// What is drawn.
  public var chart: any ChartKind

  /// Creates a figure of 880 by 500 points unless told otherwise.
  public init(
    title: String = "",
    subtitle: String = "",
    caption: String = "",
    width: Double = 880,
    height: Double = 500,
    colorSlots: [String: Int] = [:],
    chart: any ChartKind
  ) {
    self.title = title
    self.subtitle = subtitle
    self.caption = caption
    self.width = width
    self.height = height
    self.colorSlots = colorSlots
    self.chart = chart
  }

  /// The drawn data as CSV (RFC 4180), full names and shortest round-trip numbers.
  public func csv() -> String {
    chart.table.csv()
  }

  private enum CodingKeys: String, CodingKey {
    case kind
    case title
    case subtitle
    case caption
    case width
    case height
    case colorSlots
    case chart
  }

  /// Reads a figure.
  ///
  /// - Throws: `DecodingError`; an unknown kind is reported with the known ones.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let id = try container.decode(String.self, forKey: .kind)
    guard let kind = ChartKinds.kind(id) else {
      throw DecodingError.dataCorruptedError(
        forKey: .kind,
        in: container,
        debugDescription: "\"\(id)\" is no chart kind; the kinds are "
          + ChartKinds.all.map { $0.id }.joined(separator: ", ")
      )
    }
    title = try container.decodeIfPresent(String.self, forKey: .title) ?? ""
    subtitle = try container.decodeIfPresent(String.self, forKey: .subtitle) ?? ""
    caption = try container.decodeIfPresent(String.self, forKey: .caption) ?? ""
    width = try container.decodeIfPresent(Double.self, forKey: .width) ?? 880
    height = try container.decodeIfPresent(Double.self, forKey: .height) ?? 500
    colorSlots = try container.decodeIfPresent([String: Int].self, forKey: .colorSlots) ?? [:]
    chart = try Self.decode(kind, from: container)
  }

  private static func decode<Kind: ChartKind>(
    _ kind: Kind.Type,
    from container: KeyedDecodingContainer<CodingKeys>
  ) throws -> Kind {
    try container.decode(kind, forKey: .chart)
  }

  /// Writes the figure.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(type(of: chart).id, forKey: .kind)
    try container.encode(title, forKey: .title)
    try container.encode(subtitle, forKey: .subtitle)
    try container.encode(caption, forKey: .caption)
    try container.encode(width, forKey: .width)
    try container.encode(height, forKey: .height)
    try container.encode(colorSlots, forKey: .colorSlots)
    try container.encode(chart, forKey: .chart)
  }
}
