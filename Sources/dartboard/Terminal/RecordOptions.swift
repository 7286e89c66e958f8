import ArgumentParser
import Records

/// Flags of every command that writes the record of a run.
struct RecordOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A checkpoint every so many seconds.",
      discussion: "One is written at SIGINT or SIGTERM and at the end in any case."
    )
  )
  var checkpointSeconds = 60.0

  @Option(help: "A checkpoint every so many steps, beside those by time; 0 for none.")
  var checkpointSteps = 0

  @Option(help: "A ledger entry every so many steps. No number of the run depends on it.")
  var ledgerInterval = 1

  func validate() throws {
    if !(checkpointSeconds >= 0) {
      throw ValidationError("--checkpoint-seconds: expected 0 or more, got \(checkpointSeconds)")
    }
    if checkpointSteps < 0 {
      throw ValidationError("--checkpoint-steps: expected 0 or more, got \(checkpointSteps)")
    }
    if ledgerInterval < 1 {
      throw ValidationError("--ledger-interval: expected 1 or more, got \(ledgerInterval)")
    }
  }

  var options: RunRecorder.Options {
    RunRecorder.Options(
      ledgerInterval: ledgerInterval,
      checkpointSteps: checkpointSteps,
      checkpointSeconds: checkpointSeconds
    )
  }
}
