import CKernels

/// Measures `MachinePeak` in bursts short enough to stand between the steps of a benchmark.
///
/// A virtual machine's processors share units and caches with neighbours and do half as much from one
/// second to the next: a step is held against what the machine gave around it.
public final class PeakMeter {
  private let pool: ThreadPool
  private let instructions: Int32
  private let rounds: Int64
  private let arrays: Buffer
  private static let count = 16 << 20
  /// The seconds that each thread took.
  private let seconds: UnsafeMutableBufferPointer<Double>

  /// Takes three arrays of 64 MiB for the triad.
  ///
  /// - Parameter choice: the instruction set whose multiply-adds are counted.
  public init(_ choice: KernelChoice = .best, pool: ThreadPool) {
    self.pool = pool
    instructions =
      switch choice {
      case .avx512: Int32(DK_AVX512.rawValue)
      case .avx2: Int32(DK_AVX2.rawValue)
      case .reference: -1
      }
    rounds = choice == .reference ? 2_000_000 : 10_000_000
    arrays = Buffer(count: 3 * Self.count, elementSize: 4)
    seconds = .allocate(capacity: pool.threads)
    seconds.initialize(repeating: 0)
  }

  deinit { seconds.deallocate() }

  /// One burst with all threads of the pool; takes some 40 milliseconds.
  public func burst() -> MachinePeak {
    MachinePeak(flops: flops(), bandwidth: bandwidth())
  }

  private func flops() -> Double {
    let (instructions, rounds) = (instructions, rounds)
    let work = 2 * Double(dk_machine_round(instructions)) * Double(rounds)
    return rate(of: work) { _ in
      // The result is used so that the loop stays.
      if dk_machine_multiply_adds(instructions, rounds).isNaN {
        preconditionFailure("1 became NaN")
      }
    }
  }

  private func bandwidth() -> Double {
    let base = arrays.base.assumingMemoryBound(to: Float.self)
    let share = Self.count / pool.threads
    return rate(of: Double(12 * share)) { piece in
      let start = base + piece * share
      dk_machine_triad(start, start + Self.count, start + 2 * Self.count, Int64(share))
    }
  }

  /// The sum of the threads' own rates: none waits for another, as in a step whose pieces are taken by
  /// whoever is free.
  private func rate(of work: Double, _ body: (Int) -> Void) -> Double {
    let clock = ContinuousClock()
    let seconds = seconds
    pool.run(pool.threads) { piece, _ in
      let time = clock.measure { body(piece) }.components
      seconds[piece] = Double(time.seconds) + Double(time.attoseconds) * 1e-18
    }
    return seconds.reduce(0) { $0 + work / $1 }
  }
}
