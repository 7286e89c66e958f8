/// How one series looks: hue, dash and marker, each readable without the others.
struct SeriesStyle: Sendable, Hashable {
  let color: Color
  let dash: [Double]
  let marker: Marker

  /// The look of palette slot `slot`: eight hues, then the same hues with the next dash.
  init(slot: Int, theme: Theme) {
    let hues = theme.hues
    let index = max(0, slot)
    color = hues[index % hues.count]
    dash = Self.dashes[(index / hues.count) % Self.dashes.count]
    marker = Marker.allCases[index % Marker.allCases.count]
  }

  /// How many slots look different.
  static let distinctCount = 32

  private static let dashes: [[Double]] = [[], [6, 3], [2, 2.5], [8, 3, 2, 3]]

  /// Styles for `names` in order: names in `slots` keep theirs, the others take the free slots.
  static func assign(
    names: [String],
    slots: [String: Int],
    theme: Theme
  ) -> [SeriesStyle] {
    let taken = Set(names.compactMap { slots[$0] })
    var next = 0
    return names.map { name in
      if let slot = slots[name] { return SeriesStyle(slot: slot, theme: theme) }
      while taken.contains(next) { next += 1 }
      defer { next += 1 }
      return SeriesStyle(slot: next, theme: theme)
    }
  }
}

/// The shape of a point mark.
enum Marker: Sendable, Hashable, CaseIterable {
  case circle
  case square
  case triangle
  case diamond
  case cross
  case plus
  case triangleDown
}
