import CKernels

/// A fixed number of threads that share numbered pieces of work, and the loops they run.
///
/// The pieces are cut by the data, so the number of threads changes who computes a piece and never
/// what it computes.
public final class ThreadPool: @unchecked Sendable {
  /// The number of threads, the caller's included.
  public let threads: Int
  /// Which implementation of the inner loops an execution on this pool runs; no bit depends on it.
  public let kernels: KernelChoice
  private let pool: OpaquePointer

  /// Starts a pool.
  ///
  /// - Precondition: 1 <= `threads` <= 1024, the system can start them, and `kernels` run here.
  public init(threads: Int, kernels: KernelChoice = .best) {
    precondition(kernels.isAvailable, "this machine cannot run \(kernels.rawValue) kernels")
    self.kernels = kernels
    precondition((1...1024).contains(threads), "a pool has 1 to 1024 threads, got \(threads)")
    guard let pool = dk_pool_create(Int32(threads)) else {
      preconditionFailure("cannot start \(threads) threads")
    }
    self.threads = threads
    self.pool = pool
  }

  deinit { dk_pool_destroy(pool) }

  /// Runs `body(piece, worker)` for every piece below `count`; returns when all are done.
  ///
  /// `worker` is below `threads` and no two pieces run on one worker at a time. Not reentrant.
  public func run(_ count: Int, _ body: (_ piece: Int, _ worker: Int) -> Void) {
    withoutActuallyEscaping(body) { escapable in
      var box = escapable
      withUnsafeMutablePointer(to: &box) { pointer in
        dk_pool_run(
          pool,
          { context, piece, worker in
            let body = context?.assumingMemoryBound(to: ((Int, Int) -> Void).self)
            body?.pointee(Int(piece), Int(worker))
          },
          pointer,
          Int64(count)
        )
      }
    }
  }

  /// The same for a function without captures: allocates nothing, in any build.
  func run(_ count: Int, context: UnsafeMutableRawPointer, _ work: dk_work) {
    dk_pool_run(pool, work, context, Int64(count))
  }

  /// Runs chains of `links` pieces for a function without captures: link l of chain c is piece
  /// l * `chains` + c.
  ///
  /// The links of a chain run one after the other, in order; any thread may run the next. A thread that
  /// has nothing of its own left can then help with less than a chain.
  ///
  /// - Precondition: at most 16 chains where they have several links.
  func run(
    chains: Int,
    links: Int,
    context: UnsafeMutableRawPointer,
    _ work: dk_work
  ) {
    precondition(
      links == 1 || chains <= Int(DK_CHAINS),
      "at most \(DK_CHAINS) chains have several links, got \(chains)"
    )
    dk_pool_run_chains(pool, work, context, Int64(chains), Int64(links))
  }

  /// The piece that a worker takes behind `piece` in the run that is on, if others leave it to it.
  ///
  /// Nothing but what is read ahead may depend on it; nil where the worker has no piece of its own left.
  func next(after piece: Int, of worker: Int) -> Int? {
    let next = dk_pool_next(pool, Int64(piece), Int64(worker))
    return next < 0 ? nil : Int(next)
  }
}
