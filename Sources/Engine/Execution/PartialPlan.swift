/// Where a chunk's parts of the weight gradients lie, and after which round they are added.
///
/// Parts of some rounds lie side by side and are added together, so that few barriers are spent on
/// small gradients; the next rounds then use the memory again.
struct PartialPlan {
  /// Of each parameter the element at which its part begins.
  let offsets: [Int]
  /// Elements from one chunk's parts to the next chunk's.
  let stride: Int
  /// Of each round the elements it writes.
  let ranges: [Range<Int>]
  /// Of each round the parameters whose parts are complete after it and have not been added.
  let complete: [[Int]]

  /// As many elements as a chunk's parts have before they are added.
  private static let enough = 32_768

  init(_ tape: Tape, rounds: [[Task]]) {
    var offsets = [Int](repeating: 0, count: tape.parameters.count)
    var ranges: [Range<Int>] = []
    var complete: [[Int]] = []
    var (end, largest) = (0, 0)
    var waiting: [Int] = []
    for (index, round) in rounds.enumerated() {
      let start = end
      for task in round {
        guard case .operation(let operation, .gradient) = task.work else { continue }
        for parameter in tape.operations[operation].parameters {
          offsets[parameter] = end
          end += tape.parameters[parameter].storedCount
          waiting.append(parameter)
        }
      }
      ranges.append(start..<end)
      largest = max(largest, end)
      let isFull = end >= Self.enough || index == rounds.count - 1
      complete.append(isFull ? waiting : [])
      if isFull { (end, waiting) = (0, []) }
    }
    self.offsets = offsets
    self.ranges = ranges
    self.complete = complete
    // A little apart, so that threads do not write to the same lines.
    stride = largest + 48
  }
}

/// Where each chunk adds its share of a parameter's gradient.
struct ChunkParts {
  /// The first chunk's.
  let base: UnsafeMutableRawPointer
  /// Bytes from one chunk's to the next.
  let stride: Int

  @inline(__always)
  func at(_ chunk: Int) -> UnsafeMutableRawPointer { base + chunk * stride }
}
