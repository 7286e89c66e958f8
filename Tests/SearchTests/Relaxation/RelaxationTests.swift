import Search
import Testing

@Suite struct RelaxationTests {
  @Test("pullbacks agree with central differences", arguments: RelaxationCatalog.all.map { $0.id })
  func pullback(_ id: String) throws {
    let relaxation = try #require(RelaxationCatalog.relaxation(id))
    let alpha = [0.3, -1.2, 0.8, 0.05]
    let gradient = [0.7, -0.4, 1.3, 0.2]
    let found = relaxation.pullback(alpha[...], gradient[...])
    func value(_ alpha: [Double]) -> Double {
      zip(relaxation.weights(alpha[...]), gradient).reduce(0) { $0 + $1.0 * $1.1 }
    }
    for index in alpha.indices {
      var (above, below) = (alpha, alpha)
      above[index] += 1e-5
      below[index] -= 1e-5
      #expect(abs((value(above) - value(below)) / 2e-5 - found[index]) < 1e-8)
    }
  }
}
