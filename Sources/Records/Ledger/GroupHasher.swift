/// The hash of one group of state: SHA-256 of its pieces, one after the other.
///
/// A piece of more than 1 MiB is cut into leaves of 64 KiB, the last one shorter, and enters as the
/// SHA-256 of each leaf. Leaves do not depend on each other, so the threads of a run share them, and
/// who hashed a leaf is seen nowhere: a Merkle tree of two levels (Merkle, CRYPTO 1987).
struct GroupHasher {
  /// Runs `work` for every number below a count, in any order and on any threads; returns when all are
  /// done.
  typealias Sharing = (_ count: Int, _ work: (Int) -> Void) -> Void

  /// A piece of more bytes is cut into leaves.
  static let longest = 1 << 20
  /// Bytes of a leaf.
  static let leaf = 1 << 16

  private let hasher = SHA256()

  /// Adds a piece.
  mutating func add(_ piece: UnsafeRawBufferPointer, sharing: Sharing) {
    guard piece.count > Self.longest else {
      hasher.update(piece)
      return
    }
    let count = (piece.count + Self.leaf - 1) / Self.leaf
    let digests = UnsafeMutableRawBufferPointer.allocate(
      byteCount: count * SHA256.byteCount,
      alignment: 16
    )
    defer { digests.deallocate() }
    sharing(count) { index in
      let end = min(piece.count, (index + 1) * Self.leaf)
      let own = SHA256()
      own.update(UnsafeRawBufferPointer(rebasing: piece[index * Self.leaf..<end]))
      let place = index * SHA256.byteCount..<(index + 1) * SHA256.byteCount
      own.finish(into: UnsafeMutableRawBufferPointer(rebasing: digests[place]))
    }
    hasher.update(UnsafeRawBufferPointer(digests))
  }

  /// The hash of everything added, 64 hexadecimal digits; no more can be added then.
  func digest() -> String { hasher.finish() }

  /// Works one number after the other.
  static func alone(_ count: Int, _ work: (Int) -> Void) {
    for index in 0..<count { work(index) }
  }
}
