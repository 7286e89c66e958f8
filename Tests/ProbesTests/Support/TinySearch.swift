import Datasets
import Engine
import Probes
import Search
import Training

/// A search on the synthetic task, small enough for a debug build.
enum TinySearch {
  static func spec(seed: Int = 3) -> SearchSpec {
    var spec = SearchSpec()
    spec.name = "tiny"
    spec.seed = seed
    spec.channels = 2
    spec.cells = 1
    spec.epochs = 2
    spec.batch = 8
    spec.data.trainImages = 32
    spec.data.testImages = 8
    spec.data.resize = "average-4"
    spec.probes = .none
    return spec
  }

  static func run(_ spec: SearchSpec) throws -> SearchRun {
    try SearchRun(
      spec: spec,
      locations: DataLocations(searchPaths: []),
      pool: ThreadPool(threads: 2)
    )
  }
}
