import Datasets
import Engine
import Records
import Search
import Training

/// The time of a method's step over that of `darts-v1`, beside what counting passes says.
struct MethodTiming: Codable {
  /// The named method.
  var method: String
  /// Of the steps after the first.
  var medianStepSeconds: Double
  /// The median over that of `darts-v1`.
  var measured: Double
  /// What `dartboard list methods` says.
  var counted: Double

  /// Times methods, `darts-v1` first, at the size at which a search ends within minutes.
  ///
  /// - Parameter progress: called before every step with the method, the step and all steps.
  /// - Throws: `SpecError`, `DatasetError`, `NumericalFailure`.
  static func measure(
    _ ids: [String],
    steps: Int,
    pool: ThreadPool,
    progress: (String, Int, Int) -> Void
  ) throws -> [MethodTiming] {
    var reference: Double?
    return try (["darts-v1"] + ids.filter { $0 != "darts-v1" }).map { id in
      guard let named = MethodCatalog.method(id) else {
        throw SpecError([
          SpecProblem(
            "method",
            expected: "a named method; see dartboard list methods",
            got: "'\(id)'"
          )
        ])
      }
      let median = try median(named, steps: steps, pool: pool) { progress(id, $0, steps + 1) }
      let base = reference ?? median
      reference = base
      return MethodTiming(
        method: id,
        medianStepSeconds: median,
        measured: median / base,
        counted: named.method.relativeCost(operations: 8)
      )
    }
  }

  private static func median(
    _ named: NamedMethod,
    steps: Int,
    pool: ThreadPool,
    progress: (Int) -> Void
  ) throws -> Double {
    var spec = SearchSpec()
    named.apply(to: &spec)
    spec.channels = 8
    spec.cells = 5
    spec.batch = 64
    spec.epochs = 1000
    spec.weightShare = 0.5
    spec.data.trainImages = 2 * spec.batch * (steps + 1)
    spec.data.testImages = 16
    spec.data.resize = "average-2"
    // Steps in which alpha rests are cheaper and not what is asked.
    spec.choices.timing.rest = 0
    let search = try SearchRun(
      spec: spec,
      locations: DataLocations(searchPaths: []),
      pool: pool
    )
    let clock = ContinuousClock()
    var times: [Double] = []
    for number in 0...steps {
      progress(number)
      var failure: (any Error)?
      let time = clock.measure {
        do { try search.step(epoch: 0, number: number) } catch { failure = error }
      }.components
      if let failure { throw failure }
      if number > 0 { times.append(Double(time.seconds) + Double(time.attoseconds) * 1e-18) }
    }
    let sorted = times.sorted()
    return (sorted[(steps - 1) / 2] + sorted[steps / 2]) / 2
  }
}
