import Foundation
import Testing

@testable import Charts

@Suite struct DensityTests {
  @Test("a density has an area of one and its peak at the heaviest value")
  func area() {
    let grid = Density.grid(from: -2, to: 3, count: 1001)
    let density = Density.smooth([0, 1], weights: [1, 3], width: 0.05, on: grid)
    let area = density.reduce(0, +) * 0.005
    #expect(abs(area - 1) < 1e-6)
    let peak = density.indices.max { density[$0] < density[$1] } ?? 0
    #expect(abs(grid[peak] - 1) < 0.006)
    #expect(abs(density[peak] - 0.75 / (0.05 * (2 * Double.pi).squareRoot())) < 1e-3)
  }

  @Test("values that are no numbers and ranges without length give nothing")
  func empty() {
    let grid = Density.grid(from: 0, to: 1, count: 5)
    #expect(Density.smooth([.nan], weights: [1], width: 0.1, on: grid) == [0, 0, 0, 0, 0])
    #expect(Density.smooth([0.5], weights: [1], width: 0, on: grid) == [0, 0, 0, 0, 0])
    #expect(Density.silverman([1]) == 0)
    #expect(Density.silverman([2, 2, 2]) == 0)
  }

  @Test("ranks stand at equal distances, ties at their mean")
  func ranks() {
    let placed = RankMargins.rankPositions([5, 1, 1, 9], from: 0, to: 8)
    #expect(placed == [5, 2, 2, 7])
  }
}
