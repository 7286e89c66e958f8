import Probes

/// inner = w'Aw/2 - w'B alpha, outer = |w - t|^2/2 with A diagonal: best weights, true gradient and
/// every estimate are known in closed form.
final class QuadraticProblem: BilevelProblem {
  let diagonal = [1.0, 10, 100]
  let mixing = [[1.0, 0], [0, 1], [1, 1]]
  let target = [0.5, -1, 2]
  let alpha = [1.0, 2]

  /// A^-1 B alpha.
  var solution: [Double] {
    zip(mixing, diagonal).map { ($0[0] * alpha[0] + $0[1] * alpha[1]) / $1 }
  }

  /// B' A^-1 (w* - t).
  var truth: [Double] {
    (0..<2).map { column in
      (0..<3).reduce(0) {
        $0 + mixing[$1][column] * (solution[$1] - target[$1]) / diagonal[$1]
      }
    }
  }

  func outer(alpha: [Double], weights: [Double]) -> BilevelSlope {
    let away = zip(weights, target).map { $0 - $1 }
    return BilevelSlope(
      loss: away.reduce(0) { $0 + $1 * $1 } / 2,
      alpha: [0, 0],
      weights: away
    )
  }

  func inner(alpha: [Double], weights: [Double]) -> BilevelSlope {
    let pull = mixing.map { $0[0] * alpha[0] + $0[1] * alpha[1] }
    var loss = 0.0
    var slope = [0.0, 0, 0]
    for index in 0..<3 {
      let curved = diagonal[index] * weights[index]
      loss += weights[index] * (curved / 2 - pull[index])
      slope[index] = curved - pull[index]
    }
    return BilevelSlope(loss: loss, alpha: mixed(weights), weights: slope)
  }

  /// -B' v.
  private func mixed(_ vector: [Double]) -> [Double] {
    (0..<2).map { column in
      (0..<3).reduce(0) { $0 - mixing[$1][column] * vector[$1] }
    }
  }

  func innerProduct(alpha: [Double], weights: [Double], direction: [Double]) -> BilevelProduct {
    BilevelProduct(
      weights: zip(diagonal, direction).map { $0 * $1 },
      alpha: mixed(direction)
    )
  }
}
