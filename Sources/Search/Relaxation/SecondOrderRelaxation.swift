public import Engine

/// A relaxation whose second derivatives are known in closed form, so that curvature in alpha is
/// exact.
public protocol SecondOrderRelaxation: Relaxation {
  /// The derivative of one edge's weights along a direction in its alpha.
  func pushforward(_ alpha: ArraySlice<Double>, _ direction: ArraySlice<Double>) -> [Double]
  /// The derivative of `pullback(alpha, gradient)` along a direction in alpha.
  func pullbackTangent(
    _ alpha: ArraySlice<Double>,
    _ gradient: ArraySlice<Double>,
    _ direction: ArraySlice<Double>
  ) -> [Double]
}

extension Softmax: SecondOrderRelaxation {
  /// p_o * (v_o - sum p_o' v_o'): the Jacobian is symmetric.
  public func pushforward(
    _ alpha: ArraySlice<Double>,
    _ direction: ArraySlice<Double>
  ) -> [Double] { pullback(alpha, direction) }

  /// dp_o * (g_o - sum p_o' g_o') - p_o * sum dp_o' g_o'.
  public func pullbackTangent(
    _ alpha: ArraySlice<Double>,
    _ gradient: ArraySlice<Double>,
    _ direction: ArraySlice<Double>
  ) -> [Double] {
    let weights = weights(alpha)
    let moved = pushforward(alpha, direction)
    let mean = zip(weights, gradient).reduce(0) { $0 + $1.0 * $1.1 }
    let slope = zip(moved, gradient).reduce(0) { $0 + $1.0 * $1.1 }
    return zip(zip(weights, moved), gradient).map { $0.1 * ($1 - mean) - $0.0 * slope }
  }
}

extension Sigmoid: SecondOrderRelaxation {
  /// p_o * (1 - p_o) * v_o.
  public func pushforward(
    _ alpha: ArraySlice<Double>,
    _ direction: ArraySlice<Double>
  ) -> [Double] { pullback(alpha, direction) }

  /// p_o * (1 - p_o) * (1 - 2 p_o) * g_o * v_o.
  public func pullbackTangent(
    _ alpha: ArraySlice<Double>,
    _ gradient: ArraySlice<Double>,
    _ direction: ArraySlice<Double>
  ) -> [Double] {
    zip(weights(alpha), zip(gradient, direction)).map {
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

  private func edges(
    _ count: Int,
    _ body: (_ edge: Range<Int>) -> [Double]
  ) -> [Double] {
    stride(from: 0, to: count, by: width).flatMap { body($0..<$0 + width) }
  }

  /// The weights of all operations.
  public func gates(at alpha: [Double]) -> [Double] {
    edges(alpha.count) { relaxation.weights(alpha[$0]) }
  }

  /// Edge by edge.
  public func pushforward(_ direction: [Double], at alpha: [Double]) -> [Double] {
    edges(alpha.count) { relaxation.pushforward(alpha[$0], direction[$0]) }
  }

  /// Edge by edge.
  public func pullback(_ gradient: [Double], at alpha: [Double]) -> [Double] {
    edges(alpha.count) { relaxation.pullback(alpha[$0], gradient[$0]) }
  }

  /// Edge by edge.
  public func pullbackTangent(
    _ gradient: [Double],
    along direction: [Double],
    at alpha: [Double]
  ) -> [Double] {
    edges(alpha.count) { relaxation.pullbackTangent(alpha[$0], gradient[$0], direction[$0]) }
  }
}
