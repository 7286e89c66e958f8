public import Networks

/// The architecture parameters of a search: alpha, one number per operation of a row, and beta, one
/// per row where edges are weighed.
public struct ArchitectureParameters: Sendable, Hashable, Codable {
  /// In the order of the rows.
  public var alpha: [Double]
  /// One per row, or empty.
  public var beta: [Double]

  /// Creates parameters.
  public init(alpha: [Double], beta: [Double] = []) {
    self.alpha = alpha
    self.beta = beta
  }

  /// alpha, then beta.
  public var all: [Double] {
    get { alpha + beta }
    set {
      alpha = Array(newValue[..<alpha.count])
      beta = Array(newValue[alpha.count...])
    }
  }

  /// The sum with a multiple of another.
  func adding(_ other: Self, times factor: Double = 1) -> Self {
    Self(
      alpha: zip(alpha, other.alpha).map { $0 + factor * $1 },
      beta: zip(beta, other.beta).map { $0 + factor * $1 }
    )
  }
}

/// The map from architecture parameters to gates: relaxation within each row over the operations that
/// are left, times the weight of the row's edge.
public struct Mixture: Sendable {
  /// The rows of alpha.
  public let layout: AlphaLayout
  /// The relaxation.
  public let relaxation: any Relaxation
  /// The weights of edges.
  public let edges: any EdgeWeights
  /// Whether each operation has weights, in the order of alpha.
  let isParametric: [Bool]
  /// Rows by node: those whose betas compete.
  let nodes: [[Int]]

  /// The rows.
  var rows: [AlphaRow] { layout.rows }

  /// Creates a mixture.
  public init(
    layout: AlphaLayout,
    relaxation: any Relaxation,
    edges: any EdgeWeights = EqualEdges()
  ) {
    self.layout = layout
    self.relaxation = relaxation
    self.edges = edges
    isParametric = layout.operationOfIndex.map {
      OperationCatalog.operation($0)?.isParametric ?? false
    }
    nodes = layout.nodes.map { $0.rows }
  }

  /// The first parameters: alpha zero, beta as the choice says.
  public func initial() -> ArchitectureParameters {
    var beta: [Double] = []
    if edges.hasParameters {
      beta = [Double](repeating: 0, count: rows.count)
      for node in nodes {
        for row in node { beta[row] = edges.initial(count: node.count) }
      }
    }
    return ArchitectureParameters(
      alpha: [Double](repeating: 0, count: layout.count),
      beta: beta
    )
  }

  private func live(_ row: AlphaRow, _ alive: [Bool]) -> [Int] {
    row.range.filter { alive[$0] }
  }

  private func view(
    _ indices: [Int],
    _ alpha: [Double],
    _ moment: Moment
  ) -> RelaxationRow {
    RelaxationRow(
      indices.map { alpha[$0] },
      isParametric: indices.map { isParametric[$0] },
      moment: moment
    )
  }

  /// The weight of every row's edge.
  func edgeWeights(_ parameters: ArchitectureParameters) -> [Double] {
    var result = [Double](repeating: 1, count: rows.count)
    guard edges.hasParameters else { return result }
    for node in nodes {
      let weights = edges.weights(node.map { parameters.beta[$0] })
      for (place, row) in node.enumerated() { result[row] = weights[place] }
    }
    return result
  }

  /// The weight of every operation on its edge, without noise and without the edge's weight; zero for
  /// what is no longer alive.
  public func operationWeights(
    _ alpha: [Double],
    alive: [Bool],
    moment: Moment
  ) -> [Double] {
    var result = [Double](repeating: 0, count: alpha.count)
    for row in rows {
      let indices = live(row, alive)
      guard !indices.isEmpty else { continue }
      for (index, weight) in zip(indices, relaxation.weights(view(indices, alpha, moment))) {
        result[index] = weight
      }
    }
    return result
  }

  /// The gates without noise.
  public func gates(
    _ parameters: ArchitectureParameters,
    alive: [Bool],
    moment: Moment
  ) -> [Double] {
    var result = operationWeights(parameters.alpha, alive: alive, moment: moment)
    guard edges.hasParameters else { return result }
    for (row, weight) in zip(rows, edgeWeights(parameters)) {
      for index in row.range { result[index] *= weight }
    }
    return result
  }

