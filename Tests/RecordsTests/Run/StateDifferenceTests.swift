import Records
import Testing

@Suite struct StateDifferenceTests {
  private func state(_ run: ToyRun) throws -> Checkpoint {
    let saving = StateExchange.saving()
    try run.exchange(saving)
    return saving.checkpoint(step: 0, state: ["events": .integer(run.decisions.count)])
  }

  @Test("the first tensor, index and bits that differ are named")
  func tensor() throws {
    let (one, two) = (ToyRun(), ToyRun())
    #expect(StateDifference.first(try state(one), try state(two)) == nil)
    two.weights[2] = Float(bitPattern: two.weights[2].bitPattern ^ 0x40)
    let found = try #require(StateDifference.first(try state(one), try state(two)))
    #expect(found.group == "weights" && found.name == "layer.weight" && found.index == [0, 2])
    #expect(found.bits == 1 && found.count == 1 && found.all == 3 && found.differing == 1)
    #expect(found.first == "3.0" && found.second == "3.0000153")
    #expect("\(found)".contains("weights/layer.weight[0, 2] is 3.0 in the first"))
    two.moment[0] = 5
    let before = try #require(StateDifference.first(try state(one), try state(two)))
    #expect(before.group == "momentum" && before.differing == 2)
  }

  @Test("values and shapes that differ are named, what a recorder adds is not")
  func values() throws {
    let (one, two) = (ToyRun(), ToyRun())
    two.decisions = ["x"]
    let found = try #require(StateDifference.first(try state(one), try state(two)))
    #expect(found.group == "method" && found.name == "decisions" && found.bits == nil)
    #expect(found.first == "[]" && found.second == #"["x"]"#)
    two.decisions = []
    two.moment = [0, 0]
    let shape = try #require(StateDifference.first(try state(one), try state(two)))
    #expect(shape.second.contains("shape [2]"))
  }

  @Test("differing fields of two specs are named by their paths, names are not")
  func specs() throws {
    var other = SampleSpec()
    other.name = "other"
    #expect(SpecDifference.fields(try SampleSpec().canonical(), try other.canonical()).isEmpty)
    other.rate.decay = 0.25
    other.epochs = 3
    #expect(
      SpecDifference.fields(try SampleSpec().canonical(), try other.canonical())
        == ["epochs: 50 and 3", "rate.decay: 0.5 and 0.25"]
    )
  }
}
