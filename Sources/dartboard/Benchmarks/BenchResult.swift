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
  /// What the machine gave with the same threads: the median of bursts before and behind every step.
  var peakGflops: Double
  /// The fastest of these bursts.
  var bestPeakGflops: Double
  /// Tensors read and written, each once a level.
  var bytesPerStep: Int
  /// To and from memory, the median of bursts between the same steps.
  var bandwidthBytesPerSecond: Double
  /// The fastest of these bursts.
  var bestBandwidthBytesPerSecond: Double
  /// The larger of what multiply-adds and bytes take at the median rates, summed over the levels of the
  /// timetable.
  var rooflineSeconds: Double
  /// The same over the median step.
  var rooflineShare: Double
  /// The share where both rates are those of the fastest burst: quiet moments that few steps have.
  var bestRooflineShare: Double
  /// Largest resident memory of the process up to the end of the first step; later ones allocate nothing.
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
    var bursts: [MachinePeak] = []
    var resident = 0
    var meter: PeakMeter?
    for number in 0...steps {
      progress(number, steps + 1)
      let time = clock.measure { step.run() } / .seconds(1)
      if number == 0 {
        resident = ResidentMemory.peak
        // The first burst touches the meter's memory.
        let made = PeakMeter(step.execution.choice, pool: pool)
        _ = made.burst()
        meter = made
      } else {
        times.append(time)
      }
      if let meter { bursts.append(meter.burst()) }
    }
    let (rates, bandwidths) = (Spread(bursts.map { $0.flops }), Spread(bursts.map { $0.bandwidth }))
    let peak = MachinePeak(flops: rates.median, bandwidth: bandwidths.median)
    let best = MachinePeak(flops: rates.most, bandwidth: bandwidths.most)
    let work = step.work
    let spread = Spread(times)
    let median = spread.median
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
      fastestStepSeconds: spread.least,
      steps: steps,
      gflops: flops / median * 1e-9,
      peakGflops: peak.flops * 1e-9,
      bestPeakGflops: best.flops * 1e-9,
      bytesPerStep: work.bytes,
      bandwidthBytesPerSecond: peak.bandwidth,
      bestBandwidthBytesPerSecond: best.bandwidth,
      rooflineSeconds: roof,
      rooflineShare: roof / median,
      bestRooflineShare: work.seconds(on: best) / median,
      peakResidentBytes: resident
    )
  }
}
