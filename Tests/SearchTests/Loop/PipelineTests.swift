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

/// A folder of its own for a test, removed afterwards.
private func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let path = NSTemporaryDirectory() + "dartboard-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}

private func tinySpec() -> SearchSpec {
  var spec = SearchSpec()
  spec.name = "tiny"
  spec.seed = 3
  spec.channels = 4
  spec.cells = 3
  spec.epochs = 2
  spec.batch = 8
  spec.data.trainImages = 48
  spec.data.testImages = 16
  spec.data.resize = "average-2"
  spec.probes.curvatureEvery = 1
  spec.probes.curvatureIterations = 2
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

private func bytes(_ folder: RunFolder, _ name: String) -> Data? {
  FileManager.default.contents(atPath: folder.file(name))
}

@Suite(.serialized) struct PipelineTests {
  @Test("a search on the synthetic task is recorded, reported, derived and trained")
  func wholePipeline() throws {
    try withFolder { store in
      let folder = try search(tinySpec(), in: store, threads: 2)
      let record = try SearchRecord(folder)
      #expect(record.epochs.count == 2)
      #expect(record.discretization.count == 2)
      #expect(record.curvature.count == 3)
      #expect(record.epochs.allSatisfy { $0.operationWeights.count == 224 })
      let genotype = try #require(record.genotype)
      #expect(try DARTSLiteral.parse(genotype).normal.nodes.count == 4)

      let report = try RunReport.write(folder, to: store + "/report", version: "test")
      let text = String(
        decoding: FileManager.default.contents(atPath: report) ?? Data(),
        as: UTF8.self
      )
      #expect(text.contains("cell-normal.png") && text.contains("Genotype(normal="))

      var train = TrainSpec()
      train.genotype = genotype
      train.channels = 4
      train.cells = 3
      train.epochs = 2
      train.batch = 8
      train.data = tinySpec().data
      let session = try TrainSession(
        spec: train,
        store: store,
        locations: DataLocations(searchPaths: []),
        pool: ThreadPool(threads: 1),
        manifest: [:]
      )
      let last = try session.execute()
      #expect(last?.epoch == 1)
      #expect(last?.train.loss.isFinite == true)
    }
  }

  @Test("the same seed gives the same events and alphas, twice and with 1, 2 or 3 threads")
  func sameBits() throws {
    try withFolder { store in
      let first = try search(tinySpec(), in: store + "/a", threads: 1)
      let events = try #require(bytes(first, "events.jsonl"))
      for (index, threads) in [1, 2, 3].enumerated() {
        let other = try search(tinySpec(), in: store + "/\(index)", threads: threads)
        #expect(bytes(other, "events.jsonl") == events)
        #expect(bytes(other, "alpha.npz") == bytes(first, "alpha.npz"))
      }
      var spec = tinySpec()
      spec.seed = 4
      #expect(bytes(try search(spec, in: store + "/s", threads: 1), "events.jsonl") != events)
    }
  }

  @Test("a bad spec names every problem and writes nothing")
  func badSpec() throws {
    try withFolder { store in
      var spec = tinySpec()
      spec.channels = 3
      spec.space = "dart"
      spec.weightShare = 1
      #expect(throws: SpecError.self) { try search(spec, in: store + "/x", threads: 1) }
      #expect(spec.validate().map { $0.place } == ["channels", "weightShare", "space"])
      #expect(!FileManager.default.fileExists(atPath: store + "/x"))
    }
  }
}
