import Datasets
import Engine
import Testing

private let stream = RandomStream(seed: 1, name: "test/split")

@Suite struct SearchSplitTests {
  @Test(
    "the two parts are disjoint, complete and of the sizes asked for",
    arguments: [(10, 0.5, 5), (11, 0.5, 5), (100, 0.8, 80), (2, 0.01, 1), (2, 0.99, 1)]
  )
  func parts(count: Int, fraction: Double, weights: Int) {
    let split = SearchSplit(count: count, fraction: fraction, stream: stream)
    #expect(split.weights.count == weights)
    #expect((split.weights + split.architecture).sorted() == Array(0..<count))
    #expect(split.weights == split.weights.sorted())
    #expect(split.architecture == split.architecture.sorted())
  }

  @Test("the split is the stream's: the same again, another for another seed")
  func seeds() {
    let split = SearchSplit(count: 100, stream: stream)
    #expect(SearchSplit(count: 100, stream: stream) == split)
    #expect(
      SearchSplit(count: 100, stream: RandomStream(seed: 2, name: "test/split")) != split
    )
    #expect(split.weights != Array(0..<50))
  }
}
