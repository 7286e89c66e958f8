public import Engine

/// A relaxation whose second derivatives are known in closed form, so that curvature in alpha is
/// exact.
public protocol SecondOrderRelaxation: Relaxation {
  /// The derivative of one edge's weights along a direction in its alpha.
  func pushforward(_ row: RelaxationRow, _ direction: [Double]) -> [Double]
  /// The derivative of `pullback(row, gradient)` along a direction in alpha.
  func pullbackTangent(
    _ row: RelaxationRow,
    _ gradient: [Double],
    _ direction: [Double]
  ) -> [Double]
}

extension Softmax: SecondOrderRelaxation {
  /// p_o * (v_o - sum p_o' v_o') / T: the Jacobian is symmetric.
  public func pushforward(_ row: RelaxationRow, _ direction: [Double]) -> [Double] {
    pullback(row, direction)
  }

  /// (dp_o * (g_o - sum p_o' g_o') - p_o * sum dp_o' g_o') / T.
  public func pullbackTangent(
    _ row: RelaxationRow,
    _ gradient: [Double],
    _ direction: [Double]
  ) -> [Double] {
    let temperature = temperature.value(row.moment)
    let weights = weights(row)
    let moved = pushforward(row, direction)
    let mean = zip(weights, gradient).reduce(0) { $0 + $1.0 * $1.1 }
    let slope = zip(moved, gradient).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(zip(weights, moved), gradient).map {
      ($0.1 * ($1 - mean) - $0.0 * slope) / temperature
    }
  }
}

extension PartialChannels: SecondOrderRelaxation {
  /// The softmax's.
  public func pushforward(_ row: RelaxationRow, _ direction: [Double]) -> [Double] {
    Softmax().pushforward(row, direction)
  }

  /// The softmax's.
  public func pullbackTangent(
    _ row: RelaxationRow,
    _ gradient: [Double],
    _ direction: [Double]
  ) -> [Double] {
    Softmax().pullbackTangent(row, gradient, direction)
  }
}

extension Sigmoid: SecondOrderRelaxation {
  /// p_o * (1 - p_o) * v_o.
  public func pushforward(_ row: RelaxationRow, _ direction: [Double]) -> [Double] {
    pullback(row, direction)
  }

  /// p_o * (1 - p_o) * (1 - 2 p_o) * g_o * v_o.
  public func pullbackTangent(
    _ row: RelaxationRow,
    _ gradient: [Double],
    _ direction: [Double]
  ) -> [Double] {
    zip(weights(row), zip(gradient, direction)).map {
      $0 * (1 - $0) * (1 - 2 * $0) * $1.0 * $1.1
    }
  }
}

/// A relaxation applied to every edge of a space whose edges have `width` operations each.
public struct RelaxedEdges: GateMap {
  /// The relaxation of one edge.
  public let relaxation: any SecondOrderRelaxation
  /// Operations an edge.
  public let width: Int

  /// Creates the map.
  ///
  /// - Precondition: `width` > 0 divides the number of alphas.
  public init(_ relaxation: any SecondOrderRelaxation, width: Int) {
    precondition(width > 0, "an edge has at least one operation, got \(width)")
    self.relaxation = relaxation
    self.width = width
  }

  /// One edge's alphas; groups and temperatures play no part in these relaxations' defaults.
  private func row(_ alpha: ArraySlice<Double>) -> RelaxationRow {
    RelaxationRow(
      Array(alpha),
      isParametric: alpha.map { _ in true },
      moment: Moment(epoch: 0, epochs: 1)
    )
  }

  private func edges(
    _ count: Int,
    _ body: (_ edge: Range<Int>) -> [Double]
  ) -> [Double] {
    stride(from: 0, to: count, by: width).flatMap { body($0..<$0 + width) }
  }

  /// The weights of all operations.
  public func gates(at alpha: [Double]) -> [Double] {
    edges(alpha.count) { relaxation.weights(row(alpha[$0])) }
  }

  /// Edge by edge.
  public func pushforward(_ direction: [Double], at alpha: [Double]) -> [Double] {
    edges(alpha.count) { relaxation.pushforward(row(alpha[$0]), Array(direction[$0])) }
  }

  /// Edge by edge.
  public func pullback(_ gradient: [Double], at alpha: [Double]) -> [Double] {
    edges(alpha.count) { relaxation.pullback(row(alpha[$0]), Array(gradient[$0])) }
  }

  /// Edge by edge.
  public func pullbackTangent(
    _ gradient: [Double],
    along direction: [Double],
    at alpha: [Double]
  ) -> [Double] {
    edges(alpha.count) {
      relaxation.pullbackTangent(row(alpha[$0]), Array(gradient[$0]), Array(direction[$0]))
    }
  }
}
