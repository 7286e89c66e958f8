import Datasets
import Engine
import Networks
import Records
import Search
import Testing
import Training

/// The penalty on latency by place.
@Suite struct LatencyTests {
  private let shape = NetworkShape(channels: 4, cells: 4, height: 8, width: 8)

  /// A table in which operations cost their place in the list, the more the wider the layer.
  private func table(without missing: String = "") -> LatencyTable {
    let space = BlockSpace.mobilenet
    let entries = zip(space.places(shape), space.layout(shape).rows).flatMap { place, row in
      row.operations.enumerated().filter { $0.element != missing }.map { index, operation in
        LatencyTable.Entry(
          operation: operation,
          inputs: place.layer.inputs,
          outputs: place.layer.outputs,
          stride: place.layer.stride,
          height: place.height,
          width: place.width,
          microseconds: operation == "skip_connect"
            ? 0 : Double((index + 1) * place.layer.outputs)
        )
      }
    }
    return LatencyTable(machine: "test", threads: 1, entries: entries)
  }

  private func spec(_ table: LatencyTable, weight: Double = 1) -> SearchSpec {
    var spec = SearchSpec()
    spec.space = "mobilenet"
    spec.channels = shape.channels
    spec.cells = shape.cells
    spec.epochs = 1
    spec.batch = 8
    spec.data.trainImages = 32
    spec.data.testImages = 8
    spec.data.resize = "average-2"
    spec.choices.regularizers.set(
      CostPenalty(weight: weight, measure: .latency, power: 1, table: table.byPlace)
    )
    return spec
  }

  private func run(_ spec: SearchSpec) throws -> SearchRun {
    try SearchRun(
      spec: spec,
      locations: DataLocations(searchPaths: []),
      pool: ThreadPool(threads: 1)
    )
  }

  @Test("alphas pay for what their operation takes in its own place")
  func gradient() throws {
    let spec = spec(table())
    let search = try run(spec)
    let context = search.penaltyContext(epoch: 0)
    let penalty = try #require(spec.choices.regularizers.active(CostPenalty.self))
    // All weights alike: the expected latency is the reference.
    #expect(abs(penalty.value(context) - 1) < 1e-12)
    let slopes = penalty.gradient(context).alpha
    let times = table().byPlace
    let places = BlockSpace.mobilenet.placeNames(search.shape)
    let all = zip(search.layout.rows, places).map { row, place in
      row.operations.map { times["\($0) \(place)"] ?? -1 }
    }
    let reference = all.reduce(0) { $0 + $1.reduce(0, +) / Double($1.count) }
    for (row, costs) in zip(search.layout.rows, all) {
      let mean = costs.reduce(0, +) / Double(costs.count)
      for (place, cost) in costs.enumerated() {
        // Softmax at equal weights: p (cost - mean) / reference.
        let expected = (cost - mean) / Double(costs.count) / reference
        #expect(abs(slopes[row.offset + place] - expected) < 1e-12)
      }
    }
  }

  @Test("an operation that was not measured is named with its place before the search")
  func missing() {
    let text = String(
      describing: #expect(throws: SpecError.self) {
        _ = try run(spec(table(without: "k5_e3")))
      }
    )
    #expect(text.contains("k5_e3 ") && text.contains("bench operations"), "\(text)")
    #expect(throws: SpecError.self) {
      var cells = spec(table())
      cells.space = "s2"
      _ = try run(cells)
    }
  }

  @Test("a table by place adds up to the latency of an architecture")
  func sums() throws {
    let space = BlockSpace.mobilenet
    let layout = space.layout(shape)
    let architecture = space.architecture(layout.choices(at: 1234), in: layout)
    let table = table()
    let choices = try space.choices(of: architecture, in: layout)
    let sum = choices.reduce(0) {
      $0 + (table.byPlace["\(layout.operation($1)) \(space.placeNames(shape)[$1.row])"] ?? -1)
    }
    #expect(try space.latency(of: architecture, shape, table) == sum)
  }
}
