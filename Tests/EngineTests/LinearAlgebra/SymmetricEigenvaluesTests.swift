import Engine
import Testing

@Suite("Eigenvalues without vectors")
struct SymmetricEigenvaluesTests {
  private static func matrix(_ size: Int, seed: UInt64) -> [Double] {
    let stream = RandomStream(seed: seed, name: "test")
    var values = [Double](repeating: 0, count: size * size)
    for row in 0..<size {
      for column in 0...row {
        let value = stream.normal(step: UInt64(row), index: UInt64(column))
        values[row * size + column] = value
        values[column * size + row] = value
      }
    }
    return values
  }

  @Test("They agree with Jacobi rotations to 1e-12", arguments: [1, 2, 3, 5, 16, 40])
  func jacobi(_ size: Int) throws {
    for seed in 0..<4 as Range<UInt64> {
      let values = Self.matrix(size, seed: seed)
      let rows = (0..<size).map { Array(values[$0 * size..<($0 + 1) * size]) }
      let theirs = SymmetricEigen(rows).values
      let ours = try #require(SymmetricEigenvalues.values(values, size: size))
      let scale = theirs.map { abs($0) }.max() ?? 1
      for (a, b) in zip(ours, theirs) { #expect(abs(a - b) <= 1e-12 * scale) }
    }
  }

  @Test("Their sum is the trace, their squares sum to those of the elements")
  func identities() throws {
    let values = Self.matrix(84, seed: 9)
    let found = try #require(SymmetricEigenvalues.values(values, size: 84))
    let trace = (0..<84).reduce(0) { $0 + values[$1 * 84 + $1] }
    let squares = values.reduce(0) { $0 + $1 * $1 }
    #expect(abs(found.reduce(0, +) - trace) < 1e-10)
    #expect(abs(found.reduce(0) { $0 + $1 * $1 } - squares) < 1e-9 * squares)
    #expect(found == found.sorted())
  }

  @Test("Zero, diagonal, tied and rank-one matrices have the eigenvalues they should")
  func special() throws {
    #expect(SymmetricEigenvalues.values([], size: 0) == [])
    #expect(SymmetricEigenvalues.values([Double](repeating: 0, count: 9), size: 3) == [0, 0, 0])
    #expect(SymmetricEigenvalues.values([2, 0, 0, 0, -1, 0, 0, 0, 2], size: 3) == [-1, 2, 2])
    let one = try #require(
      SymmetricEigenvalues.values([Double](repeating: 1, count: 25), size: 5)
    )
    #expect(abs(one[4] - 5) < 1e-14)
    #expect(one.dropLast().allSatisfy { abs($0) < 1e-14 })
  }

  @Test("A value that is not finite gives nil")
  func notFinite() {
    #expect(SymmetricEigenvalues.values([1, .nan, .nan, 1], size: 2) == nil)
    #expect(SymmetricEigenvalues.values([.infinity], size: 1) == nil)
  }
}
