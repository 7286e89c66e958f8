import Charts
import Foundation
import Records
import Reports

/// Turns the timings of methods into a page with a chart, a table and the numbers behind them.
struct MethodTimingReport {
  /// The cost a method may have at most, with its reason.
  struct Bar {
    let method: String
    let most: Double
    let reason: String
  }

  /// What is expected of methods whose point is their cost.
  static let bars = [
    Bar(method: "gdas", most: 0.25, reason: "one operation of eight on every edge"),
    Bar(method: "single-path-uniform", most: 0.25, reason: "the same, and alpha never moves"),
    Bar(method: "pc-darts", most: 0.5, reason: "a quarter of the channels"),
    Bar(method: "darts-v2", most: 3.2, reason: "five passes instead of two"),
  ]

  let timings: [MethodTiming]
  let steps: Int
  let threads: Int
  let version: String

  /// The slowest first.
  private var ranked: [MethodTiming] {
    timings.sorted { ($1.measured, $0.method) < ($0.measured, $1.method) }
  }

  private func fixed(_ value: Double, _ digits: Int) -> String {
    BenchResult.fixed(value, digits)
  }

  /// One line a method.
  var table: String {
    let head = ["method", "ms/step", "quartiles", "of darts-v1", "listed", "at most"]
    let lines = ranked.map { timing -> [String] in
      let bar = Self.bars.first { $0.method == timing.method }
      return [
        "`\(timing.method)`", fixed(1000 * timing.medianStepSeconds, 1),
        fixed(1000 * timing.lowerQuartile, 1) + " to " + fixed(1000 * timing.upperQuartile, 1),
        fixed(timing.measured, 2), fixed(timing.counted, 2),
        bar.map { fixed($0.most, 2) + (timing.measured <= $0.most ? ", held" : ", missed") } ?? "",
      ]
    }
    return ([head, ["---"] + head.dropFirst().map { _ in "---:" }] + lines)
      .map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  private var figure: Figure {
    let held = Self.bars.filter { bar in
      timings.contains { $0.method == bar.method && $0.measured <= bar.most }
    }.count
    let known = Self.bars.filter { bar in timings.contains { $0.method == bar.method } }.count
    return Figure(
      title: "\(held) of \(known) methods whose point is their cost hold their bar",
      subtitle: "Median time of a step over the median of darts-v1 beside it, with quartiles",
      height: max(240, 110 + 19 * Double(timings.count)),
      chart: Intervals(
        rows: ranked.map {
          Intervals.Row(
            $0.method,
            value: $0.measured,
            lower: $0.lowerQuartile / $0.baseSeconds,
            upper: $0.upperQuartile / $0.baseSeconds
          )
        },
        x: Axis("Time of a step over darts-v1's", scale: .logarithmic),
        markers: [VerticalMarker("darts-v1", x: 1), VerticalMarker("a quarter", x: 0.25)]
      )
    )
  }

  private var page: String {
    let machine = Environment.manifest(threads: threads)
    let bars = Self.bars.map {
      "- `\($0.method)` at most \(fixed($0.most, 2)): \($0.reason)."
    }.joined(separator: "\n")
    return """
      # What a step of each method costs

      ![Time of a step of every method over darts-v1's](methods.png)

      \(table)

      A step moves alpha once, where the method moves it, and the weights once. Every method runs with its
      paper's defaults at \(MethodTiming.channels) channels, \(MethodTiming.cells) cells, batch \
      \(MethodTiming.batch), \(MethodTiming.size)x\(MethodTiming.size) images, all eight operations of DARTS; \
      steps in which alpha rests and what happens only between epochs (evaluation, pruning, sampling of \
      candidates) are left out. Times are medians of \(steps) steps; `darts-v1` is timed again before each method, so
      that a machine that slows down does so for both. "Listed" is what `dartboard list methods` says.

      \(bars)

      Measured on \(machine["cpu"] ?? "an unknown processor") with \(machine["kernels"] ?? "") kernels and \
      \(threads) \(threads == 1 ? "thread" : "threads"). `dartboard bench methods --out
      reports/performance` repeats it; the numbers are in [methods.csv](methods.csv).

      """
  }

  /// Writes methods.md, the chart and its numbers into `folder`.
  ///
  /// - Throws: `StoreError`, `PNGError`.
  func write(to folder: String) throws {
    let drawn = try FigureFiles(figure, name: "methods", runs: "bench", version: version)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try AtomicFile.write(drawn.png, to: "\(folder)/methods.png")
    try AtomicFile.write(drawn.csv, to: "\(folder)/methods.csv")
    try AtomicFile.write(Data(page.utf8), to: "\(folder)/methods.md")
  }
}
