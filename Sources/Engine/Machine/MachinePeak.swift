import CKernels

/// What this machine can do at best, measured: the roof that a step is held against (Williams,
/// Waterman, Patterson, "Roofline", CACM 52, 2009).
public struct MachinePeak: Sendable, Hashable {
  /// Floating-point operations a second, two for a fused multiply-add, with the vectors the kernels use.
  public let flops: Double
  /// Bytes a second to and from memory, as STREAM's triad counts them.
  public let bandwidth: Double

  /// Measures with all threads of `pool`; takes about a second.
  ///
  /// - Parameter choice: the instruction set whose multiply-adds are counted.
  public static func measure(_ choice: KernelChoice = .best, pool: ThreadPool) -> MachinePeak {
    MachinePeak(flops: flops(choice, pool), bandwidth: bandwidth(pool))
  }

  private static func flops(_ choice: KernelChoice, _ pool: ThreadPool) -> Double {
    let set: Int32 =
      switch choice {
      case .avx512: Int32(DK_AVX512.rawValue)
      case .avx2: Int32(DK_AVX2.rawValue)
      case .reference: -1
      }
    let rounds: Int64 = choice == .reference ? 2_000_000 : 10_000_000
    let work = 2 * Double(dk_machine_round(set)) * Double(rounds) * Double(pool.threads)
    return best(of: 5, work: work) {
      pool.run(pool.threads) { _, _ in
        // The result is used so that the loop stays.
        if dk_machine_multiply_adds(set, rounds).isNaN { preconditionFailure("1 became NaN") }
      }
    }
  }

  private static func bandwidth(_ pool: ThreadPool) -> Double {
    let count = 16 << 20
    let arrays = Buffer(count: 3 * count, elementSize: 4)
    let base = arrays.base.assumingMemoryBound(to: Float.self)
    let share = count / pool.threads
    return best(of: 5, work: Double(12 * share * pool.threads)) {
      pool.run(pool.threads) { piece, _ in
        let start = base + piece * share
        dk_machine_triad(start, start + count, start + 2 * count, Int64(share))
      }
    }
  }

  /// The largest rate of `count` tries of `work`, the first of which only warms up.
  private static func best(of count: Int, work: Double, _ body: () -> Void) -> Double {
    body()
    let clock = ContinuousClock()
    return (0..<count).map { _ in
      let time = clock.measure(body).components
      return work / (Double(time.seconds) + Double(time.attoseconds) * 1e-18)
    }.max() ?? 0
  }
}
