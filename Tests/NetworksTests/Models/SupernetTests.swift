import Engine
import Networks
import Testing

@Suite struct SupernetTests {
  @Test("the DARTS supernet has the published number of weights and alphas")
  func weightCount() {
    let tape = Supernet.tape(CellSpace.darts, NetworkShape(height: 8, width: 8))
    #expect(tape.parameters.reduce(0) { $0 + $1.count } == 1_930_618)
    #expect(tape.gateCount == 224)
  }

  @Test("reduction cells stand at one and two thirds of the depth")
  func reductions() {
    let kinds = NetworkShape(cells: 8).kinds
    #expect(kinds.indices.filter { kinds[$0] == .reduce } == [2, 5])
    let deep = NetworkShape(cells: 20).kinds
    #expect(deep.indices.filter { deep[$0] == .reduce } == [6, 13])
  }

  @Test("an inactive operation costs nothing and changes nothing")
  func inactive() {
    let shape = NetworkShape(channels: 4, cells: 3, height: 7, width: 7, classes: 3)
    let execution = Execution(
      tape: Supernet.tape(CellSpace.darts, shape),
      batch: 4,
      precision: .double,
      pool: ThreadPool(threads: 1)
    )
    execution.initialize(seed: 2)
    let images = execution.imageBytes.bindMemory(to: Double.self)
    let noise = RandomStream(seed: 1, name: "images")
    for index in images.indices where index % 8 < 3 {
      images[index] = noise.normal(index: UInt64(index))
    }
    for gate in execution.gateValues.indices where gate % 8 == 5 { execution.gateValues[gate] = 0 }
    execution.forward(count: 4)
    let computed = execution.loss
    for gate in execution.activeGates.indices where gate % 8 == 5 {
      execution.activeGates[gate] = false
    }
    execution.forward(count: 4)
    #expect(abs(execution.loss - computed) < 1e-12)
    execution.backward(weights: true, gates: true)
    for parameter in execution.parameters where parameter.name.contains("sep_conv_5x5") {
      #expect(execution.gradient(of: parameter).allSatisfy { $0 == 0 })
    }
  }

  @Test(
    "every operation of the catalogue is recorded at both strides",
    arguments: OperationCatalog.all.map { $0.id }
  )
  func operations(_ id: String) throws {
    let operation = try #require(OperationCatalog.operation(id))
    for stride in [1, 2] {
      let tape = Tape()
      let image = tape.input(height: 7, width: 5, channels: 4)
      let site = OperationSite(
        channels: 4,
        stride: stride,
        isAffine: true,
        normalizesPools: true,
        name: id
      )
      let value = operation.record(on: tape, image, at: site)
      if id == "none" {
        #expect(value == nil)
      } else {
        #expect(value?.height == (stride == 1 ? 7 : 4))
        #expect(value?.width == (stride == 1 ? 5 : 3))
      }
    }
  }
}
