import Engine
import Foundation

/// Matrices whose eigenvalues are known in closed form.
enum KnownSpectra {
  /// The second difference of size n: 2 - 2 cos(k pi / (n + 1)), k = 1...n.
  static func chain(_ size: Int) -> (matrix: [[Double]], values: [Double]) {
    let matrix = (0..<size).map { row in
      (0..<size).map { abs($0 - row) == 1 ? -1.0 : ($0 == row ? 2 : 0) }
    }
    let values = (0..<size).map { 2 - 2 * cos(Double($0 + 1) * Double.pi / Double(size + 1)) }
    return (matrix, values)
  }

  /// `values` on the diagonal, seen from axes turned by a reflection, so that no axis is an
  /// eigenvector.
  static func reflected(_ values: [Double]) -> [[Double]] {
    let size = values.count
    let stream = RandomStream(seed: 17, name: "reflection")
    let axis = (0..<size).map { stream.normal(index: UInt64($0)) }
    let square = axis.reduce(0) { $0 + $1 * $1 }
    let turn = (0..<size).map { row in
      (0..<size).map { (row == $0 ? 1 : 0) - 2 * axis[row] * axis[$0] / square }
    }
    return (0..<size).map { row in
      (0..<size).map { column in
        (0..<size).reduce(0) { $0 + turn[row][$1] * values[$1] * turn[column][$1] }
      }
    }
  }

  /// The product with a matrix.
  static func product(_ matrix: [[Double]]) -> ([Double]) -> [Double] {
    { vector in matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } } }
  }

  static func start(_ size: Int) -> [Double] {
    let stream = RandomStream(seed: 3, name: "start")
    return (0..<size).map { stream.normal(index: UInt64($0)) }
  }
}
