import Datasets
import Engine
import Networks
public import Records
public import Search
import Training

/// Takes the discretization loss apart after the last epoch, on the test images: normalizations as
/// left, recalibrated and of the batch; after fine-tuning; edge by edge; along the path from relaxed to
/// discrete; with and without `none`; one or two edges a node.
///
/// Everything that is changed, weights included, is put back bit for bit.
public struct DiscretizationDetailProbe: SearchObserver {
  /// Batches of the recalibration.
  static let recalibrationBatches = 20

  /// Creates the probe.
  public init() {}

  /// Measures after the last epoch.
  public func observe(_ search: SearchRun, epoch: Int) throws -> [any RunEvent] {
    guard epoch == search.spec.epochs - 1 else { return [] }
    let state = SupernetState(search.execution)
    defer { state.restore(search.execution) }
    var bench = DiscretizationBench(search, epoch: epoch)
    let weights = search.operationWeights(search.alpha)
    let relaxed = GateSetting(weights)
    let derived = GateSetting(search.choices, in: search.layout)
    let kept = search.layout.rule.edgesPerNode ?? 2

    let supernet = bench.measure(relaxed, .batch)
    bench.add("supernet", "batch", supernet, against: supernet)
    bench.add("derived", "batch", bench.measure(derived, .batch), against: supernet)
    for (name, setting) in [
      ("supernet-without-none", GateSetting.withoutNone(weights, in: search.layout)),
      ("top-1", .strongest(weights, edges: 1, in: search.layout)),
      ("top-2", .strongest(weights, edges: 2, in: search.layout)),
      ("with-none", .strongest(weights, edges: kept, withNone: true, in: search.layout)),
      ("weighted", .strongest(weights, edges: kept, keepsWeights: true, in: search.layout)),
    ] {
      bench.add(name, "batch", bench.measure(setting, .batch), against: supernet)
    }
    for share in [0.25, 0.5, 0.75] {
      let setting = GateSetting.between(weights, derived.values, share: share)
      bench.add("interpolated-\(share)", "batch", bench.measure(setting, .batch), against: supernet)
    }
    for temperature in [0.5, 0.1, 0.01] {
      let sharp = search.operationWeights(Vectors.scaled(search.alpha, 1 / temperature))
      let scores = bench.measure(GateSetting(sharp), .batch)
      bench.add("temperature-\(temperature)", "batch", scores, against: supernet)
    }
    var edges: [DiscretizationDetailed.Edge] = []
    for row in search.layout.rows {
      guard let (setting, operation) = GateSetting.decided(row, weights) else { continue }
      let scores = bench.measure(setting, .batch)
      edges.append(
        DiscretizationDetailed.Edge(
          row: row.id,
          operation: operation,
          score: scores.score,
          loss: PairedLoss(from: supernet, to: scores)
        )
      )
    }

    let running = bench.measure(relaxed, .running)
    bench.add("supernet", "running", running, against: running)
    bench.add("derived", "running", bench.measure(derived, .running), against: running)
    bench.recalibrate(derived)
    bench.add("derived", "recalibrated", bench.measure(derived, .running), against: running)
    var done = 0
    for steps in search.spec.probes.discretizationTuning {
      bench.tune(derived, from: done, to: steps)
      done = steps
      bench.recalibrate(derived)
      let scores = bench.measure(derived, .running)
      bench.add("tuned-\(steps)", "recalibrated", scores, against: running)
    }

    let frozen = search.spec.probes.frozenEpochs
    var trainedOn: Score?
    if frozen > 0 {
      state.restore(search.execution)
      bench.forgetMomentum()
      bench.tune(relaxed, from: 0, to: frozen * search.stepsPerEpoch)
      bench.recalibrate(relaxed)
      trainedOn = bench.measure(relaxed, .running).score
    }
    return [
      DiscretizationDetailed(
        epoch: epoch,
        images: supernet.losses.count,
        recalibrationBatches: bench.calibration.batches.count,
        tuningRate: bench.rate,
        variants: bench.variants,
        edges: edges,
        trainedOn: trainedOn,
        trainedOnEpochs: frozen
      )
    ]
  }
}