  /// d loss / d parameters from d loss / d gates, without noise.
  public func pullback(
    _ parameters: ArchitectureParameters,
    _ gradient: [Double],
    alive: [Bool],
    moment: Moment
  ) -> ArchitectureParameters {
    let weights = operationWeights(parameters.alpha, alive: alive, moment: moment)
    let views = rows.map { row in view(live(row, alive), parameters.alpha, moment) }
    return chain(parameters, gradient, alive: alive, weights: weights) { row, slopes in
      relaxation.pullback(views[row], slopes)
    }
  }

  /// The chain rule through edge weights and relaxation.
  private func chain(
    _ parameters: ArchitectureParameters,
    _ gradient: [Double],
    alive: [Bool],
    weights: [Double],
    row pullback: (Int, [Double]) -> [Double]
  ) -> ArchitectureParameters {
    let edgeWeights = edgeWeights(parameters)
    var result = ArchitectureParameters(
      alpha: parameters.alpha.map { _ in 0 },
      beta: parameters.beta.map { _ in 0 }
    )
    var ofEdges = [Double](repeating: 0, count: rows.count)
    for (number, row) in rows.enumerated() {
      let indices = live(row, alive)
      guard !indices.isEmpty else { continue }
      let slopes = indices.map { gradient[$0] * edgeWeights[number] }
      for (index, slope) in zip(indices, pullback(number, slopes)) { result.alpha[index] = slope }
      ofEdges[number] = indices.reduce(0) { $0 + weights[$1] * gradient[$1] }
    }
    guard edges.hasParameters else { return result }
    for node in nodes {
      let slopes = edges.pullback(
        node.map { parameters.beta[$0] },
        node.map { ofEdges[$0] }
      )
      for (place, row) in node.enumerated() { result.beta[row] = slopes[place] }
    }
    return result
  }

  /// The gates of one pass and the way back.
  public struct Draw {
    /// The gates.
    public var gates: [Double]
    /// Which operations are computed.
    public var active: [Bool]
    /// d loss / d parameters from d loss / d gates.
    public let pullback: ([Double]) -> ArchitectureParameters
  }

  /// Draws the gates of one pass.
  public func draw(
    _ parameters: ArchitectureParameters,
    alive: [Bool],
    moment: Moment,
    at point: DrawPoint
  ) -> Draw {
    var weights = parameters.alpha.map { _ in 0.0 }
    var active = parameters.alpha.map { _ in false }
    var pullbacks: [([Double]) -> [Double]] = []
    for row in rows {
      let indices = live(row, alive)
      guard !indices.isEmpty else {
        pullbacks.append { $0 }
        continue
      }
      var own = point
      own.index = UInt64(row.range.lowerBound)
      let drawn = relaxation.draw(view(indices, parameters.alpha, moment), at: own)
      for (place, index) in indices.enumerated() {
        weights[index] = drawn.weights[place]
        active[index] = drawn.active[place]
      }
      pullbacks.append(drawn.pullback)
    }
    var gates = weights
    if edges.hasParameters {
      for (row, weight) in zip(rows, edgeWeights(parameters)) {
        for index in row.range { gates[index] *= weight }
      }
    }
    let fixed = (weights, pullbacks)
    return Draw(gates: gates, active: active) { gradient in
      chain(parameters, gradient, alive: alive, weights: fixed.0) { fixed.1[$0]($1) }
    }
  }

  /// The parameters after a move, as the relaxation wants them.
  func settled(
    _ alpha: [Double],
    before: [Double],
    alive: [Bool],
    active: [Bool]
  ) -> [Double] {
    var result = alpha
    for row in rows {
      let indices = live(row, alive)
      let settled = relaxation.settled(
        indices.map { alpha[$0] },
        before: indices.map { before[$0] },
        active: indices.map { active[$0] }
      )
      for (index, value) in zip(indices, settled) { result[index] = value }
    }
    return result
  }
}
