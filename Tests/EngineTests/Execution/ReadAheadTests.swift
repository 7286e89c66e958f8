import Testing

@testable import Engine

@Suite struct ReadAheadTests {
  /// Streams of 256 bytes a sample, a million bytes apart, as many as `tasks` says for each task.
  private func list(_ tasks: [Int]) -> StreamList {
    let list = StreamList(streams: tasks.reduce(0, +), tasks: tasks.count)
    for count in tasks {
      for _ in 0..<count { list.append(view(list.count)) }
      list.endTask()
    }
    return list
  }

  private func view(_ number: Int) -> View {
    let base = UnsafeMutableRawPointer(bitPattern: 1_000_000 * (number + 1))
    guard let base else { preconditionFailure("an address that is not null") }
    return View(base: base, sampleStride: 256, pixelStride: 16)
  }

  private func place(_ stream: Int, _ sample: Int, _ offset: Int = 0) -> UnsafeRawPointer {
    UnsafeRawPointer(view(stream).at(sample) + offset)
  }

  @Test("streams are asked for piece by piece, each from its begin, in the order of the tasks")
  func order() {
    let streams = list([0, 2, 1])
    #expect((0..<3).map { streams.count(ofTask: $0) } == [0, 2, 1])
    withExtendedLifetime(streams) {
      var ahead = ReadAhead(streams, samples: 4..<6)
      #expect(ahead.take(128) == place(0, 4))
      #expect(ahead.take(128) == place(0, 4, 128))
      // What reaches beyond the end begins the next all the same.
      #expect(ahead.take(200) == place(1, 4))
      #expect(ahead.take(200) == place(1, 4, 200))
      #expect(ahead.take(256) == place(2, 4))
    }
  }

  @Test("what is read is not asked for again, and nothing more than a sample before it is read")
  func bounds() {
    let streams = list([2])
    withExtendedLifetime(streams) {
      var ahead = ReadAhead(streams, samples: 4..<6)
      #expect(ahead.take(256) == place(0, 4))
      #expect(ahead.take(256) == place(1, 4))
      #expect(ahead.take(256) == nil)
      ahead.pass(1)
      #expect(ahead.take(100) == place(0, 5))
      // The rest of the first and the second of the next sample pass unasked.
      ahead.pass(2)
      #expect(ahead.take(256) == place(1, 5))
      ahead.pass(1)
      #expect(ahead.take(256) == nil)
    }
  }

  @Test("rounds without streams ask for nothing, and a list may be filled again")
  func again() {
    let streams = list([3])
    streams.removeAll()
    streams.endTask()
    #expect(streams.count == 0 && streams.count(ofTask: 0) == 0)
    withExtendedLifetime(streams) {
      var ahead = ReadAhead(streams, samples: 0..<8)
      #expect(ahead.take(64) == nil)
    }
    streams.append(view(2))
    streams.endTask()
    withExtendedLifetime(streams) {
      var ahead = ReadAhead(streams, samples: 1..<8)
      #expect(ahead.take(64) == place(2, 1))
    }
  }

  @Test(
    "what comes after a piece's samples is asked for too, and not again by the piece that reads it"
  )
  func acrossPieces() {
    let streams = list([1, 1])
    withExtendedLifetime(streams) {
      var first = ReadAhead(streams, samples: 4..<5, followers: 8..<10)
      #expect(first.take(256) == place(0, 4))
      #expect(first.take(256) == place(1, 4))
      #expect(first.take(256) == nil)
      first.pass(2)
      #expect(first.take(256) == place(0, 8))
      #expect(first.take(128) == place(1, 8))
      var second = ReadAhead(streams, samples: 8..<10, after: first)
      #expect(second.take(128) == place(1, 8, 128))
      // A sample ahead, here as before.
      #expect(second.take(256) == nil)
      second.pass(1)
      #expect(second.take(256) == place(0, 9))
      // Another piece than the expected one begins at its own begin, as does one whose forerunner lagged.
      var other = ReadAhead(streams, samples: 12..<13, after: first)
      #expect(other.take(256) == place(0, 12))
      let idle = ReadAhead(streams, samples: 4..<5, followers: 8..<10)
      var late = ReadAhead(streams, samples: 8..<10, after: idle)
      #expect(late.take(256) == place(0, 8))
    }
  }
}
