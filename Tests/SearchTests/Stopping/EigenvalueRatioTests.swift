import Search
import Testing

@Suite("Early stopping on the eigenvalue ratio")
struct EigenvalueRatioTests {
  /// Dominant eigenvalues of the alpha Hessian published with RobustDARTS: S1, CIFAR-10, no drop path,
  /// weight decay 3e-4, first run.
  static let published = [
    0.1788, 0.1482, 0.1703, 0.1464, 0.1211, 0.2488, 0.2311, 0.3595, 0.2246, 0.3859, 0.2085, 0.4298,
    0.5083, 0.2287, 0.4098, 0.5024, 0.4997, 0.25, 0.4574, 0.5168, 0.6438, 0.4592, 0.7071, 1.3192,
    0.5272, 0.5212,
  ]
  static let epochs = Array(stride(from: 0, through: 48, by: 2)) + [49]

  @Test("The rule of the code decides at epoch 22 and returns epoch 10 on the published run")
  func code() throws {
    let decision = try #require(
      try EigenvalueRatio.code.decide(epochs: Self.epochs, eigenvalues: Self.published)
    )
    #expect(decision.decidedEpoch == 22)
    #expect(decision.returnedEpoch == 10)
    #expect(abs(decision.ratio - 1.4528) < 1e-3)
  }

  @Test("The rule of the paper decides at epoch 18 and returns epoch 8 on the published run")
  func paper() throws {
    let decision = try #require(
      try EigenvalueRatio.paper.decide(epochs: Self.epochs, eigenvalues: Self.published)
    )
    #expect(decision.decidedEpoch == 18)
    #expect(decision.returnedEpoch == 8)
  }

  @Test("A flat series, a falling one and a short one never fire")
  func quiet() throws {
    let flat = [Double](repeating: 0.2, count: 26)
    let falling = (0..<26).map { 1 / Double($0 + 1) }
    for rule in [EigenvalueRatio.code, .paper] {
      #expect(try rule.decide(epochs: Self.epochs, eigenvalues: flat) == nil)
      #expect(try rule.decide(epochs: Self.epochs, eigenvalues: falling) == nil)
      #expect(try rule.decide(epochs: [0, 2], eigenvalues: [0.1, 9]) == nil)
      #expect(try rule.decide(epochs: [], eigenvalues: []) == nil)
    }
  }

  @Test("A value that is not finite fails loudly; a mean that is not positive is never divided by")
  func faults() throws {
    var broken = Self.published
    broken[7] = .nan
    #expect(throws: EigenvalueRatio.Fault.self) {
      try EigenvalueRatio.code.decide(epochs: Self.epochs, eigenvalues: broken)
    }
    #expect(throws: EigenvalueRatio.Fault.self) {
      try EigenvalueRatio.code.decide(epochs: [2, 1], eigenvalues: [1, 2])
    }
    let crossing = (0..<26).map { Double($0 - 20) }
    let ratios = EigenvalueRatio.code.ratios(epochs: Self.epochs, eigenvalues: crossing)
    #expect(ratios.prefix(22).allSatisfy { $0 == nil })
  }

  @Test("A stop after the last epoch is no stop")
  func last() throws {
    var late = [Double](repeating: 0.2, count: 26)
    late[25] = 2
    #expect(try EigenvalueRatio.code.decide(epochs: Self.epochs, eigenvalues: late) != nil)
    #expect(
      try EigenvalueRatio.code.decide(epochs: Self.epochs, eigenvalues: late, plannedEpochs: 50)
        == nil
    )
  }
}
