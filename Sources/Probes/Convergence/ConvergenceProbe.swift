import Datasets
import Engine
import Networks
public import Records
public import Search
import Training

/// Watches how fast the parameters of each operation settle: parameter-free operations are said to
/// win early because they have nothing to learn (Zhou et al., "Theory-Inspired Path-Regularized
/// Differentiable NAS", NeurIPS 2020, section 3; Chu et al., "DARTS-", ICLR 2021, section 3).
///
/// Distances are from the initial weights, which the seed gives again, so the probe keeps no state.
public struct ConvergenceProbe: SearchObserver {
  /// What all measurements may cost of the search, unless the spec says how often to measure.
  private static let share = 0.04

  /// Creates the probe.
  public init() {}

  /// Measures when due.
  public func observe(_ search: SearchRun, epoch: Int) throws -> [any RunEvent] {
    let options = search.spec.probes
    let names = search.layout.operationNames
    // Two gradients, and a forward pass for each operation of which only a part is computed.
    let cost = 2 + Double(names.count) / 6
    let total = ProbeCadence.gradients(of: search)
    var wanted = min(options.convergenceImages, search.split.weights.count)
    if options.convergenceEvery == 0 {
      wanted = ProbeCadence.affordable(wanted, cost: 2 * cost, search: total, share: Self.share)
    }
    let images = ProbeImages(
      search.split.weights,
      images: wanted,
      batch: min(search.batch, wanted)
    )
    let cadence = ProbeCadence(
      every: options.convergenceEvery,
      epochs: search.spec.epochs,
      first: -1,
      cost: cost * Double(images.count),
      search: total,
      share: Self.share
    )
    guard cadence.isDue(epoch) else { return [] }
    let execution = search.execution
    let before = (execution.gateValues, execution.activeGates)
    defer { (execution.gateValues, execution.activeGates) = before }
    execution.gateValues = search.operationWeights(search.alpha)
    let gradient = Self.weightGradient(search, images)
    let pulls = Self.gateGradient(search, images.count)
    let rows = search.layout.rows
    let weights = execution.gateValues
    let moved = Self.moved(search)
    let operations = names.map { name in
      let places = rows.flatMap { row in
        zip(row.operations, row.indices).filter { $0.0 == name }.map { $0.1 }
      }
      let alone = Self.alone(name, search, images)
      let squared = gradient[name] ?? (0, 0)
      let count = Double(max(1, places.count))
      return ConvergenceMeasured.Operation(
        name: name,
        isParametric: !isParameterFree(name),
        weights: squared.1,
        gradientNorm: squared.0.squareRoot(),
        moved: moved[name] ?? 0,
        aloneLoss: alone?.loss ?? .nan,
        aloneAccuracy: alone?.accuracy ?? .nan,
        pull: places.reduce(0) { $0 - pulls[$1] } / count,
        weight: places.reduce(0) { $0 + weights[$1] } / count
      )
    }
    return [
      ConvergenceMeasured(
        epoch: epoch,
        operations: operations,
        images: images.count,
        normalization: NormalizationMode.batch.rawValue,
        imagesFingerprint: images.fingerprint
      )
    ]
  }

  /// The operation a parameter `cells.<i>.edges.<e>.<operation>...` belongs to.
  static func operation(of parameter: Parameter) -> String? {
    let parts = parameter.name.split(separator: ".")
    guard parts.count > 4, parts[0] == "cells", parts[2] == "edges" else { return nil }
    return String(parts[4])
  }

  /// Squared gradient norm and number of parameters for each operation.
  private static func weightGradient(
    _ search: SearchRun,
    _ images: ProbeImages
  ) -> [String: (Double, Int)] {
    let execution = search.execution
    var sums: [[Double]] = execution.parameters.map { [Double](repeating: 0, count: $0.count) }
    for batch in images.batches {
      search.loadPlain(batch[...])
      execution.forward(count: batch.count)
      execution.backward(weights: true, gates: false)
      let share = Double(batch.count) / Double(images.count)
      for (index, parameter) in execution.parameters.enumerated()
      where operation(of: parameter) != nil {
        sums[index] = Vectors.sum(sums[index], share, execution.gradient(of: parameter))
      }
    }
    var result: [String: (Double, Int)] = [:]
    for (index, parameter) in execution.parameters.enumerated() {
      guard let name = operation(of: parameter) else { continue }
      let old = result[name] ?? (0, 0)
      result[name] = (old.0 + Vectors.dot(sums[index], sums[index]), old.1 + parameter.count)
    }
    return result
  }

  /// dL_val/dp on the first validation images.
  private static func gateGradient(_ search: SearchRun, _ count: Int) -> [Double] {
    let execution = search.execution
    let images = ProbeImages(
      search.split.architecture,
      images: count,
      batch: min(search.batch, count)
    )
    var sum = [Double](repeating: 0, count: execution.gateValues.count)
    for batch in images.batches {
      search.loadPlain(batch[...])
      execution.forward(count: batch.count)
      execution.backward(weights: false, gates: true)
      sum = Vectors.sum(sum, Double(batch.count) / Double(images.count), execution.gateGradients)
    }
    return sum
  }

  /// |w - w_0| / |w_0| for each operation.
  private static func moved(_ search: SearchRun) -> [String: Double] {
    var sums: [String: (change: Double, start: Double)] = [:]
    for parameter in search.execution.parameters {
      guard let name = operation(of: parameter) else { continue }
      // As stored, so that nothing has moved before the first step.
      let start = parameter.initialValues(seed: UInt64(search.spec.seed)).map {
        search.execution.precision == .float ? Double(Float($0)) : $0
      }
      let change = Vectors.sum(search.execution.values(of: parameter), -1, start)
      let old = sums[name] ?? (0, 0)
      sums[name] = (
        old.change + Vectors.dot(change, change), old.start + Vectors.dot(start, start)
      )
    }
    return sums.mapValues { ($0.change / $0.start).squareRoot() }
  }

  /// The supernet with one operation alone; nil when no edge has it or it computes nothing.
  private static func alone(
    _ name: String,
    _ search: SearchRun,
    _ images: ProbeImages
  ) -> Score? {
    guard name != "none" else { return nil }
    let execution = search.execution
    var (values, active) = (
      [Double](repeating: 0, count: execution.gateValues.count),
      [Bool](repeating: false, count: execution.activeGates.count)
    )
    let rows = search.layout.rows
    for node in search.layout.nodes {
      let holders = node.rows.filter { rows[$0].operations.contains(name) }
      if holders.isEmpty { return nil }
      for number in holders {
        guard let position = rows[number].operations.firstIndex(of: name) else { continue }
        active[rows[number].offset + position] = true
        // The mean over the edges into a node, so that nodes late in a cell are not larger.
        values[rows[number].offset + position] = 1 / Double(holders.count)
      }
    }
    let before = (execution.gateValues, execution.activeGates)
    defer { (execution.gateValues, execution.activeGates) = before }
    (execution.gateValues, execution.activeGates) = (values, active)
    var sum = Score.Sum()
    for batch in images.batches {
      search.loadPlain(batch[...])
      execution.forward(count: batch.count)
      sum.add(execution, count: batch.count)
    }
    return sum.score
  }
}
