import Foundation

/// A workload timed here and in PyTorch.
struct BenchComparison: Codable, Sendable {
  /// Here, with two threads and with one.
  var own: [BenchResult]
  /// In PyTorch, by layout and threads.
  var peers: [PeerResult]

  /// Times a workload, each time in a process of its own; ours and PyTorch's in turn.
  ///
  /// - Throws: `BenchError`.
  static func measure(
    _ workload: BenchWorkload,
    steps: Int,
    peers: PeerTiming
  ) throws -> BenchComparison {
    var result = BenchComparison(own: [], peers: [])
    for threads in [2, 1] {
      var own = try PeerTiming.run(
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
        workload.ownArguments + ["--threads", "\(threads)", "--steps", "\(steps)", "--json"],
        as: BenchResult.self
      )
      own.workload = workload.id
      result.own.append(own)
      // The default layout is the slower one everywhere; it is shown once a workload.
      for layout in threads == 2 ? ["channels_last", "default"] : ["channels_last"] {
        let peer = try peers.measure(workload, layout: layout, threads: threads)
        guard peer.weightCount == own.weightCount else {
          throw BenchError(
            description: "\(workload.id): \(own.weightCount) weights here, \(peer.weightCount) in "
              + "PyTorch: these are different networks"
          )
        }
        result.peers.append(peer)
      }
    }
    return result
  }

  private func seconds(_ threads: Int) -> Double {
    own.first { $0.threads == threads }?.medianStepSeconds ?? .nan
  }

  /// The fastest layout's time with a number of threads.
  private func peerSeconds(_ threads: Int) -> Double {
    peers.filter { $0.threads == threads }.map { $0.medianStepSeconds }.min() ?? .nan
  }

  /// How many times faster than PyTorch's best layout, with the same number of threads.
  func ratio(threads: Int) -> Double { peerSeconds(threads) / seconds(threads) }

  /// How many times faster two threads are than one.
  var scaling: Double { seconds(1) / seconds(2) }

  /// PyTorch's smallest peak memory over ours, with two threads.
  var memoryRatio: Double {
    let peer = peers.filter { $0.threads == 2 }.map { $0.peakResidentBytes }.min() ?? 0
    return Double(peer) / Double(own.first { $0.threads == 2 }?.peakResidentBytes ?? 1)
  }
}
