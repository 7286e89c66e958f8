import Engine
import Foundation
import Testing

@Suite struct PortableTests {
  private let noise = RandomStream(seed: 1, name: "portable")

  /// The largest difference from the system's function in units in the last place of the result.
  private func worst(
    _ range: ClosedRange<Double>,
    _ own: (Double) -> Double,
    _ system: (Double) -> Double
  ) -> Double {
    (0..<20_000).map { index -> Double in
      let share = noise.uniform(index: UInt64(index))
      let x = range.lowerBound + (range.upperBound - range.lowerBound) * share
      let expected = system(x)
      return abs(own(x) - expected) / max(expected.ulp, 0x1p-60)
    }.max() ?? .infinity
  }

  @Test("exp is within 2 units in the last place")
  func exponential() {
    #expect(worst(-20...20, Portable.exp, Foundation.exp) <= 2)
    #expect(worst(-740...709, Portable.exp, Foundation.exp) <= 2)
    #expect(Portable.exp(0) == 1)
    #expect(Portable.exp(-.infinity) == 0)
    #expect(Portable.exp(.infinity) == .infinity)
    #expect(Portable.exp(.nan).isNaN)
    #expect(Portable.exp(-1000) == 0)
    #expect(Portable.exp(1000) == .infinity)
  }

  @Test("log is within 2 units in the last place")
  func logarithm() {
    #expect(worst(1e-300...1e-290, Portable.log, Foundation.log) <= 2)
    #expect(worst(1e-12...2, Portable.log, Foundation.log) <= 2)
    #expect(worst(0.99...1.01, Portable.log, Foundation.log) <= 2)
    #expect(worst(1...1e12, Portable.log, Foundation.log) <= 2)
    #expect(Portable.log(1) == 0)
    #expect(Portable.log(0) == -.infinity)
    #expect(Portable.log(-1).isNaN)
    #expect(Portable.log(.infinity) == .infinity)
    #expect(
      abs(Portable.log(.leastNonzeroMagnitude) - Foundation.log(.leastNonzeroMagnitude)) < 1e-12
    )
  }

  @Test("sine and cosine are within 2 units in the last place, and to 1e-16 near their zeros")
  func circular() {
    for range in [-4.0...4, -100...100, -1e5...1e5] {
      #expect(worst(range, { Portable.cos($0) + 2 }, { Foundation.cos($0) + 2 }) <= 1)
      #expect(worst(range, { Portable.sin($0) + 2 }, { Foundation.sin($0) + 2 }) <= 1)
    }
    #expect(worst(0.1...1.4, Portable.sin, Foundation.sin) <= 2)
    #expect(worst(0.1...1.4, Portable.cos, Foundation.cos) <= 2)
    #expect(Portable.cos(0) == 1 && Portable.sin(0) == 0)
    #expect(Portable.cos(.infinity).isNaN)
  }

  @Test("the logistic function neither overflows nor loses its tail")
  func sigmoid() {
    #expect(Portable.sigmoid(0) == 0.5)
    #expect(Portable.sigmoid(800) == 1)
    #expect(Portable.sigmoid(-700) > 0)
    #expect(abs(Portable.sigmoid(-3) + Portable.sigmoid(3) - 1) < 1e-15)
  }

  @Test("the bits are those recorded")
  func bits() {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for index in 0..<2000 {
      let x = 40 * noise.uniform(step: 1, index: UInt64(index)) - 20
      for value in [Portable.exp(x), Portable.log(abs(x)), Portable.sin(x), Portable.cos(x)] {
        hash = (hash ^ value.bitPattern) &* 1_099_511_628_211
      }
    }
    #expect(hash == 11_376_143_919_875_664_740)
  }
}
