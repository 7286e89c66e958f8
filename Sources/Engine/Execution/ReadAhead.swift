import CKernels

/// The streams of a round, in the order in which its tasks read them for a sample: tensors that a task
/// reads once and only adds up, so that it would wait for memory.
///
/// Memory without counted references, because all threads read it.
final class StreamList {
  private(set) var count = 0
  private let streams: UnsafeMutableBufferPointer<View>
  /// How many of them each task reads.
  private let counts: UnsafeMutableBufferPointer<Int>
  /// The tasks that have ended, and the streams they read.
  private var tasks = 0
  private var ended = 0

  /// - Parameters:
  ///   - streams: the most that a round has.
  ///   - tasks: the most tasks of a round.
  init(streams: Int, tasks: Int) {
    self.streams = .allocate(capacity: streams)
    counts = .allocate(capacity: tasks)
  }

  deinit {
    streams.deallocate()
    counts.deallocate()
  }

  subscript(place: Int) -> View { streams[place] }

  /// How many streams a task of the round reads.
  func count(ofTask task: Int) -> Int { counts[task] }

  func append(_ stream: View) {
    streams.initializeElement(at: count, to: stream)
    count += 1
  }

  /// Notes that a task has added what it reads.
  func endTask() {
    counts.initializeElement(at: tasks, to: count - ended)
    (tasks, ended) = (tasks + 1, count)
  }

  func removeAll() { (count, tasks, ended) = (0, 0, 0) }
}

/// Which lines of memory a computation may bring closer while it runs: those of the round's streams.
///
/// It goes over them in the order in which they are read, sample by sample, and is at most a sample
/// ahead of the reading, also beyond the samples of a piece of work into those that are expected next. No
/// number depends on it.
struct ReadAhead {
  /// Not counted, because all threads would count at one place; the execution owns it.
  private unowned(unsafe) let streams: StreamList
  /// The samples that pass through the round one after the other.
  private let samples: Range<Int>
  /// Those that are expected to do so then.
  private let followers: Range<Int>
  /// Streams asked for to their end, and streams read, counted over the samples.
  private var asked = 0
  private var read = 0
  /// Bytes asked for of the next.
  private var offset = 0

  /// - Parameter previous: what the same worker asked for before in this round.
  init(
    _ streams: StreamList,
    samples: Range<Int>,
    followers: Range<Int> = 0..<0,
    after previous: ReadAhead? = nil
  ) {
    self.streams = streams
    self.samples = samples
    self.followers = followers
    guard let previous, previous.followers == samples else { return }
    let before = previous.samples.count * streams.count
    if previous.asked >= before { (asked, offset) = (previous.asked - before, previous.offset) }
  }

  /// Notes that the next `count` streams have been read.
  mutating func pass(_ count: Int) {
    read += count
    if asked < read { (asked, offset) = (read, 0) }
  }

  /// Where the next `bytes` bytes lie that may be asked for; nil where nothing is to come.
  mutating func take(_ bytes: Int) -> UnsafeRawPointer? {
    guard asked < read + streams.count else { return nil }
    let (place, index) = asked.quotientAndRemainder(dividingBy: streams.count)
    guard let sample = sample(place) else { return nil }
    let stream = streams[index]
    let start = stream.at(sample) + offset
    offset += bytes
    if offset >= stream.sampleStride { (asked, offset) = (asked + 1, 0) }
    return UnsafeRawPointer(start)
  }

  private func sample(_ place: Int) -> Int? {
    if place < samples.count { return samples.lowerBound + place }
    let behind = place - samples.count
    return behind < followers.count ? followers.lowerBound + behind : nil
  }
}
