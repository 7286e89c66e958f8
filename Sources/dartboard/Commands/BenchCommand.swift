import ArgumentParser
import Engine
import Foundation
import Networks
import Records

/// Times training steps against what the machine can do.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Time training steps; alone, every workload.",
    discussion: """
      A step of a supernet is bilevel and first-order: the alpha gradient and Adam on one batch, \
      then the weight gradient, clipping and SGD on another. A step of a derived network is the \
      latter. Rates are held against the multiply-adds and the bandwidth that this machine reaches \
      at best with the same number of threads.
      """,
    subcommands: [
      All.self, Supernet.self, NASBench201.self, Derived.self, Methods.self, LedgerCost.self,
      BenchOperationsCommand.self, BenchCompareCommand.self,
    ],
    defaultSubcommand: All.self
  )

  /// Flags of every workload.
  struct Options: ParsableArguments {
    @Option(help: "Threads. Default: all processors.") var threads: Int?
    @Option(help: "Steps timed, after one that warms up.") var steps = 5
    @Flag(help: "Print the result as JSON on standard output; no progress.") var json = false

    func validate() throws {
      if let threads, !(1...256).contains(threads) {
        throw ValidationError("--threads: expected 1 to 256, got \(threads)")
      }
      if !(1...10_000).contains(steps) {
        throw ValidationError("--steps: expected 1 to 10000, got \(steps)")
      }
    }

    func measure(_ workloads: [BenchWorkload]) throws -> [BenchResult] {
      let pool = ThreadPool(
        threads: threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount)
      )
      let progress = ProgressLine(quiet: json)
      defer { progress.end() }
      return try workloads.map { workload in
        try BenchResult.measure(workload, steps: steps, pool: pool) { done, all in
          progress.update(workload.id, done: done, all: all)
        }
      }
    }
  }

  /// Extents that may differ from a workload's own.
  struct Extents: ParsableArguments {
    @Option(help: "Channels of the first cell.") var channels: Int?
    @Option(help: "Cells.") var cells: Int?
    @Option(help: "Images in a batch.") var batch: Int?
    @Option(help: "Height and width of an image in pixels.") var size: Int?

    func validate() throws {
      let ranges: [(String, Int?, ClosedRange<Int>)] = [
        ("--channels", channels, 1...1024), ("--cells", cells, 1...100),
        ("--batch", batch, 2...4096), ("--size", size, 8...512),
      ]
      for (name, value, range) in ranges {
        if let value, !range.contains(value) {
          throw ValidationError(
            "\(name): expected \(range.lowerBound) to \(range.upperBound), got \(value)"
          )
        }
      }
    }

    func applied(to workload: BenchWorkload) -> BenchWorkload {
      var result = workload
      result.shape.channels = channels ?? workload.shape.channels
      result.shape.cells = cells ?? workload.shape.cells
      result.shape.height = size ?? workload.shape.height
      result.shape.width = size ?? workload.shape.width
      result.batch = batch ?? workload.batch
      return result
    }
  }

  struct All: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Time every workload at its reference size."
    )
    @OptionGroup var options: Options

    func run() throws {
      try Failure.reporting(json: options.json) {
        let results = try options.measure(BenchWorkload.all)
        print(
          options.json
            ? JSONValue.array(try results.map { try JSONValue(encoding: $0) }).text
            : results.map { $0.text }.joined(separator: "\n\n")
        )
      }
    }
  }

  struct Supernet: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Time a bilevel step of the DARTS supernet."
    )
    @OptionGroup var options: Options
    @OptionGroup var extents: Extents

    func run() throws { try BenchCommand.run(.supernet, extents, options) }
  }

  struct NASBench201: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "nasbench201",
      abstract: "Time a bilevel step of the NAS-Bench-201 supernet; its residual blocks are cells."
    )
    @OptionGroup var options: Options
    @OptionGroup var extents: Extents

    func run() throws { try BenchCommand.run(.nasBench201, extents, options) }
  }

  struct Derived: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Time a training step of the network of DARTS_V2."
    )
    @OptionGroup var options: Options
    @OptionGroup var extents: Extents

    func run() throws { try BenchCommand.run(.derived, extents, options) }
  }

  private static func run(
    _ workload: BenchWorkload,
    _ extents: Extents,
    _ options: Options
  ) throws {
    try Failure.reporting(json: options.json) {
      for result in try options.measure([extents.applied(to: workload)]) {
        print(options.json ? try JSONValue(encoding: result).text : result.text)
      }
    }
  }
}
