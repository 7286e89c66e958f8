public import Engine
import Networks

extension SearchRun {
  /// A second supernet of the same space and shape, for measurements in another precision or batch
  /// size; its weights are the initial ones.
  ///
  /// Parameters have the same places in `Execution.weightBytes`.
  public func twin(batch: Int, precision: Precision) -> Execution {
    let twin = Execution(
      tape: space.supernet(shape, channelDivisor: relaxation.channelDivisor),
      batch: batch,
      precision: precision,
      pool: pool
    )
    twin.initialize(seed: UInt64(spec.seed))
    return twin
  }
}
