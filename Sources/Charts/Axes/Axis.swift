/// What an axis measures and how it is divided.
public struct Axis: Sendable, Hashable, Codable {
  /// What is measured, such as "Validation accuracy".
  public var label: String
  /// The unit, such as "%"; drawn in parentheses after the label and empty for none.
  public var unit: String
  /// Linear or logarithmic.
  public var scale: AxisScale
  /// The lower end, or nil to follow the data.
  public var lower: Double?
  /// The upper end, or nil to follow the data.
  public var upper: Double?
  /// Whether only whole numbers make sense, such as epochs.
  public var integersOnly: Bool

  /// Creates an axis that follows the data unless ends are given.
  public init(
    _ label: String = "",
    unit: String = "",
    scale: AxisScale = .linear,
    lower: Double? = nil,
    upper: Double? = nil,
    integersOnly: Bool = false
  ) {
    self.label = label
    self.unit = unit
    self.scale = scale
    self.lower = lower
    self.upper = upper
    self.integersOnly = integersOnly
  }

  /// Label and unit as drawn.
  var title: String {
    if unit.isEmpty { return label }
    return label.isEmpty ? unit : "\(label) (\(unit))"
  }
}

/// How values map to positions along an axis.
public enum AxisScale: String, Sendable, Hashable, Codable, CaseIterable {
  /// Equal steps, equal distances.
  case linear
  /// Equal ratios, equal distances; values <= 0 cannot be shown and are counted in a note.
  case logarithmic
}
