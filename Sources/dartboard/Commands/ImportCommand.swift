import ArgumentParser
import Interchange
import Networks
import Records
import Reports
import Search

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Record searches that were run elsewhere, to diagnose and report them.",
    discussion: """
      robustdarts: a folder with runs of RobustDARTS at any depth, or one of their files. \
      log: a text log of quark0/darts, PC-DARTS, P-DARTS or a relative. \
      trace: JSON Lines, an object an epoch, as fixtures/peers/trace_logger.py writes it.

      All is read and checked before anything is written. Nothing is ever unpickled. The same files \
      give the same record, which is not written twice.
      """
  )

  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case robustdarts, log, trace
  }

  enum Meaning: String, CaseIterable, ExpressibleByArgument {
    case errors, accuracies
  }

  @Argument(help: "What the files are.") var kind: Kind
  @Argument(help: "A file or folder.") var path: String
  @Option(help: "The folder that holds run folders.") var out = "runs"
  @Option(help: "What the keys *_acc of an errors file hold when neither log nor derivatives tell.")
  var accKeys: Meaning?
  @Option(help: "The number of classes, when the files do not say.") var classes: Int?
  @Option(help: "Epochs that were planned, when the files do not say.") var planned: Int?
  @Flag(help: "Print the result as JSON.") var json = false

  func validate() throws {
    for (name, value, least) in [("--classes", classes, 2), ("--planned", planned, 1)] {
      if let value, value < least {
        throw ValidationError("\(name): expected \(least) or more, got \(value)")
      }
    }
  }

  func run() throws {
    try Failure.reporting(json: json) {
      var searches: [SearchImport] =
        switch kind {
        case .robustdarts:
          try RobustDARTSImport.read(path, holdsErrors: accKeys.map { $0 == .errors })
        case .log: [try LogImport.read(path)]
        case .trace: [try TraceImport.read(path, derive: TraceDerivation.cell)]
        }
      for place in searches.indices {
        searches[place].spec.classes = searches[place].spec.classes ?? classes
        searches[place].spec.plannedEpochs = searches[place].spec.plannedEpochs ?? planned
      }
      let outcomes = try ImportWriter.write(
        searches,
        store: out,
        manifest: Environment.manifest(threads: 1)
      )
      if json {
        print(JSONValue.array(zip(searches, outcomes).map(value)).text)
      } else {
        for (search, outcome) in zip(searches, outcomes) { show(search, outcome) }
      }
    }
  }

  private func value(_ search: SearchImport, _ outcome: ImportWriter.Outcome) -> JSONValue {
    .object([
      "run": .string(outcome.folder.path), "existed": .bool(outcome.existed),
      "epochs": .integer(search.epochs.count), "hessians": .integer(search.hessians.count),
      "isFinished": .bool(search.isFinished),
      "decisions": .array(search.spec.decisions.map { .string($0) }),
      "notes": .array(search.spec.notes.map { .string($0) }),
    ])
  }

  private func show(_ search: SearchImport, _ outcome: ImportWriter.Outcome) {
    let there = outcome.existed ? "  (there already)" : ""
    print(
      "\(outcome.folder.path)  \(search.epochs.count) epochs, \(search.hessians.count) Hessians"
        + there
    )
    for note in search.spec.decisions + search.spec.notes { print("  \(note)") }
  }
}
