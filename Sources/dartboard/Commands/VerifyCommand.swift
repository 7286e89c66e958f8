import ArgumentParser
import Probes
import Records
import Search

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Execute a run again and compare every step with its ledger.",
    discussion: """
      A whole run is executed with its probes, and its events, history of alpha and result are compared \
      too. With --steps only those steps are, from the last checkpoint before them. Given a folder of \
      golden runs (specs and ledgers, such as fixtures/golden), each of them is executed and compared.

      Exit codes: 0 same, 1 different, 2 could not compare.
      """
  )

  @OptionGroup var common: CommonOptions
  @Argument(help: "A run's folder, the beginning of its name in --out, or golden runs.")
  var target: String
  @Option(help: "The steps to compare, such as 100..200; 0 is the state before the first.")
  var steps: String?
  @Flag(help: "Record golden runs anew: on purpose only, after a change that is meant.")
  var update = false

  func validate() throws {
    if steps != nil && range == nil {
      throw ValidationError("--steps: expected a..b with 0 <= a <= b, got '\(steps ?? "")'")
    }
    if update && !GoldenRuns(path: target).exists {
      throw ValidationError("--update: \(target) is no folder of golden runs")
    }
  }

  private var range: ClosedRange<Int>? {
    let ends = (steps ?? "").replacing("..", with: " ").split(separator: " ").map { Int($0) }
    guard ends.count == 2, let first = ends[0], let last = ends[1], first >= 0, first <= last
    else { return nil }
    return first...last
  }

  func run() throws {
    var isSame = false
    try Failure.comparing(json: common.json) {
      let golden = GoldenRuns(path: target)
      isSame = golden.exists ? try verify(golden) : try verifyRun()
    }
    if !isSame { throw ExitCode(1) }
  }

  private func verifyRun() throws -> Bool {
    let folder = try RunStore(root: common.out).find(target)
    let line = ProgressLine(quiet: common.json)
    let show = { (done: Int, all: Int) in line.update("verify", done: done, all: all) }
    let result =
      try range.map {
        try RunVerification.steps(
          $0,
          of: folder,
          locations: common.locations,
          pool: common.pool,
          progress: show
        )
      }
      ?? RunVerification.whole(
        folder,
        locations: common.locations,
        pool: common.pool,
        observers: { ProbeCatalog.observers($0.probes) },
        progress: show
      )
    line.end()
    let from = result.startedFrom.map { "the checkpoint of step \($0)" } ?? "its spec"
    var text: String
    if result.isSame {
      text =
        "same: steps \(result.first) to \(result.last), \(result.compared) ledger entries, "
        + "executed again from \(from)"
      if range == nil && folder.isFinished { text += "; events, alpha.npz and result.json as well" }
    } else {
      let parts = [result.state.map { "\($0)" }].compactMap { $0 } + result.files.map { "\($0)" }
      text = "different, executed again from \(from): \(parts.joined(separator: "; "))"
    }
    if common.json {
      var members: [String: JSONValue] = [
        "run": .string(folder.path), "same": .bool(result.isSame), "text": .string(text),
        "first": .integer(result.first), "last": .integer(result.last),
        "compared": .integer(result.compared),
        "files": .array(result.files.map { .string($0.name) }),
      ]
      if case .state(let step, let groups, _)? = result.state {
        members["step"] = .integer(step)
        members["groups"] = .array(groups.map { .string($0) })
      }
      print(JSONValue.object(members).text)
    } else {
      print(text)
    }
    return result.isSame
  }

  private func verify(_ golden: GoldenRuns) throws -> Bool {
    let line = ProgressLine(quiet: common.json)
    let runs = try golden.runs()
    var isSame = true
    var results: [JSONValue] = []
    for (index, (name, run)) in runs.enumerated() {
      line.update(name, done: index, all: runs.count, unit: "runs")
      let scratch = try ScratchRun(
        locations: common.locations,
        pool: common.pool,
        observers: { ProbeCatalog.observers($0.probes) }
      )
      defer { scratch.remove() }
      let folder = try golden.execute(run, in: scratch)
      if update { try golden.record(name, from: folder) }
      let outcome = try golden.compare(name, with: folder)
      isSame = isSame && outcome.isSame
      let text =
        outcome.isSame
        ? (update ? "recorded, " : "same, ") + "\(outcome.entries) ledger entries"
        : "different: "
          + (outcome.state.map { "\($0)" } ?? "event \(outcome.event ?? 0) is another")
      results.append(
        .object([
          "name": .string(name), "same": .bool(outcome.isSame), "text": .string(text),
          "entries": .integer(outcome.entries),
        ])
      )
      if !common.json {
        line.end()
        print("\(name): \(text)")
      }
    }
    if update {
      for name in try golden.removeStrays() where !common.json { print("\(name): removed") }
    }
    line.end()
    if common.json {
      print(JSONValue.object(["same": .bool(isSame), "runs": .array(results)]).text)
    }
    return isSame
  }
}
