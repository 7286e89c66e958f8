import Dispatch
import Testing

@testable import Records

@Suite struct GroupHasherTests {
  private func digest(
    _ pieces: [[UInt8]],
    sharing: GroupHasher.Sharing = GroupHasher.alone
  ) -> String {
    var hasher = GroupHasher()
    for piece in pieces { piece.withUnsafeBytes { hasher.add($0, sharing: sharing) } }
    return hasher.digest()
  }

  private func bytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var generator = SeededGenerator(state: seed)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 8)
    while bytes.count < count { withUnsafeBytes(of: generator.next()) { bytes += $0 } }
    return Array(bytes[..<count])
  }

  @Test("pieces of at most 1 MiB are hashed as if they were one")
  func short() {
    let all = bytes(1 << 20)
    #expect(digest([all]) == Hashing.sha256(all))
    #expect(digest([Array(all[..<7]), Array(all[7...])]) == Hashing.sha256(all))
    #expect(digest([]) == Hashing.sha256([]))
  }

  @Test("a longer piece enters as the hashes of its leaves", arguments: [(1 << 20) + 1, 1_500_000])
  func long(_ count: Int) {
    let (before, all, after) = (bytes(5, seed: 2), bytes(count), bytes(9, seed: 3))
    let leaves = stride(from: 0, to: count, by: 65_536).flatMap { start -> [UInt8] in
      let leaf = SHA256()
      all[start..<min(count, start + 65_536)].withUnsafeBytes { leaf.update($0) }
      var digest = [UInt8](repeating: 0, count: 32)
      digest.withUnsafeMutableBytes { leaf.finish(into: $0) }
      return digest
    }
    #expect(digest([before, all, after]) == Hashing.sha256(before + leaves + after))
  }

  @Test("neither the order of the leaves nor the threads they are hashed on are seen")
  func sharing() {
    let all = bytes(3_000_000)
    let expected = digest([all])
    #expect(
      digest([all]) { count, work in for index in (0..<count).reversed() { work(index) } }
        == expected
    )
    let threads = digest([all]) { count, work in
      withoutActuallyEscaping(work) { work in
        nonisolated(unsafe) let work = work
        DispatchQueue.concurrentPerform(iterations: count) { work($0) }
      }
    }
    #expect(threads == expected)
  }

  @Test("one bit in any leaf changes the hash", arguments: [0, 65_535, 65_536, 1_199_999])
  func sensitive(_ place: Int) {
    var all = bytes(1_200_000)
    let expected = digest([all])
    all[place] ^= 0x10
    #expect(digest([all]) != expected)
  }
}
