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
      "a batch of \(batchSize) cannot be drawn from \(indices.count) images")
    self.indices = indices
    self.batchSize = batchSize
    self.stream = stream
  }

  /// Full batches in an epoch.
  public var batchesPerEpoch: Int { indices.count / batchSize }

  /// The images of a batch.
  public mutating func batch(epoch: Int, number: Int) -> ArraySlice<Int> {
    if held.epoch != epoch {
      let order = stream.permutation(count: indices.count, step: UInt64(epoch))
      held = (epoch, order.map { indices[$0] })
    }
    let start = number % batchesPerEpoch * batchSize
    return held.order[start..<start + batchSize]
  }
}
