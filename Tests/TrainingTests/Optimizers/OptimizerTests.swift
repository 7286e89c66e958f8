import Testing
import Training

@Suite struct OptimizerTests {
  @Test("the cosine schedule gives the rates of the published DARTS log")
  func cosine() {
    let schedule = CosineSchedule(start: 0.025, end: 0.001, epochs: 50)
    for (epoch, rate) in [(0, 2.5e-2), (1, 2.497632e-2), (2, 2.490538e-2), (49, 1.023679e-3)] {
      #expect(abs(schedule.rate(epoch: epoch) - rate) < 1e-8)
    }
  }

  @Test("Adam's first step is the rate against the gradient's sign")
  func adam() {
    var adam = Adam(count: 2, options: Adam.Options(rate: 0.1, decay: 0))
    var values = [1.0, 1.0]
    adam.step(&values, gradient: [3, -0.01])
    #expect(abs(values[0] - 0.9) < 1e-6)
    #expect(abs(values[1] - 1.1) < 1e-6)
  }
}
