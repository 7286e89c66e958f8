/// The background a figure is drawn for.
public enum Theme: String, Sendable, Hashable, Codable, CaseIterable {
  /// Dark marks on white.
  case light
  /// Light marks on near-black.
  case dark

  var background: Color { self == .light ? Color(0xFFFFFF) : Color(0x15181D) }
  var text: Color { self == .light ? Color(0x1B1F24) : Color(0xE9ECF0) }
  var mutedText: Color { self == .light ? Color(0x57606A) : Color(0xA4ADB8) }
  var axis: Color { self == .light ? Color(0x8C959F) : Color(0x6B7580) }
  var grid: Color { self == .light ? Color(0xE7EAEE) : Color(0x2A3038) }
  var panel: Color { self == .light ? Color(0xF5F7F9) : Color(0x1D2228) }
  var shade: Color { self == .light ? Color(0x57606A, 0.10) : Color(0xA4ADB8, 0.14) }
  var reference: Color { self == .light ? Color(0x424A53) : Color(0xC3CAD2) }
  var hatch: Color { self == .light ? Color(0xAFB8C1) : Color(0x4A535D) }

  /// The eight hues of a figure's marks.
  ///
  /// Okabe and Ito's set, "Color Universal Design" (2008), adapted so that for normal vision,
  /// protanopia and deuteranopia any two hues stay more than 13 apart in CIELAB and each keeps a
  /// contrast of 2.5 or more: on white, yellow becomes brown; on black, blue becomes lighter.
  var hues: [Color] {
    switch self {
    case .light:
      [
        Color(0x0072B2), Color(0xD55E00), Color(0x009E73), Color(0xC0619A), Color(0xE58B00),
        Color(0x3FA2DB), Color(0x5C3A00), Color(0x4A525A),
      ]
    case .dark:
      [
        Color(0x3B93E0), Color(0xF0743A), Color(0x1FBF8F), Color(0xD884C8), Color(0xF0A92B),
        Color(0x83CEFF), Color(0xF0E442), Color(0x7F8790),
      ]
    }
  }
}

extension Color {
  fileprivate init(_ hex: UInt32, _ alpha: Double) {
    self = Color(hex).opacity(alpha)
  }
}
