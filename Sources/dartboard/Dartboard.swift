import ArgumentParser
import Engine

/// The command line.
@main
struct Dartboard: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dartboard",
    abstract: "A workbench for differentiable architecture search.",
    discussion: """
      Runs searches that are the same bit for bit every time, watches them with probes, and renders \
      reports that say what happened.

      Exit codes: 0 done, 1 the run failed, 2 a run or its files cannot be used, 64 bad command \
      line, spec or notebook, 66 data set not found or damaged, 130 and 143 stopped by SIGINT or \
      SIGTERM with a checkpoint written. verify and diff: 0 same, 1 different, 2 could not compare.
      """,
    version: Version.text,
    subcommands: [
      RunCommand.self,
      CheckCommand.self,
      NewCommand.self,
      SearchCommand.self,
      TrainCommand.self,
      ResumeCommand.self,
      VerifyCommand.self,
      DiffCommand.self,
      DiagnoseCommand.self,
      ReportCommand.self,
      ExplainCommand.self,
      RunsCommand.self,
      ImportCommand.self,
      DetectorCommand.self,
      ExportCommand.self,
      ListCommand.self,
      SchemaCommand.self,
      SpaceCommand.self,
      GenotypeCommand.self,
      BenchCommand.self,
      ParityCommand.self,
      DoctorCommand.self,
    ]
  )

  /// Pins OpenBLAS's kernels, then runs the command.
  static func main() {
    BLASCore.pin()
    main(nil)
  }
}

/// The version of the program.
enum Version {
  static let text = "0.1.0"
}
