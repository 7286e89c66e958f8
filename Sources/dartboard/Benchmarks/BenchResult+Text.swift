import Foundation

extension BenchResult {
  /// The result in words, for a person.
  var text: String {
    """
    \(workload): \(channels) channels, \(cells) cells, batch \(batch) of \(size)x\(size), \
    \(threads) \(threads == 1 ? "thread" : "threads"), \(kernels)
      step            \(Self.fixed(medianStepSeconds, 4)) s median, \
    \(Self.fixed(fastestStepSeconds, 4)) s fastest of \(steps)
      multiply-adds   \(Self.fixed(gflops, 1)) of \(Self.fixed(peakGflops, 1)) GFLOP/s, \
    \(Self.fixed(bestPeakGflops, 1)) at best
      memory moved    \(Self.fixed(Double(bytesPerStep) * 1e-9, 2)) GB a step, at \
    \(Self.fixed(bandwidthBytesPerSecond * 1e-9, 1)) GB/s, \
    \(Self.fixed(bestBandwidthBytesPerSecond * 1e-9, 1)) at best
      roofline        \(Self.fixed(rooflineSeconds, 4)) s, reached to \
    \(Self.fixed(100 * rooflineShare, 0)) %, of the best moment's to \
    \(Self.fixed(100 * bestRooflineShare, 0)) %
      peak memory     \(Self.fixed(Double(peakResidentBytes) / 1_048_576, 0)) MiB
    """
  }

  static func fixed(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }
}
