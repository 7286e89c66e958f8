/// Where in its epochs a search stands; what schedules are functions of.
public struct Moment: Sendable, Hashable {
  /// The epoch, counted from 0.
  public var epoch: Int
  /// All epochs.
  public var epochs: Int

  /// Creates a moment.
  public init(epoch: Int, epochs: Int) {
    self.epoch = epoch
    self.epochs = epochs
  }

  /// epoch / epochs: 0 at first, never 1.
  public var share: Double { Double(epoch) / Double(max(1, epochs)) }

  /// epoch / (epochs - 1): 0 in the first epoch, 1 in the last.
  public var progress: Double {
    epochs > 1 ? min(1, Double(max(0, epoch)) / Double(epochs - 1)) : 0
  }

  /// Whether the moment lies before a share of all epochs, rounded to whole epochs.
  public func isBefore(_ share: Double) -> Bool {
    epoch < Int((share * Double(epochs)).rounded())
  }
}
