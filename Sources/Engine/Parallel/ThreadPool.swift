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
}
