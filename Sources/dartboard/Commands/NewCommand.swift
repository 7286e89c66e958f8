import ArgumentParser
import Records
import Reports

struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Start something new.",
    subcommands: [NewNotebookCommand.self]
  )
}

struct NewNotebookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notebook",
    abstract: "Write a commented notebook to start from.",
    discussion: "It compares two methods on two seeds and runs as it is in about a minute."
  )

  @Argument(help: "The notebook's name; its report goes to reports/NAME.") var name: String
  @Option(help: "The folder that holds notebooks.") var folder = "notebooks-md"
  @Flag(help: "Print the result as JSON.") var json = false

  func run() throws {
    try Failure.reporting(json: json) {
      let path = try NotebookStarter.write(name, into: folder)
      if json { return print(JSONValue.object(["notebook": .string(path)]).text) }
      print("notebook: \(path)")
      print("next:     dartboard run \(path)")
    }
  }
}
