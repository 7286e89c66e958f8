import ArgumentParser
import Engine
import Foundation
import Records

extension BenchCommand {
  /// Times what the ledger adds to a step.
  struct LedgerCost: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "ledger",
      abstract: "Time steps of a search with and without the ledger, in turns.",
      discussion: """
        A first-order bilevel search of the DARTS space on the synthetic task. An entry hashes \
        weights, momentum, gradients, alpha, its moments, running statistics and counters and appends \
        a line.
        """
    )

    @OptionGroup var options: Options
    @OptionGroup var extents: Extents

    func run() throws {
      try Failure.reporting(json: options.json) {
        let pool = ThreadPool(
          threads: options.threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
        )
        let line = ProgressLine(quiet: options.json)
        defer { line.end() }
        let timing = try LedgerTiming.measure(
          extents.applied(to: .supernet),
          steps: options.steps,
          pool: pool
        ) { done, all in line.update("ledger", done: done, all: all) }
        line.end()
        print(options.json ? try JSONValue(encoding: timing).text : timing.text)
      }
    }
  }
}
