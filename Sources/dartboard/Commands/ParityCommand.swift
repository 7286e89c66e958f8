import ArgumentParser
import Engine
import Foundation
import Networks
import Records

/// Compares the engine with another program; `make parity` runs it against PyTorch.
struct ParityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parity",
    abstract: "Compare the engine with another program's loss, gradients and curvature.",
    shouldDisplay: false,
    subcommands: [Export.self, Check.self, Cost.self]
  )

  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write networks, weights, alpha and images as safetensors, a file a case."
    )

    @Argument(help: "The folder to write to; created when absent.") var folder: String
    @Flag(help: "Only the cases that are kept as test vectors.") var small = false
    @Flag(help: "Print the files as JSON.") var json = false

    func run() throws {
      try Failure.reporting(json: json) {
        try FileManager.default.createDirectory(
          atPath: folder,
          withIntermediateDirectories: true
        )
        let files = try (small ? ParityCase.small : ParityCase.all).map { parity in
          let file = "\(folder)/\(parity.id).safetensors"
          try AtomicFile.write(parity.tensors.data(), to: file)
          return file
        }
        print(
          json ? JSONValue.array(files.map { .string($0) }).text : files.joined(separator: "\n")
        )
      }
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Compute the cases of a folder and compare them with the peer's answers."
    )

    @Argument(help: "The folder of `export`, with NAME.answers.safetensors beside each case.")
    var folder: String
    @Option(help: "Threads; the result does not depend on them.") var threads = 1
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
      try Failure.reporting(json: json) {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        let suffix = ".answers.safetensors"
        let cases = names.filter { $0.hasSuffix(suffix) }.map { $0.dropLast(suffix.count) }
        guard !cases.isEmpty else {
          throw ParityError.missing("answers: no file ends in \(suffix)")
        }
        let pool = ThreadPool(threads: threads)
        var members: [String: JSONValue] = [:]
        var failed: [String] = []
        for name in cases {
          let parity = try ParityCase(Self.read("\(folder)/\(name).safetensors"))
          let theirs = try Self.read("\(folder)/\(name)\(suffix)").tensors.compactMapValues {
            $0.numbers
          }
          let comparison = try ParityComparison(
            ours: ParityAnswers(parity, pool: pool).values,
            theirs: theirs,
            precision: parity.precision
          )
          members[parity.id] = comparison.json
          failed += comparison.rows.filter { !$0.isGood }.map { "\(parity.id) \($0.name)" }
          if !json { Self.show(parity.id, comparison) }
        }
        if json { print(JSONValue.object(members).text) }
        if !failed.isEmpty { throw ParityError.differs(failed) }
      }
    }

    private static func read(_ path: String) throws -> SafeTensors {
      try SafeTensors(data: try Data(contentsOf: URL(filePath: path)))
    }

    private static func show(_ name: String, _ comparison: ParityComparison) {
      print(name)
      for row in comparison.rows {
        let name = row.name.padding(toLength: 16, withPad: " ", startingAt: 0)
        let error = String(format: "%.1e of %.0e allowed", row.error, row.tolerance)
        let worst = String(format: "worst of %d: %.1e", row.tensors, row.worst)
        let text = "  \(row.isGood ? "ok" : "--") \(name) \(error)"
        print(row.tensors > 1 ? "\(text); \(worst) \(row.worstName)" : text)
      }
    }
  }

  struct Cost: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Time products with the Hessian against gradients, on the DARTS supernet."
    )

    @Option(help: "Channels of the first cell.") var channels = 8
    @Option(help: "Cells.") var cells = 5
    @Option(help: "Height and width of the images.") var size = 16
    @Option(help: "Images in the batch.") var batch = 64
    @Option(help: "Measurements, of which the median counts.") var repeats = 5
    @Option(help: "Threads.") var threads = 2
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
      let cost = CurvatureCost(
        NetworkShape(channels: channels, cells: cells, height: size, width: size),
        batch: batch,
        repeats: max(1, repeats),
        pool: ThreadPool(threads: threads)
      )
      let rows = [
        ("gradientInAlpha", cost.gradient, cost.gradient),
        ("gradientInAlphaAndWeights", cost.weightGradient, cost.gradient),
        ("productInAlpha", cost.product, cost.gradient),
        ("mixedProduct", cost.mixedProduct, cost.gradient),
        ("productInAlphaAndWeights", cost.fullProduct, cost.weightGradient),
      ]
      if json {
        let values = rows.map { name, seconds, base in
          (name, JSONValue.object(["seconds": .number(seconds), "ratio": .number(seconds / base)]))
        }
        print(JSONValue.object(Dictionary(uniqueKeysWithValues: values)).text)
      } else {
        for (name, seconds, base) in rows {
          let label = name.padding(toLength: 28, withPad: " ", startingAt: 0)
          print(label + String(format: "%8.4f s, %.2f gradients", seconds, seconds / base))
        }
      }
    }
  }
}
