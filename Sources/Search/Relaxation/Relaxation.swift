public import Engine

/// What a relaxation sees of an edge: the operations that still compete.
public struct RelaxationRow: Sendable {
  /// alpha of each operation.
  public var alpha: [Double]
  /// Whether each operation has weights.
  public var isParametric: [Bool]
  /// Where in its epochs the search stands.
  public var moment: Moment

  /// Creates a row.
  public init(_ alpha: [Double], isParametric: [Bool], moment: Moment) {
    self.alpha = alpha
    self.isParametric = isParametric
    self.moment = moment
  }
}

/// Where a draw gets its random numbers and what it is for.
public struct DrawPoint: Sendable {
  /// The search's stream of architecture draws.
  public var stream: RandomStream
  /// The address of the draw.
  public var step: UInt64
  /// The index of the row's first number at that address.
  public var index: UInt64
  /// Whether alpha is about to move; otherwise the weights are.
  public var isForAlpha: Bool

  /// Creates a point.
  public init(stream: RandomStream, step: UInt64, index: UInt64 = 0, isForAlpha: Bool) {
    self.stream = stream
    self.step = step
    self.index = index
    self.isForAlpha = isForAlpha
  }

  /// A uniform number in [0, 1).
  func uniform(_ number: Int) -> Double {
    stream.uniform(step: step, index: index + UInt64(number))
  }

  /// A standard Gumbel number.
  func gumbel(_ number: Int) -> Double { stream.gumbel(step: step, index: index + UInt64(number)) }
}

/// The weights of one edge's operations in one pass.
public struct RowDraw {
  /// The weight of each operation.
  public var weights: [Double]
  /// Which operations are computed.
  public var active: [Bool]
  /// d loss / d alpha from d loss / d weights; the gradient of what is not computed is zero.
  public var pullback: ([Double]) -> [Double]
}

/// How alpha becomes the weights of the operations: one file per choice, one line in
/// `RelaxationCatalog`.
public protocol Relaxation: AxisChoice {
  /// Whether every pass draws an architecture.
  var isSampled: Bool { get }
  /// Whether alpha moves at all.
  var movesAlpha: Bool { get }
  /// K where only the first 1/K of the channels are mixed and the others pass by; 1 for all.
  var channelDivisor: Int { get }
  /// The share of `count` operations, or of their channels, that a pass computes.
  func activeShare(of count: Int) -> Double
  /// The weights without noise: what is derived from and logged.
  func weights(_ row: RelaxationRow) -> [Double]
  /// d loss / d alpha from d loss / d weights, without noise.
  func pullback(_ row: RelaxationRow, _ gradient: [Double]) -> [Double]
  /// The weights of one pass.
  func draw(_ row: RelaxationRow, at point: DrawPoint) -> RowDraw
  /// alpha after a move, given alpha before it and the operations that the moving pass computed.
  func settled(_ alpha: [Double], before: [Double], active: [Bool]) -> [Double]
}

extension Relaxation {
  /// Every pass mixes all operations.
  public var isSampled: Bool { false }
  /// alpha moves.
  public var movesAlpha: Bool { true }
  /// All channels.
  public var channelDivisor: Int { 1 }
  /// All of them.
  public func activeShare(of count: Int) -> Double { 1 }

  /// Whether a constant added to all of a row leaves its weights as they are.
  public var ignoresConstants: Bool {
    func weights(_ shift: Double) -> [Double] {
      let alpha = [0.3, -0.2, 0.1, -0.4].map { $0 + shift }
      let isParametric = [true, false, true, false]
      let moment = Moment(epoch: 0, epochs: 2)
      return self.weights(RelaxationRow(alpha, isParametric: isParametric, moment: moment))
    }
    return zip(weights(0), weights(1)).allSatisfy { abs($0 - $1) < 1e-9 }
  }

  /// The weights without noise, all computed.
  public func draw(_ row: RelaxationRow, at point: DrawPoint) -> RowDraw {
    RowDraw(
      weights: weights(row),
      active: [Bool](repeating: true, count: row.alpha.count),
      pullback: { pullback(row, $0) }
    )
  }

  /// alpha as it moved.
  public func settled(_ alpha: [Double], before: [Double], active: [Bool]) -> [Double] { alpha }
}

/// The axis of relaxations, one line each.
public enum RelaxationCatalog: Axis {
  /// The name in specs.
  public static let name = "relaxation"
  /// Every relaxation in the order documentation lists them.
  public static let all: [any Relaxation] = [
    Softmax(),
    Sigmoid(),
    GumbelSoftmax(),
    GumbelHard(),
    SinglePath(),
    TwoPaths(),
    GroupedSoftmax(),
    PartialChannels(),
  ]

  /// A relaxation as an axis's choice.
  public static func erased(_ choice: any Relaxation) -> any AxisChoice { choice }
}
