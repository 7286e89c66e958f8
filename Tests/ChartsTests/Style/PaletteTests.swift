import Foundation
import Testing

@testable import Charts

@Suite struct PaletteTests {
  /// Severity 1.0 of Machado, Oliveira, Fernandes, "A physiologically-based model for simulation of
  /// color vision deficiency" (2009), table 1, applied to linear RGB.
  private static let visions: [(name: String, matrix: [[Double]])] = [
    ("normal", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    (
      "protanopia",
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    ),
    (
      "deuteranopia",
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    ),
  ]

  private func linear(_ color: Color) -> [Double] {
    [color.red, color.green, color.blue].map {
      $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4)
    }
  }

  private func lab(_ color: Color, _ matrix: [[Double]]) -> [Double] {
    let source = linear(color)
    let rgb = matrix.map { row in
      min(1, max(0, zip(row, source).reduce(0) { $0 + $1.0 * $1.1 }))
    }
    let xyz = [
      (0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505,
      0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2],
      (0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089,
    ].map { $0 > 0.008856 ? cbrt($0) : 7.787 * $0 + 16 / 116 }
    return [116 * xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])]
  }

  @Test("the eight hues stay apart for three colour visions", arguments: Theme.allCases)
  func separation(theme: Theme) {
    for vision in Self.visions {
      let points = theme.hues.map { lab($0, vision.matrix) }
      for (index, first) in points.enumerated() {
        for (other, second) in points.enumerated().dropFirst(index + 1) {
          let distance = zip(first, second).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            .squareRoot()
          #expect(distance > 13, "\(theme) \(vision.name): hues \(index), \(other): \(distance)")
        }
      }
    }
  }

  @Test("every hue has a contrast of at least 2.5 with its background", arguments: Theme.allCases)
  func contrast(theme: Theme) {
    func light(_ color: Color) -> Double {
      zip([0.2126, 0.7152, 0.0722], linear(color)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let ground = light(theme.background)
    for (index, hue) in theme.hues.enumerated() {
      let value = light(hue)
      let ratio = (max(value, ground) + 0.05) / (min(value, ground) + 0.05)
      #expect(ratio >= 2.5, "\(theme) hue \(index): \(ratio)")
    }
    let text = light(theme.text)
    #expect((max(text, ground) + 0.05) / (min(text, ground) + 0.05) > 12)
  }

  @Test("fixed slots keep their look and others take the free ones")
  func slots() {
    let styles = SeriesStyle.assign(names: ["a", "b", "c"], slots: ["b": 0], theme: .light)
    #expect(styles[1] == SeriesStyle(slot: 0, theme: .light))
    #expect(styles[0] == SeriesStyle(slot: 1, theme: .light))
    #expect(styles[2] == SeriesStyle(slot: 2, theme: .light))
    #expect(Set((0..<32).map { SeriesStyle(slot: $0, theme: .dark) }).count == 32)
  }

  @Test("sequential colours grow lighter; diverging ones mirror around the middle")
  func maps() {
    let lightness = stride(from: 0.0, through: 1, by: 0.05).map {
      ColorMap.sequential.color(at: $0, theme: .light).luminance
    }
    #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $0 < $1 })
    let middle = ColorMap.diverging.color(at: 0.5, theme: .light)
    #expect(middle == Color(0xF7F7F7))
    #expect(ColorMap.diverging.color(at: -3, theme: .light) == Color(0x2166AC))
  }
}
