import CKernels

/// A fixed number of threads that share numbered pieces of work.
///
/// The pieces are cut by the data, so the number of threads changes who computes a piece and never
/// what it computes.
public final class ThreadPool: @unchecked Sendable {
  /// The number of threads, the caller's included.
  public let threads: Int
  private let pool: OpaquePointer

  /// Starts a pool.
  ///
  /// - Precondition: 1 <= `threads` <= 1024, and the system can start them.
  public init(threads: Int) {
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
