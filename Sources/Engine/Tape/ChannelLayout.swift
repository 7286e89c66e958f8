/// How the channels of a tensor lie in memory: segments, each padded to a multiple of eight lanes.
///
/// Padding lanes hold zeros. A concatenation keeps the segments of its parts, so it needs no copy.
public struct ChannelLayout: Sendable, Hashable {
  /// Lanes a segment is padded to.
  public static let lane = 8

  /// The channels of each segment.
  public let segments: [Int]
  /// The number of channels.
  public let count: Int
  /// The number of lanes, padding included.
  public let padded: Int
  /// The lane of each channel.
  public let lanes: [Int]

  /// Creates a layout of one segment per entry.
  ///
  /// - Precondition: every segment has at least one channel.
  public init(segments: [Int]) {
    precondition(
      !segments.isEmpty && segments.allSatisfy { $0 > 0 },
      "segments need at least one channel each, got \(segments)"
    )
    self.segments = segments
    var lanes: [Int] = []
    var start = 0
    for segment in segments {
      lanes += start..<start + segment
      start += (segment + Self.lane - 1) / Self.lane * Self.lane
    }
    self.lanes = lanes
    count = lanes.count
    padded = start
  }

  /// Creates a layout of one segment.
  public init(_ channels: Int) {
    self.init(segments: [channels])
  }
}
