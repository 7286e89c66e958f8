import Engine

/// A learning rate that falls along half a cosine, constant within an epoch (Loshchilov, Hutter,
/// "SGDR", ICLR 2017, equation 5, without restarts; PyTorch's CosineAnnealingLR).
public struct CosineSchedule: Sendable, Hashable {
  /// The rate of epoch 0.
  public let start: Double
  /// The rate that would be reached at `epochs`.
  public let end: Double
  /// The number of epochs.
  public let epochs: Int

  /// Creates a schedule.
  public init(start: Double, end: Double, epochs: Int) {
    self.start = start
    self.end = end
    self.epochs = epochs
  }

  /// The rate of an epoch, counted from 0.
  public func rate(epoch: Int) -> Double {
    let share = Double(epoch) / Double(max(1, epochs))
    return end + (start - end) * (1 + Portable.cos(Double.pi * share)) / 2
  }
}
