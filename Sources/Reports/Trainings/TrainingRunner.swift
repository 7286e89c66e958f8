import Datasets
import Engine
import Foundation
import Networks
import Probes
import Records
import Search
import Training

/// Trains what a block asks for, each training a run of its own: one whose record is there is read
/// instead, whichever notebook wrote it.
struct TrainingRunner {
  let store: String
  let locations: DataLocations
  let pool: ThreadPool
  let manifest: [String: String]

  /// The architectures of a search that a block names.
  static func genotypes(_ block: TrainBlock, of record: SearchRecord) -> [String] {
    block.architectures == "sampled"
      ? record.ranking?.entries.map { $0.genotype } ?? []
      : record.genotype.map { [$0] } ?? []
  }

  /// One training, run unless its record is there.
  func result(_ spec: TrainSpec, started: (RunFolder) -> Void) throws -> StandaloneResult {
    let folder = try RunFolder(store: store, spec: spec)
    if !folder.isFinished {
      let session = try TrainSession(
        spec: spec,
        store: store,
        locations: locations,
        pool: pool,
        manifest: manifest
      )
      started(folder)
      _ = try session.execute()
    }
    let reader = try EventReader(path: folder.eventsPath)
    guard let last = try reader.all(TrainEpoch.self).last else {
      throw StoreError.damaged(
        path: folder.eventsPath,
        place: "the end",
        expected: TrainEpoch.id,
        got: "no such event",
        remedy: "remove the folder and run again"
      )
    }
    return StandaloneResult(
      genotype: spec.genotype,
      seed: spec.seed,
      test: last.test,
      run: folder.name
    )
  }
}
