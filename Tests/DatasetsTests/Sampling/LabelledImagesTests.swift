import Datasets
import Engine
import Testing

private let images = LabelledImages(
  name: "test",
  height: 1,
  width: 2,
  channels: 1,
  pixels: Array(0..<20),
  labels: [0, 1, 2, 0, 1, 2, 0, 1, 2, 0],
  classNames: ["a", "b", "c", "d"]
)

@Suite struct LabelledImagesTests {
  @Test("classes are counted, absent ones too")
  func classCounts() {
    #expect(images.classCounts() == [4, 3, 3, 0])
  }

  @Test("the first n images keep pixels, labels and names together")
  func first() {
    let three = images.first(3)
    #expect(three.pixels == [0, 1, 2, 3, 4, 5])
    #expect(three.labels == [0, 1, 2])
    #expect(three.classNames == images.classNames)
    #expect(images.first(99) == images)
    #expect(images.first(0).count == 0)
  }

  @Test("drawn images come in stored order, without repetition, by the stream")
  func sampled() {
    let stream = RandomStream(seed: 5, name: "test/subset")
    let five = images.sampled(5, stream: stream)
    #expect(five.count == 5)
    #expect(five == images.sampled(5, stream: stream))
    #expect(five.pixels == five.pixels.sorted())
    let positions = (0..<5).map { Int(five.image(at: $0).first ?? 0) / 2 }
    #expect(Set(positions).count == 5)
    #expect(positions.map { images.labels[$0] } == five.labels)
    let others = (6..<12).map {
      images.sampled(5, stream: RandomStream(seed: $0, name: "test/subset"))
    }
    #expect(others.contains { $0 != five })
    #expect(images.sampled(10, stream: stream) == images)
  }

  @Test("selected images come in the order asked for")
  func selected() {
    let chosen = images.selected([9, 0, 9])
    #expect(chosen.pixels == [18, 19, 0, 1, 18, 19])
    #expect(chosen.labels == [0, 0, 0])
  }
}
