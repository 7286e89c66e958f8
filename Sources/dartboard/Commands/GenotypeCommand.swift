import ArgumentParser
import Charts
import Engine
import Foundation
import Networks
import Records
import Reports

/// What can be asked of an architecture.
struct GenotypeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "genotype",
    abstract: "Count, show, compare and draw architectures.",
    subcommands: [Count.self, Show.self, Compare.self, Draw.self]
  )

  struct Count: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Count weights and multiply-adds of one image, exactly."
    )

    @Argument(help: ArchitectureArgument.help) var architecture: String
    @Option(help: ArchitectureArgument.spaceHelp) var space: String?
    @OptionGroup var size: SizeOptions
    @Flag(help: "With the auxiliary head of DARTS's evaluation.") var auxiliary = false
    @Option(help: "A latency table from `dartboard bench operations`; for blocks.")
    var latency: String?
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
      try Failure.reporting(json: json) {
        let given = try ArchitectureArgument.read(self.architecture, space: self.space)
        let (architecture, space) = (given.architecture, given.space)
        let shape = size.applied(to: given.evaluationShape)
        let tape = try space.network(
          architecture,
          shape,
          DerivedOptions(hasAuxiliaryHead: auxiliary)
        )
        var facts = tape.cost.entries.map { ($0.0, JSONValue.integer($0.1)) }
        if let latency {
          guard let blocks = space as? BlockSpace else {
            throw SpecError([
              SpecProblem(
                "--latency",
                expected: "an architecture of blocks, whose places in a network were measured",
                got: architecture.kindName
              )
            ])
          }
          let table = try LatencyFile.read(latency)
          facts.append(
            ("latencyMicroseconds", .number(try blocks.latency(of: architecture, shape, table)))
          )
        }
        Facts.print(facts, json: json)
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print an architecture, its canonical form and what it keeps."
    )

    @Argument(help: ArchitectureArgument.help) var architecture: String
    @Option(help: ArchitectureArgument.spaceHelp) var space: String?
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
      try Failure.reporting(json: json) {
        let given = try ArchitectureArgument.read(self.architecture, space: self.space)
        let (architecture, space) = (given.architecture, given.space)
        let labels = architecture.graphs.flatMap { $0.edges.map { $0.label } }
          .filter { !$0.isEmpty }
        let counts = Set(labels).sorted().map { name in
          (name, JSONValue.integer(labels.filter { $0 == name }.count))
        }
        Facts.print(
          [
            ("kind", .string(architecture.kindName)),
            ("space", .string(space.id)),
            ("text", .string(space.text(architecture))),
            ("canonical", .string(space.text(architecture.canonical))),
          ] + counts,
          json: json
        )
      }
    }
  }

  struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say whether two architectures are the same, and how far apart they are."
    )

    @Argument(help: ArchitectureArgument.help) var first: String
    @Argument(help: ArchitectureArgument.help) var second: String
    @Option(help: ArchitectureArgument.spaceHelp) var space: String?
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
      try Failure.reporting(json: json) {
        let one = try ArchitectureArgument.read(first, space: space).architecture
        let two = try ArchitectureArgument.read(second, space: space).architecture
        guard let distance = one.editDistance(to: two) else {
          throw SpecError([
            SpecProblem(
              "second architecture",
              expected: one.kindName,
              got: two.kindName,
              remedy: "compare architectures of one space"
            )
          ])
        }
        Facts.print(
          [
            ("equal", .bool(one == two)), ("isomorphic", .bool(one.isIsomorphic(to: two))),
            ("editDistance", .integer(distance)),
          ],
          json: json
        )
      }
    }
  }

  struct Draw: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Draw the cells of an architecture as PNG files."
    )

    @Argument(help: ArchitectureArgument.help) var architecture: String
    @Option(help: ArchitectureArgument.spaceHelp) var space: String?
    @Option(help: "The folder the files go to.") var into = "."
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
      try Failure.reporting(json: json) {
        let architecture = try ArchitectureArgument.read(self.architecture, space: space)
          .architecture
        do {
          try FileManager.default.createDirectory(
            atPath: into,
            withIntermediateDirectories: true
          )
        } catch {
          throw StoreError.io(
            path: into,
            action: "create the folder",
            reason: error.localizedDescription
          )
        }
        var paths: [JSONValue] = []
        for (name, figure) in ArchitectureFigures.all(architecture) {
          let path = "\(into)/\(name).png"
          try AtomicFile.write(try FigureRenderer(scale: 2).render(figure).png, to: path)
          paths.append(.string(path))
          if !json { print(path) }
        }
        if json { print(JSONValue.object(["files": .array(paths)]).text) }
      }
    }
  }
}

/// A latency table in a file.
enum LatencyFile {
  static func read(_ path: String) throws -> LatencyTable {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw SpecError([
        SpecProblem(path, expected: "a table of dartboard bench operations", got: "no such file")
      ])
    }
    do {
      return try JSONDecoder().decode(LatencyTable.self, from: data)
    } catch {
      throw SpecError([
        SpecProblem(path, expected: "a table of dartboard bench operations", got: "\(error)")
      ])
    }
  }
}
