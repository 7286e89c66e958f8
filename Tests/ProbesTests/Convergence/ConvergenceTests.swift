import Networks
import Probes
import Search
import Testing
import Training

@Suite struct ConvergenceTests {
  @Test("before the first step nothing has moved; parameter-free operations never do")
  func start() throws {
    let search = try TinySearch.run(TinySearch.spec())
    let events = try ConvergenceProbe().observe(search, epoch: -1)
    let event = try #require(events.first as? ConvergenceMeasured)
    #expect(event.operations.map { $0.name } == CellSpace.darts.operations)
    #expect(event.operations.allSatisfy { $0.moved == 0 && $0.weight == 0.125 })
    for operation in event.operations {
      #expect(operation.isParametric == (operation.gradientNorm > 0), "\(operation.name)")
      #expect(operation.aloneLoss.isFinite == (operation.name != "none"), "\(operation.name)")
    }
    try search.step(epoch: 0, number: 0)
    let later = try #require(
      try ConvergenceProbe().observe(search, epoch: 1).first as? ConvergenceMeasured
    )
    for operation in later.operations {
      #expect((operation.moved > 0) == operation.isParametric, "\(operation.name)")
    }
  }
}
