/// A size and weight of DejaVu Sans.
struct TextStyle: Sendable, Hashable {
  let size: Double
  let isBold: Bool

  static let title = TextStyle(size: 16, isBold: true)
  static let subtitle = TextStyle(size: 12.5, isBold: false)
  static let heading = TextStyle(size: 12, isBold: true)
  static let label = TextStyle(size: 12, isBold: false)
  static let small = TextStyle(size: 11, isBold: false)
  static let smallBold = TextStyle(size: 11, isBold: true)

  /// The part of the box above the baseline: DejaVu Sans capitals are 0.73 em high.
  var ascent: Double { size * 0.79 }
  /// The part of the box below the baseline: descenders reach 0.21 em.
  var descent: Double { size * 0.23 }
  /// The height of the text's box.
  var height: Double { ascent + descent }
  /// The distance between the baselines of two lines.
  var leading: Double { size * 1.35 }
}

/// Where a text stands relative to its anchor point.
enum HorizontalAnchor: Sendable, Hashable {
  case left
  case center
  case right
}

/// Where a text stands relative to its anchor point.
enum VerticalAnchor: Sendable, Hashable {
  case top
  case middle
  case bottom
}

/// The reading direction of a text.
enum TextDirection: Sendable, Hashable {
  case horizontal
  /// Rotated a quarter turn, read from bottom to top.
  case upwards
}
