import ArgumentParser
import Probes
import Records
import Reports

struct DiagnoseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose",
    abstract: "Say whether searches collapsed, when, and why.",
    discussion: """
      Works on a search in progress, on finished ones and on imported ones. Verdicts: healthy, \
      collapsing, collapsed, not-trained, undecided. With --json one run gives an object, several \
      give a list of objects.
      """
  )

  @Argument(help: "Folders of runs, or names of runs in the store.") var runs: [String]
  @Option(help: "The folder that holds run folders.") var out = "runs"
  @Option(help: "Verdicts that give exit code 3, separated by commas, such as collapsed.")
  var failOn: String?
  @Option(help: "Look at the first epochs only, as if the search were still running.")
  var epochs: Int?
  @Flag(help: "Print the result as JSON.") var json = false

  func validate() throws {
    if runs.isEmpty { throw ValidationError("RUN: expected at least one run, got none") }
    if let epochs, epochs < 1 {
      throw ValidationError("--epochs: expected 1 or more, got \(epochs)")
    }
    _ = try failures()
  }

  private func failures() throws -> Set<SearchHealth> {
    let words = failOn?.split(separator: ",").map { String($0) } ?? []
    return Set(
      try words.map { word in
        guard let verdict = SearchHealth(rawValue: word) else {
          let known = SearchHealth.allCases.map { $0.rawValue }
          let hint = Spelling.suggestion(word, in: known)
          throw ValidationError(
            "--fail-on: expected one of \(known.joined(separator: ", ")), got '\(word)'"
              + (hint.isEmpty ? "" : "; \(hint)")
          )
        }
        return verdict
      }
    )
  }

  func run() throws {
    let failures = try failures()
    try Failure.reporting(json: json) {
      let store = RunStore(root: out)
      var results: [(folder: RunFolder, verdict: CollapseVerdict)] = []
      for run in runs {
        let folder = try store.find(run)
        var history = try HistoryReader.read(folder)
        if let epochs { history = history.prefix(epochs: epochs) }
        results.append((folder, CollapseJudge().judge(history)))
      }
      if json {
        let values = try results.map { try value($0.folder, $0.verdict) }
        print((values.count == 1 ? values[0] : .array(values)).text)
      } else {
        for (index, result) in results.enumerated() {
          if index > 0 { print("") }
          show(result.folder, result.verdict)
        }
      }
      if results.contains(where: { failures.contains($0.verdict.verdict) }) { throw ExitCode(3) }
    }
  }

  private func value(_ folder: RunFolder, _ verdict: CollapseVerdict) throws -> JSONValue {
    guard case .object(var members) = try JSONValue(encoding: verdict) else { return .null }
    members["run"] = .string(folder.path)
    members["name"] = .string(folder.name)
    return .object(members)
  }

  private func show(_ folder: RunFolder, _ verdict: CollapseVerdict) {
    print("\(folder.name): \(VerdictText.headline(verdict))")
    for evidence in verdict.evidence {
      print("  [\(evidence.points.rawValue)] \(evidence.text)")
    }
    for remedy in verdict.remedies {
      print("  try: " + (remedy.method.map { "\($0): " } ?? "") + remedy.advice)
    }
  }
}
