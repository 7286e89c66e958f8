/// A position on the canvas in points, x to the right and y down.
public struct Point: Sendable, Hashable, Codable {
  /// Distance from the left edge.
  public var x: Double
  /// Distance from the top edge.
  public var y: Double

  /// Creates a position.
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  static func + (left: Point, right: Point) -> Point { Point(left.x + right.x, left.y + right.y) }
  static func - (left: Point, right: Point) -> Point { Point(left.x - right.x, left.y - right.y) }
  static func * (point: Point, factor: Double) -> Point {
    Point(point.x * factor, point.y * factor)
  }

  /// The distance from the origin.
  var length: Double { (x * x + y * y).squareRoot() }
}

/// An axis-aligned box on the canvas in points.
public struct Rect: Sendable, Hashable, Codable {
  /// The left edge.
  public var x: Double
  /// The top edge.
  public var y: Double
  /// The extent to the right; never negative in a drawn box.
  public var width: Double
  /// The extent downwards; never negative in a drawn box.
  public var height: Double

  /// Creates a box from its top-left corner and its extent.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  init(left: Double, top: Double, right: Double, bottom: Double) {
    self.init(x: left, y: top, width: right - left, height: bottom - top)
  }

  /// The left edge.
  public var left: Double { x }
  /// The right edge.
  public var right: Double { x + width }
  /// The top edge.
  public var top: Double { y }
  /// The bottom edge.
  public var bottom: Double { y + height }

  var center: Point { Point(x + width / 2, y + height / 2) }

  /// This box with its edges moved inwards (outwards when negative).
  func inset(
    left: Double = 0,
    top: Double = 0,
    right: Double = 0,
    bottom: Double = 0
  ) -> Rect {
    Rect(
      left: self.left + left,
      top: self.top + top,
      right: self.right - right,
      bottom: self.bottom - bottom
    )
  }

  func inset(all amount: Double) -> Rect {
    inset(left: amount, top: amount, right: amount, bottom: amount)
  }

  /// Whether the boxes share more than a sliver thinner than `tolerance`.
  func overlaps(_ other: Rect, tolerance: Double = 0.5) -> Bool {
    min(right, other.right) - max(left, other.left) > tolerance
      && min(bottom, other.bottom) - max(top, other.top) > tolerance
  }

  /// Whether `other` lies inside, but for at most `tolerance` on each side.
  func contains(_ other: Rect, tolerance: Double = 0.5) -> Bool {
    other.left >= left - tolerance && other.right <= right + tolerance
      && other.top >= top - tolerance && other.bottom <= bottom + tolerance
  }

  func contains(_ point: Point) -> Bool {
    point.x >= left && point.x <= right && point.y >= top && point.y <= bottom
  }
}
