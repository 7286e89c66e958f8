import Datasets
import Engine
import Foundation
import Probes
import Records
import Reports
import Search
import Testing

extension ProbeOptions {
  /// Every probe, on as little as shows that it leaves nothing behind.
  fileprivate static var everything: ProbeOptions {
    var options = ProbeOptions()
    options.curvatureIterations = 2
    options.curvatureBatch = 8
    options.weightCurvature = true
    options.discretizationDetail = true
    options.discretizationTuning = [1]
    options.hypergradientEpochs = [0]
    options.hypergradientImages = 2
    options.hypergradientSteps = 2
    // Far from what a measurement would use: the solves end after a few products.
    options.hypergradientDamping = 10
    options.rankingArchitectures = 1
    return options
  }
}

@Suite struct ProbesNeverTouchTests {
  private func search(_ spec: SearchSpec, in store: String) throws -> RunFolder {
    let session = try SearchSession(
      spec: spec,
      store: store,
      locations: DataLocations(searchPaths: []),
      pool: ThreadPool(threads: 1),
      observers: ProbeCatalog.observers(spec.probes),
      manifest: [:],
      options: RunRecorder.Options(checkpointSeconds: .infinity)
    )
    _ = try session.execute()
    return session.folder
  }

  @Test(
    "probes watch and never touch: with every probe on, a method has the ledger it has with none",
    arguments: MethodCatalog.all.map { $0.id }
  )
  func ledger(_ method: String) throws {
    try withTemporaryFolder { store in
      var spec = SmallestSearch.spec(method)
      spec.probes = .none
      let alone = try LedgerReader(path: try search(spec, in: store + "/alone").ledgerPath)
      spec.probes = .everything
      // Minibatches take images, and time: one method stands for all.
      if method == MethodCatalog.all.first?.id { spec.probes.hypergradientImages = 8 }
      let folder = try search(spec, in: store + "/watched")
      let watched = try LedgerReader(path: folder.ledgerPath)
      #expect(alone.entries.count > 1)
      #expect(LedgerReader.compare(alone, watched, ignoringSpecs: true) == nil)
      #expect(alone.entries == watched.entries)
      try everyProbe(spec, folder)
    }
  }

  /// Whether every probe has measured something; some do so only after the last epoch.
  private func everyProbe(_ spec: SearchSpec, _ folder: RunFolder) throws {
    let reader = try EventReader(path: folder.eventsPath)
    let isWhole = try reader.all(SearchEpoch.self).count == spec.epochs
    let hasMinibatches = spec.probes.hypergradientImages >= 8
    let late = [RankingMeasured.id, DiscretizationDetailed.id, WeightCurvatureMeasured.id]
    let found = Set(reader.raw.map { $0.id })
    for id in EventCatalog.all.map({ $0.type.id }) where id.hasPrefix("probe.") {
      if id == GradientNoiseMeasured.id && !hasMinibatches { continue }
      #expect(found.contains(id) || (!isWhole && late.contains(id)), "\(id) measured nothing")
    }
  }
}
