import Foundation

/// A workload timed here and in PyTorch, several times in turn.
///
/// One measurement says little on a machine whose neighbours come and go: a ratio is that of times
/// taken next to each other, and what is reported is the median of such ratios.
struct BenchComparison: Codable, Sendable {
  /// Everything measured once: for every number of threads PyTorch between two measurements of ours.
  struct Round: Codable, Sendable {
    /// Here, in the order they were made.
    var own: [BenchResult] = []
    /// In PyTorch, by layout and threads.
    var peers: [PeerResult] = []

    fileprivate func seconds(_ threads: Int) -> [Double] {
      own.filter { $0.threads == threads }.map { $0.medianStepSeconds }
    }

    /// The fastest layout with a number of threads.
    fileprivate func fastest(_ threads: Int) -> PeerResult? {
      peers.filter { $0.threads == threads }.min { $0.medianStepSeconds < $1.medianStepSeconds }
    }
  }

  /// The numbers of threads that are compared.
  static let threads = [2, 1]
  static let layouts = ["channels_last", "default"]

  /// At least one.
  private(set) var rounds: [Round] = []

  /// Times a workload, each time in a process of its own.
  ///
  /// The first round tries every layout of PyTorch, later ones the faster.
  ///
  /// - Parameters:
  ///   - steps: steps of a time here, of which the median counts.
  ///   - progress: called before every process with the number of those before it and of all.
  /// - Throws: `BenchError`.
  static func measure(
    _ workload: BenchWorkload,
    rounds: Int,
    steps: Int,
    peers: PeerTiming,
    progress: (Int, Int) -> Void
  ) throws -> BenchComparison {
    var result = BenchComparison()
    let all = threads.count * (layouts.count + 3 * rounds - 1)
    var done = 0
    func own(_ threads: Int) throws -> BenchResult {
      progress(done, all)
      done += 1
      var own = try PeerTiming.run(
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
        workload.ownArguments + ["--threads", "\(threads)", "--steps", "\(steps)", "--json"],
        as: BenchResult.self
      )
      own.workload = workload.id
      return own
    }
    for _ in 0..<rounds {
      var round = Round()
      for threads in threads {
        round.own.append(try own(threads))
        let faster = result.rounds.first?.fastest(threads).map { [$0.layout] }
        for layout in faster ?? layouts {
          progress(done, all)
          done += 1
          round.peers.append(try peers.measure(workload, layout: layout, threads: threads))
        }
        round.own.append(try own(threads))
      }
      try require(workload, round)
      result.rounds.append(round)
    }
    return result
  }

  private static func require(_ workload: BenchWorkload, _ round: Round) throws {
    let counts = Set(round.own.map { $0.weightCount })
    for peer in round.peers where !counts.contains(peer.weightCount) {
      throw BenchError(
        description: "\(workload.id): \(counts.sorted()) weights here, \(peer.weightCount) in "
          + "PyTorch: these are different networks"
      )
    }
  }

  /// A number of ours with so many threads.
  func own(_ threads: Int, _ value: (BenchResult) -> Double) -> Spread {
    Spread(rounds.flatMap { $0.own }.filter { $0.threads == threads }.map(value))
  }

  /// PyTorch's times of a layout with so many threads; nil where it was never timed.
  func peer(_ layout: String, _ threads: Int) -> Spread? {
    let found = rounds.flatMap { $0.peers }
      .filter { $0.layout == layout && $0.threads == threads }
      .map { $0.medianStepSeconds }
    return found.isEmpty ? nil : Spread(found)
  }

  /// How many times faster than PyTorch's best layout, with the same number of threads: its time over the
  /// mean of ours before and behind it.
  func ratio(threads: Int) -> Spread {
    Spread(
      rounds.compactMap { round in
        let own = round.seconds(threads)
        guard let peer = round.fastest(threads), !own.isEmpty else { return nil }
        return peer.medianStepSeconds / (own.reduce(0, +) / Double(own.count))
      }
    )
  }

  /// How many times faster two threads are than one, from the times next to each other.
  var scaling: Spread {
    Spread(
      rounds.compactMap { round in
        guard let two = round.seconds(2).last, let one = round.seconds(1).first else { return nil }
        return one / two
      }
    )
  }

  /// PyTorch's smallest peak memory over ours, with two threads.
  var memoryRatio: Double {
    let peer = rounds.flatMap { $0.peers }.filter { $0.threads == 2 }.map { $0.peakResidentBytes }
    return Double(peer.min() ?? 0) / own(2) { Double($0.peakResidentBytes) }.most
  }
}
