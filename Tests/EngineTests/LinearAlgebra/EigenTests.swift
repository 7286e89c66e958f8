import Engine
import Foundation
import Testing

@Suite struct EigenTests {
  /// The second-difference matrix of size n has the eigenvalues 2 - 2 cos(k pi / (n + 1)).
  private func chain(_ size: Int) -> [[Double]] {
    (0..<size).map { row in
      (0..<size).map { abs($0 - row) == 1 ? -1.0 : ($0 == row ? 2 : 0) }
    }
  }

  private func exact(_ size: Int) -> [Double] {
    (1...size).map { 2 - 2 * cos(Double($0) * Double.pi / Double(size + 1)) }
  }

  @Test("Jacobi finds the known spectrum of the second difference", arguments: [1, 2, 7, 24])
  func jacobi(_ size: Int) {
    let eigen = SymmetricEigen(chain(size))
    for (found, expected) in zip(eigen.values, exact(size)) {
      #expect(abs(found - expected) < 1e-12)
    }
    for (value, vector) in zip(eigen.values, eigen.vectors) {
      for row in 0..<size {
        let product = zip(chain(size)[row], vector).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - value * vector[row]) < 1e-12)
      }
    }
  }

  @Test("Lanczos finds both ends of a spectrum, and its residual bounds the error")
  func lanczos() {
    let size = 60
    let matrix = chain(size)
    let stream = RandomStream(seed: 3, name: "start")
    let start = (0..<size).map { stream.normal(index: UInt64($0)) }
    let result = Lanczos(start: start, steps: 40) { vector in
      matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    for pair in result.pairs {
      let nearest = exact(size).map { abs($0 - pair.value) }.min() ?? .infinity
      #expect(nearest <= pair.residual + 1e-10)
    }
    #expect(abs((result.pairs.last?.value ?? 0) - (exact(size).last ?? 0)) < 1e-4)
  }

  @Test("Lanczos stops when the space is exhausted")
  func exhausted() {
    let result = Lanczos(start: [1, 0, 0], steps: 10) { [3 * $0[0], 2 * $0[1], $0[2]] }
    #expect(result.pairs.map { $0.value } == [3])
    #expect(result.pairs.map { $0.residual } == [0])
  }
}
