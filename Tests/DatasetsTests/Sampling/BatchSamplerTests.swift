import Datasets
import Engine
import Testing

private func makeSampler(seed: UInt64 = 1, batch: Int = 8) -> BatchSampler {
  BatchSampler(
    indices: (0..<50).map { $0 * 3 },
    batchSize: batch,
    stream: RandomStream(seed: seed, name: "test/batches")
  )
}

@Suite struct BatchSamplerTests {
  @Test("an epoch shows full batches of different images and leaves the rest out")
  func epoch() {
    var sampler = makeSampler()
    #expect(sampler.batchesPerEpoch == 6)
    let shown = (0..<6).flatMap { sampler.batch(epoch: 0, number: $0) }
    #expect(shown.count == 48)
    #expect(Set(shown).count == 48)
    #expect(shown.allSatisfy { $0 % 3 == 0 && $0 < 150 })
    #expect(shown != shown.sorted())
  }

  @Test("a batch depends on its address alone, not on what was asked before")
  func addressed() {
    var forward = makeSampler()
    let batches = (0..<4).flatMap { epoch in
      (0..<6).map { Array(forward.batch(epoch: epoch, number: $0)) }
    }
    var backward = makeSampler()
    for position in batches.indices.reversed() {
      #expect(
        Array(backward.batch(epoch: position / 6, number: position % 6)) == batches[position]
      )
    }
    #expect(Set(batches).count == batches.count)
    var other = makeSampler(seed: 2)
    #expect(Array(other.batch(epoch: 0, number: 0)) != batches[0])
  }

  @Test("images left out of one epoch are shown in others")
  func rest() {
    var sampler = makeSampler()
    var shown = Set<Int>()
    for epoch in 0..<8 {
      for number in 0..<6 { shown.formUnion(sampler.batch(epoch: epoch, number: number)) }
    }
    #expect(shown.count == 50)
  }

  @Test("a batch may be all images")
  func whole() {
    var sampler = makeSampler(batch: 50)
    #expect(sampler.batchesPerEpoch == 1)
    #expect(sampler.batch(epoch: 7, number: 0).sorted() == (0..<50).map { $0 * 3 })
  }
}
