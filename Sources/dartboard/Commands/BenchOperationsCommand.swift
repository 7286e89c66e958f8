import ArgumentParser
import Engine
import Foundation
import Networks
import Records
import Reports

/// Measures the latency table that block-wise spaces are judged by.
struct BenchOperationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "operations",
    abstract: "Time every operation of the space mobilenet in every place of its network.",
    discussion: """
      A time is the median over repetitions of a forward pass of the operation alone, less that of \
      the same network without it, for one image of a batch. The table says how fast this machine \
      is; nothing of it enters a search.
      """
  )

  @OptionGroup var size: SizeOptions
  @Option(help: "Images in a batch.") var batch = 16
  @Option(help: "Repetitions, of which the median counts.") var repetitions = 15
  @Option(help: "Threads.") var threads = 1
  @Option(help: "The JSON file the table goes to.") var into = "latency.json"
  @Flag(help: "Print the table as JSON; no progress.") var json = false

  func validate() throws {
    for (name, value, range) in [
      ("batch", batch, 1...4096), ("repetitions", repetitions, 1...10_000),
      ("threads", threads, 1...256),
    ] where !range.contains(value) {
      throw ValidationError(
        "--\(name): expected \(range.lowerBound) to \(range.upperBound), got \(value)"
      )
    }
  }

  func run() throws {
    try Failure.reporting(json: json) {
      let space = BlockSpace.mobilenet
      let shape = size.applied(to: space.compactShape)
      let layout = space.layout(shape)
      var seen: Set<BlockSpace.Place> = []
      let work = zip(space.places(shape), layout.rows).filter { seen.insert($0.0).inserted }
        .flatMap { place, row in row.operations.map { (place, $0) } }
      let pool = ThreadPool(threads: threads)
      let line = ProgressLine(quiet: json)
      var baselines: [BlockSpace.Place: Double] = [:]
      var entries: [LatencyTable.Entry] = []
      for (number, (place, operation)) in work.enumerated() {
        line.update(operation, done: number, all: work.count, unit: "operations")
        if baselines[place] == nil { baselines[place] = time(nil, place, pool) }
        let own = time(operation, place, pool) - (baselines[place] ?? 0)
        entries.append(
          LatencyTable.Entry(
            operation: operation,
            inputs: place.layer.inputs,
            outputs: place.layer.outputs,
            stride: place.layer.stride,
            height: place.height,
            width: place.width,
            microseconds: max(0, own)
          )
        )
      }
      line.end()
      let table = LatencyTable(
        machine: Environment.manifest(threads: threads)["cpu"] ?? "unknown",
        threads: threads,
        entries: entries
      )
      let value = try JSONValue(encoding: table)
      try AtomicFile.write(Data((value.text + "\n").utf8), to: into)
      print(json ? value.text : "\(entries.count) operations: \(into)")
    }
  }

  /// Median microseconds an image of a forward pass through an operation and a classifier.
  private func time(_ id: String?, _ place: BlockSpace.Place, _ pool: ThreadPool) -> Double {
    let tape = Tape()
    let image = tape.input(
      height: place.height,
      width: place.width,
      channels: place.layer.inputs
    )
    var terms = [Term(image)]
    if let id, id != "skip_connect", let operation = OperationCatalog.operation(id) {
      let site = OperationSite(
        channels: place.layer.outputs,
        stride: place.layer.stride,
        isAffine: true,
        normalizesPools: false,
        name: "operation"
      )
      terms = operation.summands(on: tape, image, at: site).map { Term($0) }
    }
    tape.classifier(tape.node(terms, name: "sum"), classes: 10, name: "classifier")
    let execution = Execution(tape: tape, batch: batch, pool: pool)
    execution.initialize(seed: 1)
    let clock = ContinuousClock()
    let times = (0...repetitions).map { _ in
      clock.measure { execution.forward(count: batch, useBatchStatistics: false) }
    }
    let seconds = times.dropFirst().map {
      Double($0.components.seconds) + Double($0.components.attoseconds) * 1e-18
    }.sorted()
    return seconds[seconds.count / 2] * 1e6 / Double(batch)
  }
}
