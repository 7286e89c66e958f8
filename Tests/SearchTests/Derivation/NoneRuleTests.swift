import Networks
import Records
import Testing

@testable import Search

/// Both rules for `none` on everything that derives.
@Suite struct NoneRuleTests {
  @Test("both rules reach every derivation by name", arguments: DerivationCatalog.all.map { $0.id })
  func options(_ id: String) throws {
    for rule in ["excluded", "allowed"] {
      var spec = SearchSpec()
      if id == "best-candidate" { spec.choices.update = Candidates() }
      spec = try SpecReader.read(
        SearchSpec.self,
        yaml: "",
        file: "command line",
        overrides: ["derivation=\(id)", "derivation.none=\(rule)"].map {
          SearchSpec.expanded(override: $0)
        },
        over: spec
      )
      #expect(spec.choices.derivation.none.rawValue == rule)
    }
  }

  @Test(
    "every method ends with a network under both rules",
    arguments: ["darts-v1", "gdas", "fairdarts", "cp-nas", "pdarts", "random-ws", "random"]
  )
  func networks(_ id: String) throws {
    for rule in [NoneRule.excluded, .allowed] {
      var spec = SmallestSearch.spec(id, epochs: 1)
      spec.choices.derivation.none = rule
      let search = try SmallestSearch.finished(spec).search
      let result = search.result()
      #expect(result.allSatisfy { search.layout.operation($0) != "none" })
      _ = try search.space.network(
        search.space.architecture(result, in: search.layout),
        search.shape,
        DerivedOptions()
      )
    }
  }

  @Test("a random architecture may lose edges to none where it is allowed, never a whole node")
  func random() {
    let layout = CellSpace.darts.layout(NetworkShape())
    let alive = [Bool](repeating: true, count: layout.count)
    // Every draw takes the first: edges 0 and 1 leave, `none` on each that stays.
    let lost = RandomArchitecture.choices(layout, alive: alive, none: .allowed) { _, _ in 0 }
    #expect(lost.count == layout.nodes.count)
    #expect(lost.allSatisfy { layout.operation($0) == "max_pool_3x3" })
    let excluded = RandomArchitecture.choices(layout, alive: alive, none: .excluded) { _, _ in 0 }
    #expect(excluded.count == 2 * layout.nodes.count)
    // In NAS-Bench-201 an edge keeps none itself, unless it is excluded.
    let bench = NASBench201Space.standard.layout(NASBench201Space.standard.compactShape)
    let all = [Bool](repeating: true, count: bench.count)
    let kept = RandomArchitecture.choices(bench, alive: all) { _, _ in 0 }
    #expect(kept.count == 6 && kept.allSatisfy { bench.operation($0) == "none" })
    let without = RandomArchitecture.choices(bench, alive: all, none: .excluded) { _, _ in 0 }
    #expect(without.count == 6 && without.allSatisfy { bench.operation($0) == "skip_connect" })
  }

  @Test("the share of none is logged each epoch: an eighth before alpha moves, then what it holds")
  func share() throws {
    var spec = SmallestSearch.spec("darts-v1", space: "darts", epochs: 1)
    spec.choices.timing.rest = 1
    let none = try #require(try SmallestSearch.finished(spec).epochs.last?.none)
    #expect(none.rows == 28 && none.strongest == 0)
    #expect(abs(none.weight - 0.125) < 1e-12)
    var biased = try SmallestSearch.run(spec)
    for row in biased.layout.rows { biased.alpha[row.offset] = 3 }
    let event = biased.ended(epoch: 0).event
    #expect(event.none?.strongest == 28)
    // e^3 / (e^3 + 7).
    #expect(abs((event.none?.weight ?? 0) - 20.085536923187668 / 27.085536923187668) < 1e-12)
    biased = try SmallestSearch.run(SmallestSearch.spec(space: "s1"))
    #expect(biased.ended(epoch: 0).event.none?.rows == 0)
  }
}
