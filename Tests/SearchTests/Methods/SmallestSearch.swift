import Datasets
import Engine
import Networks
import Training

@testable import Search

/// The smallest search that has everything: two kinds of cell, none, a skip and a convolution on every
/// edge, a few steps.
enum SmallestSearch {
  /// The spec of a method.
  static func spec(
    _ id: String = "darts-v1",
    space: String = "s3",
    seed: Int = 3,
    epochs: Int = 2
  ) -> SearchSpec {
    var spec = SearchSpec()
    MethodCatalog.method(id)?.apply(to: &spec)
    spec.name = "tiny"
    spec.space = space
    spec.seed = seed
    spec.channels = 2
    spec.cells = 3
    spec.epochs = epochs
    spec.batch = 8
    spec.data.trainImages = 32
    spec.data.testImages = 8
    spec.data.resize = "average-4"
    spec.data.cutout = min(2, spec.data.cutout)
    spec.weightShare = 0.5
    spec.probes = ProbeOptions(discretization: false, curvature: false, convergence: false)
    // Depth and samples of the papers are out of reach of a test.
    if var schedule = spec.choices.schedule as? ProgressiveDepth {
      schedule.added = [0, 1, 2]
      spec.choices.schedule = schedule
    }
    if var relaxation = spec.choices.relaxation as? PartialChannels {
      relaxation.divisor = 2
      spec.choices.relaxation = relaxation
    }
    if var derivation = spec.choices.derivation as? BestSampled {
      derivation.samples = 4
      spec.choices.derivation = derivation
    }
    return spec
  }

  /// A search before its first step.
  static func run(_ spec: SearchSpec, threads: Int = 1) throws -> SearchRun {
    try SearchRun(
      spec: spec,
      locations: DataLocations(searchPaths: []),
      pool: ThreadPool(threads: threads)
    )
  }

  /// Runs every epoch.
  ///
  /// - Returns: the search and the events of its epochs.
  static func finished(
    _ spec: SearchSpec,
    threads: Int = 1
  ) throws -> (search: SearchRun, epochs: [SearchEpoch], notes: [MethodNote]) {
    let search = try run(spec, threads: threads)
    var epochs: [SearchEpoch] = []
    var notes: [MethodNote] = []
    for epoch in 0..<spec.epochs where !search.isOver {
      for number in 0..<search.stepsPerEpoch { try search.step(epoch: epoch, number: number) }
      let ended = search.ended(epoch: epoch)
      epochs.append(ended.event)
      notes += ended.notes
    }
    return (search, epochs, notes)
  }
}
