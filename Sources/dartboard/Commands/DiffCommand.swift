import ArgumentParser
import Records
import Search

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Say where two runs part: the first step, tensor and number.",
    discussion: """
      Compares manifests, specs, ledgers and checkpoints; runs that part are executed again up to that \
      step to find the first number that differs.

      Exit codes: 0 same, 1 different, 2 could not compare.
      """
  )

  @OptionGroup var common: CommonOptions
  @Argument(help: "A run's folder, or the beginning of its name in --out.") var first: String
  @Argument(help: "Another run.") var second: String
  @Flag(help: "Compare what is on disk only; execute nothing.") var noReplay = false

  func run() throws {
    var isSame = false
    try Failure.comparing(json: common.json) {
      let store = RunStore(root: common.out)
      let line = ProgressLine(quiet: common.json)
      let comparison = try RunComparison(
        try store.find(first),
        try store.find(second),
        executes: !noReplay,
        locations: common.locations,
        pool: common.pool
      ) { line.update("executing again", done: $0, all: $1) }
      line.end()
      print(common.json ? comparison.json.text : comparison.description)
      isSame = comparison.isSame
    }
    if !isSame { throw ExitCode(1) }
  }
}
