import ArgumentParser
import Engine
import Foundation
import Records
import Search

extension BenchCommand {
  /// Times a step of every method.
  struct Methods: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Time a step of each named method against darts-v1.",
      discussion: """
        \(MethodTiming.channels) channels, \(MethodTiming.cells) cells, \
        \(MethodTiming.size)x\(MethodTiming.size) images, batch \(MethodTiming.batch); darts-v1 is \
        timed again beside each method. A method that moves alpha every few steps is timed by its median step.
        """
    )

    @OptionGroup var options: Options
    @Option(help: "A folder for methods.md, chart and CSV.") var out: String?
    @Argument(help: "The methods; all when none is named.") var methods: [String] = []

    func run() throws {
      try Failure.reporting(json: options.json) {
        let threads = options.threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
        let pool = ThreadPool(threads: threads)
        let line = ProgressLine(quiet: options.json)
        defer { line.end() }
        let timings = try MethodTiming.measure(
          methods.isEmpty ? MethodCatalog.all.map { $0.id } : methods,
          steps: options.steps,
          pool: pool
        ) { id, done, all in line.update(id, done: done, all: all) }
        line.end()
        let report = MethodTimingReport(
          timings: timings,
          steps: options.steps,
          threads: threads,
          version: Version.text
        )
        if let out { try report.write(to: out) }
        if options.json {
          print(JSONValue.array(try timings.map { try JSONValue(encoding: $0) }).text)
          return
        }
        print("method                 step ms  measured   listed")
        for timing in timings {
          let name = timing.method.padding(toLength: 22, withPad: " ", startingAt: 0)
          print(
            name
              + String(
                format: "%8.1f  %8.2f  %7.2f",
                timing.medianStepSeconds * 1000,
                timing.measured,
                timing.counted
              )
          )
        }
      }
    }
  }
}
