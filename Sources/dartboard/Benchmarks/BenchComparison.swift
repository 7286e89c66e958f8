import Foundation

/// A workload timed here and in PyTorch, several times in turn.
///
/// One measurement says little on a machine whose neighbours come and go: a ratio is that of times
/// taken next to each other, and what is reported is the median of such ratios.
struct BenchComparison: Codable, Sendable {
  /// Everything measured once.
  struct Round: Codable, Sendable {
    /// Here, by threads.
    var own: [BenchResult] = []
    /// In PyTorch, by layout and threads.
    var peers: [PeerResult] = []

    fileprivate func seconds(_ threads: Int) -> Double? {
      own.first { $0.threads == threads }?.medianStepSeconds
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
  /// The first round tries every layout of PyTorch, later ones the faster; every other round begins with
  /// PyTorch.
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
    let all = threads.count * (layouts.count + rounds + rounds - 1)
    var done = 0
    func own(_ threads: Int, _ round: inout Round) throws {
      progress(done, all)
      done += 1
      var own = try PeerTiming.run(
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
        workload.ownArguments + ["--threads", "\(threads)", "--steps", "\(steps)", "--json"],
        as: BenchResult.self
      )
      own.workload = workload.id
      round.own.append(own)
    }
    for number in 0..<rounds {
      var round = Round()
      for threads in threads {
        if number % 2 == 0 { try own(threads, &round) }
        let faster = result.rounds.first?.fastest(threads).map { [$0.layout] }
        for layout in faster ?? layouts {
          progress(done, all)
          done += 1
          round.peers.append(try peers.measure(workload, layout: layout, threads: threads))
        }
        if number % 2 == 1 { try own(threads, &round) }
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

  private func spread(_ value: (Round) -> Double?) -> Spread { Spread(rounds.compactMap(value)) }

  /// A number of ours with so many threads.
  func own(_ threads: Int, _ value: (BenchResult) -> Double) -> Spread {
    spread { $0.own.first { $0.threads == threads }.map(value) }
  }

  /// PyTorch's times of a layout with so many threads; nil where it was never timed.
  func peer(_ layout: String, _ threads: Int) -> Spread? {
    let found = rounds.flatMap { $0.peers }
      .filter { $0.layout == layout && $0.threads == threads }
      .map { $0.medianStepSeconds }
    return found.isEmpty ? nil : Spread(found)
  }

  /// How many times faster than PyTorch's best layout, with the same number of threads.
  func ratio(threads: Int) -> Spread {
    spread { round in
      guard let own = round.seconds(threads), let peer = round.fastest(threads) else { return nil }
      return peer.medianStepSeconds / own
    }
  }

  /// How many times faster two threads are than one.
  var scaling: Spread {
    spread { round in
      guard let one = round.seconds(1), let two = round.seconds(2) else { return nil }
      return one / two
    }
  }

  /// PyTorch's smallest peak memory over ours, with two threads.
  var memoryRatio: Double {
    let peer = rounds.flatMap { $0.peers }.filter { $0.threads == 2 }.map { $0.peakResidentBytes }
    return Double(peer.min() ?? 0) / own(2) { Double($0.peakResidentBytes) }.most
  }
}
