import Datasets
import Engine
import Foundation
import Networks
import Probes
import Records
import Reports
import Search
import Testing
import Training

@Suite(.serialized) struct SpaceSearchTests {
  private func spec(_ space: String) throws -> SearchSpec {
    var spec = SearchSpec()
    spec.name = "tiny-" + space
    spec.space = space
    let found = try #require(spec.searchSpace)
    spec.channels = 4
    spec.cells = min(found.compactShape.cells, 3)
    spec.epochs = 1
    spec.batch = 8
    spec.data.trainImages = 32
    spec.data.testImages = 16
    spec.data.resize = "average-2"
    spec.probes.curvatureIterations = 1
    spec.probes.curvatureBatch = 8
    return spec
  }

  private func search(_ spec: SearchSpec, in store: String, threads: Int) throws -> RunFolder {
    let session = try SearchSession(
      spec: spec,
      store: store,
      locations: DataLocations(searchPaths: []),
      pool: ThreadPool(threads: threads),
      observers: ProbeCatalog.observers(spec.probes),
      manifest: [:]
    )
    _ = try session.execute()
    return session.folder
  }

  @Test(
    "every space is searched, reported and derived, the same with 1 and 2 threads",
    arguments: SpaceCatalog.all.map { $0.id }
  )
  func everySpace(_ id: String) throws {
    let store = NSTemporaryDirectory() + "dartboard-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: store) }
    let spec = try spec(id)
    let folder = try search(spec, in: store, threads: 2)
    let record = try SearchRecord(folder)
    #expect(record.started.alphaCount == record.layout.count)
    let architecture = try #require(record.architecture)
    // What was derived belongs to the space and is derived again from its choices.
    let space = record.space
    let choices = try space.choices(of: architecture, in: record.layout)
    #expect(space.architecture(choices, in: record.layout) == architecture)
    #expect(space.text(architecture) == record.genotype)
    let again = try search(spec, in: store + "/again", threads: 1)
    let events = FileManager.default.contents(atPath: folder.file("events.jsonl"))
    #expect(FileManager.default.contents(atPath: again.file("events.jsonl")) == events)
    let report = try RunReport.write(folder, to: store + "/report", version: "test")
    #expect(FileManager.default.fileExists(atPath: report))
  }
}
