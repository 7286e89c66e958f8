/// The Hessian of the mean loss in alpha at fixed weights, exact to rounding:
/// H = J' (d2L / dg2) J + sum over gates of dL/dg_k * d2 g_k / d alpha2, for gates g(alpha).
///
/// Looks at the batch that is loaded in the execution, with batch statistics, and leaves weights,
/// running statistics and weight gradients as they are; the gates stay at the alpha looked at, so a
/// caller that goes on training puts back `gateValues`. Holds the memory of the execution once more.
public final class AlphaHessian {
  /// The network.
  public let execution: Execution
  /// The map from alpha to gates.
  public let map: any GateMap
  private let hessian: HessianProduct
  /// The alpha looked at.
  public private(set) var alpha: [Double] = []
  /// The mean loss there.
  public private(set) var loss = 0.0
  /// d loss / d gates there.
  public private(set) var gateGradient: [Double] = []

  /// Allocates what products need.
  public init(_ execution: Execution, map: any GateMap) {
    self.execution = execution
    self.map = map
    hessian = HessianProduct(execution)
  }

  /// Runs the network at `alpha` on the first `count` loaded samples; products refer to this point
  /// until the execution runs another pass.
  public func look(at alpha: [Double], count: Int) {
    self.alpha = alpha
    execution.gateValues = map.gates(at: alpha)
    execution.forward(count: count)
    loss = execution.loss
    execution.backward(weights: false, gates: true)
    gateGradient = execution.gateGradients
  }

  /// d loss / d alpha, [alpha].
  public var gradient: [Double] { map.pullback(gateGradient, at: alpha) }

  /// H v.
  ///
  /// - Parameters:
  ///   - direction: v, [alpha].
  ///   - weights: whether `weightProduct` is to hold the mixed product (d2L / dw d alpha) v.
  public func product(_ direction: [Double], weights: Bool = false) -> [Double] {
    hessian.clearWeightDirection()
    hessian.gateDirection = map.pushforward(direction, at: alpha)
    hessian.apply(weights: weights)
    let first = map.pullback(hessian.gateProduct, at: alpha)
    let second = map.pullbackTangent(gateGradient, along: direction, at: alpha)
    return zip(first, second).map { $0 + $1 }
  }

  /// The mixed product (d2L / d alpha dw) v, the term of DARTS's second-order gradient (Liu et al.,
  /// 2019, equation 7), without finite differences.
  ///
  /// - Parameters:
  ///   - direction: v in the weights, laid out like `Execution.weightBytes`.
  ///   - weights: whether `weightProduct` is to hold (d2L / dw2) v.
  public func mixedProduct(_ direction: UnsafeRawBufferPointer, weights: Bool = false) -> [Double] {
    hessian.setWeightDirection(direction)
    defer { hessian.clearWeightDirection() }
    hessian.gateDirection = [Double](repeating: 0, count: gateGradient.count)
    hessian.apply(weights: weights)
    return map.pullback(hessian.gateProduct, at: alpha)
  }

  /// A parameter's part of the last product that had a weight part, in logical order.
  public func weightProduct(of parameter: Parameter) -> [Double] {
    hessian.product(of: parameter)
  }

  /// The weight part of the last product, laid out like `Execution.weightBytes`.
  public var weightProductBytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(hessian.weightProductBytes)
  }

  /// The whole of H, from one product for every gate that something depends on.
  ///
  /// - Parameter progress: called after every product with those done and those there are.
  public func matrix(progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }) -> AlphaMatrix {
    let gates = gateGradient.count
    let used = execution.gatesInUse
    var columns = [[Double]](repeating: [], count: gates)
    hessian.clearWeightDirection()
    for (done, gate) in used.enumerated() {
      hessian.gateDirection = (0..<gates).map { $0 == gate ? 1 : 0 }
      hessian.apply(weights: false)
      columns[gate] = hessian.gateProduct
      progress(done + 1, used.count)
    }
    var rows: [[Double]] = []
    for index in alpha.indices {
      let unit = alpha.indices.map { $0 == index ? 1.0 : 0 }
      var product = [Double](repeating: 0, count: gates)
      let moved = map.pushforward(unit, at: alpha)
      for gate in used where moved[gate] != 0 {
        for row in 0..<gates { product[row] += moved[gate] * columns[gate][row] }
      }
      let first = map.pullback(product, at: alpha)
      let second = map.pullbackTangent(gateGradient, along: unit, at: alpha)
      rows.append(zip(first, second).map { $0 + $1 })
    }
    return AlphaMatrix(rows)
  }
}
