/// A twice differentiable map from alpha to the gates of a tape.
///
/// All vectors over alpha have one length, all over gates another, in orders of the map's choosing.
public protocol GateMap: Sendable {
  /// The gates at `alpha`.
  func gates(at alpha: [Double]) -> [Double]
  /// The derivative of the gates along `direction` in alpha: J v.
  func pushforward(_ direction: [Double], at alpha: [Double]) -> [Double]
  /// d loss / d alpha from d loss / d gates: J' g.
  func pullback(_ gradient: [Double], at alpha: [Double]) -> [Double]
  /// The derivative of `pullback` along `direction` in alpha with the gradient held: the curvature of
  /// the map itself.
  func pullbackTangent(
    _ gradient: [Double],
    along direction: [Double],
    at alpha: [Double]
  ) -> [Double]
}

/// Alpha that are the gates themselves.
public struct IdentityGates: GateMap {
  /// Creates the map.
  public init() {}

  /// `alpha`.
  public func gates(at alpha: [Double]) -> [Double] { alpha }
  /// `direction`.
  public func pushforward(_ direction: [Double], at alpha: [Double]) -> [Double] { direction }
  /// `gradient`.
  public func pullback(_ gradient: [Double], at alpha: [Double]) -> [Double] { gradient }
  /// Zero.
  public func pullbackTangent(
    _ gradient: [Double],
    along direction: [Double],
    at alpha: [Double]
  ) -> [Double] { [Double](repeating: 0, count: alpha.count) }
}
