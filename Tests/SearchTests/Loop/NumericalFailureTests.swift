import Datasets
import Engine
import Networks
import Search
import Testing
import Training

@Suite struct NumericalFailureTests {
  @Test("what is planted in a weight, an image or a gate reaches the loss and is named")
  func planted() {
    let small = SmallSupernet(precision: .float)
    let execution = small.execution
    execution.gateValues = small.map.gates(at: small.alpha)
    execution.forward(count: 6)
    #expect(execution.firstNotFinite() == nil)
    #expect(execution.loss.isFinite)
    for (index, parameter) in execution.parameters.enumerated() {
      let before = execution.values(of: parameter)
      var values = before
      values[index % values.count] = index % 2 == 0 ? .nan : .infinity
      execution.set(parameter, to: values)
      execution.forward(count: 6)
      #expect(!execution.loss.isFinite, "\(parameter.name) is lost on the way")
      #expect(execution.firstNotFinite() == "weight \(parameter.name)")
      execution.set(parameter, to: before)
    }
    execution.gateValues[4] = .nan
    execution.forward(count: 6)
    #expect(!execution.loss.isFinite)
    #expect(execution.firstNotFinite() == "gate 4")
    execution.gateValues = small.map.gates(at: small.alpha)
    execution.imageBytes.bindMemory(to: Float.self)[8] = .nan
    execution.forward(count: 6)
    #expect(!execution.loss.isFinite)
    #expect(execution.firstNotFinite() == "the images")
  }

  @Test("an output that overflows is named when every input is finite")
  func overflow() {
    let small = SmallSupernet(precision: .float)
    let execution = small.execution
    for parameter in execution.parameters where parameter.name == "stem.conv.weight" {
      execution.set(parameter, to: [Double](repeating: 1e38, count: parameter.count))
    }
    execution.forward(count: 6)
    #expect(!execution.loss.isFinite)
    #expect(execution.firstNotFinite() == "output of stem")
  }

  @Test("a search stops at the step, names the tensor and leaves the other weights as they were")
  func stops() throws {
    var spec = SearchSpec()
    spec.channels = 4
    spec.cells = 3
    spec.epochs = 1
    spec.batch = 8
    spec.data.dataset = "synthetic"
    spec.data.trainImages = 48
    spec.data.testImages = 16
    spec.data.resize = "average-2"
    let run = try SearchRun(
      spec: spec,
      locations: DataLocations(searchPaths: []),
      pool: ThreadPool(threads: 1)
    )
    let name = "cells.1.edges.2.dil_conv_5x5.pointwise.weight"
    let planted = try #require(run.execution.parameters.first { $0.name == name })
    let other = try #require(run.execution.parameters.first)
    var kept: [Double] = []
    let failure = #expect(throws: NumericalFailure.self) {
      for number in 0..<run.stepsPerEpoch {
        try run.step(epoch: 0, number: number)
        guard number == 1 else { continue }
        var values = run.execution.values(of: planted)
        values[1] = .nan
        run.execution.set(planted, to: values)
        kept = run.execution.values(of: other)
      }
    }
    #expect(failure?.step == 2)
    #expect(failure?.epoch == 0)
    #expect(failure?.tensor == "loss, through weight \(name),")
    #expect(run.execution.values(of: other) == kept)
  }

  @Test("weights and velocity stay when the gradient is no number, and it is named")
  func gradient() throws {
    let small = SmallSupernet(precision: .float)
    let execution = small.execution
    let optimizer = SGD(execution, options: SGD.Options())
    execution.gateValues = small.map.gates(at: small.alpha)
    execution.forward(count: 6)
    execution.backward(weights: true, gates: true)
    execution.weightGradientBytes.bindMemory(to: Float.self)[0] = .infinity
    let before = [UInt8](execution.weightBytes)
    let norm = optimizer.step(execution, rate: 0.1)
    #expect([UInt8](execution.weightBytes) == before)
    #expect(optimizer.velocity.allSatisfy { $0 == 0 })
    let failure = #expect(throws: NumericalFailure.self) {
      try NumericalFailure.check(execution, gradientNorm: norm, step: 7, epoch: 1)
    }
    #expect(failure?.tensor == "gradient of stem.conv.weight")
    #expect("\(try #require(failure))".hasPrefix("step 7 (epoch 1): gradient of stem.conv.weight"))
  }

  @Test("alphas are named by row and operation")
  func alphaNames() {
    let layout = CellSpace.darts.layout(NetworkShape())
    #expect(layout.name(of: 0) == "normal 0-2, none")
    #expect(layout.name(of: 223) == "reduce 4-5, dil_conv_5x5")
  }
}
