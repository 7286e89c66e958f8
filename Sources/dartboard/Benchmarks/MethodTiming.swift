import Datasets
import Engine
import Networks
import Records
import Search
import Training

/// The time of a method's step over that of `darts-v1`, beside what `dartboard list methods` says.
struct MethodTiming: Codable {
  /// The extents of the supernet: the paper's channels at a size at which a search ends within minutes.
  static let (channels, cells, batch, size) = (16, 5, 64, 14)

  /// The named method.
  var method: String
  /// Of the steps after the first.
  var medianStepSeconds: Double
  /// A quarter of the steps were as fast.
  var lowerQuartile: Double
  /// A quarter of the steps were as slow.
  var upperQuartile: Double
  /// The median of the steps of `darts-v1` next to it.
  var baseSeconds: Double
  /// The median over that of `darts-v1` next to it.
  var measured: Double
  /// What `dartboard list methods` says.
  var counted: Double

  /// Times methods, `darts-v1` first and again before each.
  ///
  /// - Parameter progress: called before every step with the method, the step and all steps.
  /// - Throws: `SpecError`, `DatasetError`, `NumericalFailure`.
  static func measure(
    _ ids: [String],
    steps: Int,
    pool: ThreadPool,
    progress: (String, Int, Int) -> Void
  ) throws -> [MethodTiming] {
    let reference = try TimedMethod("darts-v1", steps: steps, pool: pool)
    return try (["darts-v1"] + ids.filter { $0 != "darts-v1" }).map { id in
      let method = try TimedMethod(id, steps: steps, pool: pool)
      var (own, plain): ([Double], [Double]) = ([], [])
      for number in 0...steps {
        progress(id, number, steps + 1)
        // In turn, so that whatever slows the machine down slows both.
        if id != "darts-v1" { plain.append(try reference.time(number)) }
        own.append(try method.time(number))
      }
      let sorted = own.dropFirst().sorted()
      let base = quantile(plain.dropFirst().sorted(), 0.5)
      let median = quantile(sorted, 0.5)
      return MethodTiming(
        method: id,
        medianStepSeconds: median,
        lowerQuartile: quantile(sorted, 0.25),
        upperQuartile: quantile(sorted, 0.75),
        baseSeconds: plain.isEmpty ? median : base,
        measured: plain.isEmpty ? 1 : median / base,
        counted: method.named.method.relativeCost(operations: CellSpace.darts.operations.count)
      )
    }
  }

  /// The value below which a share of sorted values lies, interpolated; not a number for none.
  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    guard let last = sorted.last else { return .nan }
    let position = share * Double(sorted.count - 1)
    let index = Int(position)
    guard index + 1 < sorted.count else { return last }
    return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
  }
}

/// A search whose steps are timed one by one.
private final class TimedMethod {
  let named: NamedMethod
  private let search: SearchRun
  private let steps: Int
  private let clock = ContinuousClock()

  init(_ id: String, steps: Int, pool: ThreadPool) throws {
    guard let named = MethodCatalog.method(id) else {
      throw SpecError([
        SpecProblem(
          "method",
          expected: "a named method; see dartboard list methods",
          got: "'\(id)'",
          remedy: Spelling.suggestion(id, in: MethodCatalog.all.map { $0.id })
        )
      ])
    }
    self.named = named
    self.steps = steps
    var spec = SearchSpec()
    named.apply(to: &spec)
    spec.channels = MethodTiming.channels
    spec.cells = MethodTiming.cells
    spec.batch = MethodTiming.batch
    spec.epochs = 1000
    spec.weightShare = 0.5
    spec.data.trainImages = 4 * spec.batch
    spec.data.testImages = 16
    spec.data.resize = "bilinear-\(MethodTiming.size)"
    // Steps in which alpha rests are cheaper and not what is asked.
    spec.choices.timing.rest = 0
    search = try SearchRun(spec: spec, locations: DataLocations(searchPaths: []), pool: pool)
  }

  /// The seconds of a step; the first of an epoch begins the epoch, which is not a step's work.
  func time(_ number: Int) throws -> Double {
    let epoch = number / search.stepsPerEpoch
    var failure: (any Error)?
    let time = clock.measure {
      do {
        try search.step(epoch: epoch, number: number % search.stepsPerEpoch)
      } catch {
        failure = error
      }
    }.components
    if let failure { throw failure }
    return Double(time.seconds) + Double(time.attoseconds) * 1e-18
  }
}
