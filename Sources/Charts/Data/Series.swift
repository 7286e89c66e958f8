/// A named list of points, in the order they are joined, with an optional band around them.
public struct Series: Sendable, Hashable, Codable {
  /// The name in the legend and in the CSV.
  public var name: String
  /// Where the points stand along the horizontal axis.
  @Gapped public var x: [Double]
  /// The values; NaN leaves a gap.
  @Gapped public var y: [Double]
  /// The lower edge of the band, one value per point, or empty for none.
  @Gapped public var lower: [Double]
  /// The upper edge of the band, one value per point, or empty for none.
  @Gapped public var upper: [Double]
  /// Whether each point also gets a mark.
  public var showsMarkers: Bool
  /// The name of a series whose colour this one takes, drawn thin and without a name of its own,
  /// as single seeds behind their mean; nil for a series in its own right.
  public var companionOf: String?

  /// Creates a series.
  ///
  /// - Precondition: `x` and `y` are equally long; `lower` and `upper` are too, or both empty.
  public init(
    _ name: String,
    x: [Double],
    y: [Double],
    lower: [Double] = [],
    upper: [Double] = [],
    showsMarkers: Bool = false,
    companionOf: String? = nil
  ) {
    if let problem = Self.problem(x: x, y: y, lower: lower, upper: upper) {
      preconditionFailure("series \"\(name)\": \(problem)")
    }
    self.name = name
    self.x = x
    self.y = y
    self.lower = lower
    self.upper = upper
    self.showsMarkers = showsMarkers
    self.companionOf = companionOf
  }

  /// Creates a series whose points stand at 0, 1, 2 and so on.
  public init(_ name: String, y: [Double], showsMarkers: Bool = false) {
    self.init(name, x: y.indices.map { Double($0) }, y: y, showsMarkers: showsMarkers)
  }

  /// Reads a series.
  ///
  /// - Throws: `DecodingError`, also when the lists do not fit each other.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    _x = try container.decode(Gapped<[Double]>.self, forKey: .x)
    _y = try container.decode(Gapped<[Double]>.self, forKey: .y)
    _lower =
      try container.decodeIfPresent(Gapped<[Double]>.self, forKey: .lower)
      ?? Gapped(wrappedValue: [])
    _upper =
      try container.decodeIfPresent(Gapped<[Double]>.self, forKey: .upper)
      ?? Gapped(wrappedValue: [])
    showsMarkers = try container.decodeIfPresent(Bool.self, forKey: .showsMarkers) ?? false
    companionOf = try container.decodeIfPresent(String.self, forKey: .companionOf)
    if let problem = Self.problem(x: x, y: y, lower: lower, upper: upper) {
      throw DecodingError.dataCorruptedError(
        forKey: .y,
        in: container,
        debugDescription: "series \"\(name)\": \(problem)"
      )
    }
  }

  var hasBand: Bool { !lower.isEmpty }

  private static func problem(
    x: [Double],
    y: [Double],
    lower: [Double],
    upper: [Double]
  ) -> String? {
    if x.count != y.count { return "\(x.count) x values do not fit \(y.count) y values" }
    if lower.count != upper.count || !(lower.isEmpty || lower.count == y.count) {
      return "a band of \(lower.count) lower and \(upper.count) upper values does not fit "
        + "\(y.count) points"
    }
    return nil
  }
}

extension [Series] {
  /// The range of all horizontal positions.
  var extentX: Extent {
    var extent = Extent()
    for series in self { extent.add(series.x) }
    return extent
  }

  /// The range of all values and bands.
  var extentY: Extent {
    var extent = Extent()
    for series in self {
      extent.add(series.y)
      extent.add(series.lower)
      extent.add(series.upper)
    }
    return extent
  }

  /// The names of the columns `appendRows` fills.
  static func columns(x: Axis, y: Axis) -> [String] {
    let named = { (axis: Axis, fallback: String) in axis.title.isEmpty ? fallback : axis.title }
    return ["series", named(x, "x"), named(y, "y"), "lower", "upper"]
  }

  /// Appends one row per point after `prefix`.
  func appendRows(to table: inout DataTable, prefix: [DataCell] = []) {
    for series in self {
      for index in series.y.indices {
        table.append(
          prefix + [
            .text(series.name), .number(series.x[index]), .number(series.y[index]),
            series.hasBand ? .number(series.lower[index]) : .missing,
            series.hasBand ? .number(series.upper[index]) : .missing,
          ]
        )
      }
    }
  }
}
