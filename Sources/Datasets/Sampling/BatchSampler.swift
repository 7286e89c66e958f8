public import Engine

/// Which images make up each batch: a new permutation every epoch.
///
/// The batch of (epoch, number) is addressed, not consumed, so a resumed run sees the same.
public struct BatchSampler: Sendable {
  /// The images to draw from.
  public let indices: [Int]
  /// Images in a batch.
  public let batchSize: Int
  private let stream: RandomStream
  private var held: (epoch: Int, order: [Int]) = (-1, [])

  /// Creates a sampler; what does not fill a last batch is left out of that epoch.
  ///
  /// - Precondition: 0 < `batchSize` <= `indices.count`.
  public init(indices: [Int], batchSize: Int, stream: RandomStream) {
    precondition(
      batchSize > 0 && batchSize <= indices.count,
      "a batch of \(batchSize) cannot be drawn from \(indices.count) images"
    )
    self.indices = indices
    self.batchSize = batchSize
    self.stream = stream
  }

  /// Full batches in an epoch.
  public var batchesPerEpoch: Int { indices.count / batchSize }

  /// The images of a batch.
  ///
  /// Mutating because the order of the last epoch asked for is kept.
  ///
  /// - Precondition: `epoch` >= 0 and 0 <= `number` < `batchesPerEpoch`.
  /// - Complexity: O(indices) for another epoch than the last one, else O(1).
  public mutating func batch(epoch: Int, number: Int) -> ArraySlice<Int> {
    precondition(
      epoch >= 0 && (0..<batchesPerEpoch).contains(number),
      "batch \(number) of epoch \(epoch): an epoch has \(batchesPerEpoch) batches"
    )
    if held.epoch != epoch {
      let order = stream.permutation(count: indices.count, step: UInt64(epoch))
      held = (epoch, order.map { indices[$0] })
    }
    let start = number * batchSize
    return held.order[start..<start + batchSize]
  }
}
