import Engine
import Search

/// New running statistics for a network whose operations were switched off: the mean over training
/// batches of each batch's mean and variance, no gradient and no memory of the old ones.
enum Recalibration {
  /// Replaces the running statistics of the search's supernet at its present gates.
  ///
  /// - Parameter batches: training batches, without augmentation.
  static func run(_ search: SearchRun, batches: [[Int]]) {
    let execution = search.execution
    let count = execution.runningStatistics.count
    /// What a batch leaves when every statistic stood at `start`.
    func pass(_ batch: [Int], from start: Double) -> [Double] {
      execution.runningStatistics = [Double](repeating: start, count: count)
      search.loadPlain(batch[...])
      execution.forward(count: batch.count, updateRunning: true)
      return execution.runningStatistics
    }
    guard let first = batches.first else { return }
    // From 0 a statistic goes to m x, from 1 to 1 + m (x - 1): the difference tells the momentum m.
    let momentum = zip(pass(first, from: 0), pass(first, from: 1)).map { 1 - ($1 - $0) }
    var sum = [Double](repeating: 0, count: count)
    for batch in batches { sum = Vectors.sum(sum, 1, pass(batch, from: 0)) }
    execution.runningStatistics = zip(sum, momentum).map { total, share in
      // A normalization that was not computed keeps no share; it is not read either.
      share > 0 ? total / share / Double(batches.count) : 1
    }
  }
}
