import Foundation

/// Which colours a heat map maps its values to.
public enum ColorMap: String, Sendable, Hashable, Codable, CaseIterable {
  /// One direction, light-to-dark order preserved in greyscale (viridis).
  case sequential
  /// Two directions from a neutral middle, blue below and red above.
  case diverging

  /// The colour of `fraction`, clamped to 0...1.
  func color(at fraction: Double, theme: Theme) -> Color {
    let stops = stops(theme: theme)
    let position = min(1, max(0, fraction)) * Double(stops.count - 1)
    let index = min(stops.count - 2, Int(position))
    return stops[index].mixed(with: stops[index + 1], position - Double(index))
  }

  private func stops(theme: Theme) -> [Color] {
    switch self {
    // Nine equally spaced samples of matplotlib's viridis.
    case .sequential:
      [
        0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725,
      ].map { Color($0) }
    case .diverging:
      theme == .light
        ? [0x2166AC, 0x67A9CF, 0xD1E5F0, 0xF7F7F7, 0xFDDBC7, 0xEF8A62, 0xB2182B].map { Color($0) }
        : [0x6DB6F2, 0x3F83BD, 0x284A68, 0x2B3038, 0x6A3A31, 0xC4593F, 0xFF8B6B].map { Color($0) }
    }
  }
}
