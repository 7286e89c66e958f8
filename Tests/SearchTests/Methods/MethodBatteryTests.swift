import Networks
import Testing
import Training

@testable import Search

/// What every named method must do.
@Suite struct MethodBatteryTests {
  /// Methods that do as darts-v1 does until they stop, go back or decide.
  static let watchers: Set<String> = ["darts+", "robustdarts-es", "robustdarts-ada"]

  /// Everything that a search came to.
  private func outcome(_ spec: SearchSpec, threads: Int) throws -> [String] {
    let (search, epochs, notes) = try SmallestSearch.finished(spec, threads: threads)
    #expect(search.parameters.all.allSatisfy { $0.isFinite })
    #expect(epochs.allSatisfy { $0.validation.loss.isFinite && $0.train.loss.isFinite })
    #expect(
      epochs.allSatisfy {
        ($0.none?.rows ?? 0) == search.layout.rows.filter { $0.operations.contains("none") }.count
      }
    )
    let result = search.result()
    _ = try search.space.network(
      search.space.architecture(result, in: search.layout),
      search.shape,
      DerivedOptions()
    )
    return epochs.map { $0.stateHash } + notes.map { $0.text } + [search.text(result)]
  }

  @Test(
    "a seed gives one outcome with any number of threads, another seed another",
    arguments: MethodCatalog.all.map { $0.id }
  )
  func deterministic(_ id: String) throws {
    let first = try outcome(SmallestSearch.spec(id), threads: 1)
    #expect(try outcome(SmallestSearch.spec(id), threads: 2) == first)
    #expect(try outcome(SmallestSearch.spec(id, seed: 4), threads: 1) != first)
  }

  @Test("methods differ from darts-v1 where they should, and those that only watch do not")
  func discriminating() throws {
    let plain = try outcome(SmallestSearch.spec(), threads: 2)
    for named in MethodCatalog.all where named.id != "darts-v1" {
      let own = try outcome(SmallestSearch.spec(named.id), threads: 2)
      if Self.watchers.contains(named.id) {
        #expect(own[0] == plain[0], "\(named.id) changes the search before it decides")
      } else {
        #expect(own != plain, "\(named.id) does what darts-v1 does")
      }
    }
  }
}
