import Synchronization
import Testing

@testable import Engine

@Suite struct ThreadPoolTests {
  /// What the links of some chains note: only its own links write to a chain's list.
  private final class Notes: @unchecked Sendable {
    let chains: Int
    let lists: UnsafeMutablePointer<[Int]>

    init(chains: Int) {
      self.chains = chains
      lists = .allocate(capacity: chains)
      lists.initialize(repeating: [], count: chains)
    }

    deinit {
      lists.deinitialize(count: chains)
      lists.deallocate()
    }
  }

  @Test(
    "every link of every chain runs once, after the link before it",
    arguments: [1, 2, 3, 7],
    [1, 2, 4]
  )
  func chains(threads: Int, links: Int) {
    let pool = ThreadPool(threads: threads)
    for count in [1, 2, 8, 16] {
      for _ in 0..<20 {
        let notes = Notes(chains: count)
        let context = Unmanaged.passUnretained(notes).toOpaque()
        pool.run(chains: count, links: links, context: context) { context, piece, _ in
          guard let context else { return }
          let notes = Unmanaged<Notes>.fromOpaque(context).takeUnretainedValue()
          let (link, chain) = Int(piece).quotientAndRemainder(dividingBy: notes.chains)
          notes.lists[chain].append(link)
        }
        for chain in 0..<count { #expect(notes.lists[chain] == Array(0..<links)) }
      }
    }
  }

  /// Whether a link has seen that of another chain run at the same time.
  private final class Meeting: Sendable {
    let isThere = Atomic(false)
    let isSeen = Atomic(false)
  }

  @Test("a thread with nothing left takes links of another's chains")
  func helps() {
    let pool = ThreadPool(threads: 2)
    let meeting = Meeting()
    let context = Unmanaged.passUnretained(meeting).toOpaque()
    // The second half of the chains is the second thread's; one of them waits for the other, which then
    // only the first thread can have taken, or the other way round.
    pool.run(chains: 4, links: 2, context: context) { context, piece, _ in
      guard let context else { return }
      let meeting = Unmanaged<Meeting>.fromOpaque(context).takeUnretainedValue()
      if piece == 3 { meeting.isThere.store(true, ordering: .releasing) }
      guard piece == 2 else { return }
      let start = ContinuousClock.now
      while !meeting.isThere.load(ordering: .acquiring), start.duration(to: .now) < .seconds(30) {}
      meeting.isSeen.store(meeting.isThere.load(ordering: .acquiring), ordering: .releasing)
    }
    let isSeen = meeting.isSeen.load(ordering: .acquiring)
    #expect(isSeen)
  }

  /// The pieces a lone thread ran, and what it expected to run after each.
  private final class Order {
    let pool: ThreadPool
    var ran: [Int] = []
    var expected: [Int?] = []

    init(_ pool: ThreadPool) { self.pool = pool }
  }

  @Test("a lone thread runs next what it expects", arguments: [1, 5, 16], [1, 3])
  func expectations(chains: Int, links: Int) {
    let order = Order(ThreadPool(threads: 1))
    let context = Unmanaged.passUnretained(order).toOpaque()
    order.pool.run(chains: chains, links: links, context: context) { context, piece, worker in
      guard let context else { return }
      let order = Unmanaged<Order>.fromOpaque(context).takeUnretainedValue()
      order.ran.append(Int(piece))
      order.expected.append(order.pool.next(after: Int(piece), of: Int(worker)))
    }
    #expect(order.ran.count == chains * links)
    #expect(order.expected == order.ran.dropFirst().map { $0 } + [nil])
  }

  @Test("threads expect each piece once, and none those of another", arguments: [2, 3, 7])
  func shares(threads: Int) {
    let (chains, links) = (8, 3)
    let pool = ThreadPool(threads: threads)
    pool.run(chains: chains, links: links, context: Unmanaged.passUnretained(pool).toOpaque()) {
      _,
      _,
      _ in
    }
    var met: [Int] = []
    for worker in 0..<threads {
      // A thread begins with the first link of its first chain.
      let own = chains * worker / threads..<chains * (worker + 1) / threads
      var piece = own.first
      while let current = piece {
        #expect(own.contains(current % chains))
        met.append(current)
        piece = pool.next(after: current, of: worker)
      }
      for chain in 0..<chains where !own.contains(chain) {
        #expect(pool.next(after: chain, of: worker) == nil)
      }
    }
    #expect(met.sorted() == Array(0..<chains * links))
  }
}
