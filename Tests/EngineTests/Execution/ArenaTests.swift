import Testing

@testable import Engine

@Suite struct ArenaTests {
  /// Bytes after which a second-level cache of a megabyte and eight ways comes back to the same set.
  private static let sets = 128 << 10

  @Test(
    "the same sample of tensors next to each other lies in different sets of the caches",
    arguments: [1, 8, 15, 16, 63, 64, 96]
  )
  func room(batch: Int) {
    let record = TensorRecord(height: 8, width: 8, layout: ChannelLayout(64))
    let sample = 64 * 64 * 4
    let starts = (0..<8).map { $0 * Execution.room(of: record, batch: batch) * 4 % Self.sets }
    // Each begins a share of the sets of its own.
    #expect(Set(starts.map { $0 / sample }).count == 8, "\(starts)")
    #expect(Set(starts.map { $0 % 4096 }).count == 8)
  }
}
