import Networks
import Testing

@testable import Search

/// GOLD-NAS gives a series of networks, each cell with alphas of its own.
@Suite struct ParetoTests {
  private func points(_ change: (inout GradualPruning) -> Void, epochs: Int = 4) throws -> (
    search: SearchRun, points: [ParetoPoint], notes: [MethodNote]
  ) {
    var spec = SmallestSearch.spec("gold-nas", space: "gold", epochs: epochs)
    var schedule = GradualPruning(smallest: 0.02, largest: 0.3, batch: 6)
    change(&schedule)
    spec.choices.schedule = schedule
    let search = try SmallestSearch.run(spec)
    var points: [ParetoPoint] = []
    var notes: [MethodNote] = []
    for epoch in 0..<epochs where !search.isOver {
      for number in 0..<search.stepsPerEpoch { try search.step(epoch: epoch, number: number) }
      let ended = search.ended(epoch: epoch)
      if let point = ended.point { points.append(point) }
      notes += ended.notes
    }
    return (search, points, notes)
  }

  @Test("in the space gold every cell has alphas of its own")
  func perCell() throws {
    let search = try SmallestSearch.run(SmallestSearch.spec("gold-nas", space: "gold"))
    // 3 cells of 14 edges with 2 operations.
    #expect(search.layout.count == 3 * 14 * 2)
    #expect(Set(search.layout.rows.map { $0.group }).count == 3)
  }

  @Test("multiply-adds and operations fall from point to point, the first is the whole network")
  func series() throws {
    let (search, points, notes) = try points { _ in }
    #expect(notes.contains { $0.kind == "pruned" } && points.count > 1)
    #expect(points[0].operations == search.layout.count)
    for (one, next) in zip(points, points.dropFirst()) {
      #expect(next.operations < one.operations && next.multiplyAdds < one.multiplyAdds)
      #expect(next.parameters < one.parameters)
    }
    let whole = try search.space.network(
      search.space.architecture(
        search.layout.choices(search.layout.operationOfIndex.map { _ in true }),
        in: search.layout
      ),
      search.shape,
      DerivedOptions()
    )
    #expect(points[0].multiplyAdds == whole.cost.multiplyAdds)
    #expect(points[0].parameters == whole.cost.parameters)
    #expect(points.allSatisfy { $0.validation.accuracy >= 0 && $0.validation.loss.isFinite })
  }

  @Test("settled are networks that rested longer than the patience, and the last")
  func settled() throws {
    #expect(try points { $0.patience = 3 }.points.dropLast().allSatisfy { !$0.isSettled })
    #expect(try points { $0.patience = 3 }.points.last?.isSettled == true)
    // Nothing goes: one point, at the end.
    let still = try points {
      $0.smallest = 0
      $0.largest = 0
    }.points
    #expect(still.map { $0.epoch } == [3] && still[0].quietEpochs == 3)
  }

  @Test("below the least cost the search ends with what is left")
  func ends() throws {
    let (search, _, notes) = try points { $0.leastMultiplyAdds = 1e12 }
    #expect(search.state.stop?.epoch == 0 && notes.last?.kind == "stopped")
    #expect(search.result() == search.choices)
  }

  @Test("methods that do not prune for a series have no points")
  func none() throws {
    let search = try SmallestSearch.run(SmallestSearch.spec("cp-nas"))
    #expect(search.ended(epoch: 0).point == nil)
  }
}
