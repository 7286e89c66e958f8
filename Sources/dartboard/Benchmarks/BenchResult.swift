import Engine
import Foundation
import Networks
import Records

/// What a timed workload came to.
struct BenchResult: Codable, Sendable {
  var workload: String
  var channels: Int
  var cells: Int
  var batch: Int
  var size: Int
  var threads: Int
  var kernels: String
  /// Weights of the network, to tell whether two programs time the same one.
  var weightCount: Int
  /// Of the steps after the first.
  var medianStepSeconds: Double
  var fastestStepSeconds: Double
  var steps: Int
  /// 1e9 floating-point operations a second, two for a multiply-add of a convolution.
  var gflops: Double
  /// The same at best, measured with the same threads.
  var peakGflops: Double
  /// Tensors read and written, each once a level.
  var bytesPerStep: Int
  /// To and from memory, measured with the same threads.
  var bandwidthBytesPerSecond: Double
  /// The larger of what multiply-adds and bytes take at best, summed over the levels of the timetable.
  var rooflineSeconds: Double
  var rooflineShare: Double
  /// Largest resident memory of the process up to the last step.
  var peakResidentBytes: Int

  /// Times `steps` steps of a workload after one that warms up.
  ///
  /// - Parameter progress: called before every step with its number and the number of all.
  /// - Throws: `GenotypeError`.
  static func measure(
    _ workload: BenchWorkload,
    steps: Int,
    pool: ThreadPool,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> BenchResult {
    ResidentMemory.forgetPeak()
    let step = try BenchStep(workload, pool: pool)
    let clock = ContinuousClock()
    var times: [Double] = []
    for number in 0...steps {
      progress(number, steps + 1)
      let time = clock.measure { step.run() }.components
      let seconds = Double(time.seconds) + Double(time.attoseconds) * 1e-18
      if number > 0 { times.append(seconds) }
    }
    let resident = ResidentMemory.peak
    let peak = MachinePeak.measure(step.execution.choice, pool: pool)
    let work = step.work
    let sorted = times.sorted()
    let median = (sorted[(steps - 1) / 2] + sorted[steps / 2]) / 2
    let flops = 2 * Double(work.multiplyAdds)
    let roof = work.seconds(on: peak)
    return BenchResult(
      workload: workload.id,
      channels: workload.shape.channels,
      cells: workload.shape.cells,
      batch: workload.batch,
      size: workload.shape.height,
      threads: pool.threads,
      kernels: step.execution.choice.rawValue,
      weightCount: step.execution.weightCount,
      medianStepSeconds: median,
      fastestStepSeconds: sorted[0],
      steps: steps,
      gflops: flops / median * 1e-9,
      peakGflops: peak.flops * 1e-9,
      bytesPerStep: work.bytes,
      bandwidthBytesPerSecond: peak.bandwidth,
      rooflineSeconds: roof,
      rooflineShare: roof / median,
      peakResidentBytes: resident
    )
  }
}
