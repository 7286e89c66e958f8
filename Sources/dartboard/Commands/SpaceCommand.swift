import ArgumentParser
import Engine
import Foundation
import Networks
import Records
import Search
import Training

/// What can be asked of a search space.
struct SpaceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "space",
    abstract: "Count, sample and look up in search spaces.",
    subcommands: [Count.self, Sample.self, Neighbours.self, Lookup.self]
  )

  /// Which space, and how far its cells look back.
  struct Choice: ParsableArguments {
    @Argument(help: "A space, or a YAML file that defines one; see `dartboard list spaces`.")
    var space: String
    @Option(help: "How many earlier cells a cell reads, where the space lets one choose.")
    var reach: Int?

    func resolved() throws -> any SearchSpace {
      var spec = SearchSpec()
      try SpaceArgument.apply(space, reach: reach, to: &spec)
      return try SpaceArgument.check(spec)
    }
  }

  struct Count: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Count weights and multiply-adds of a supernet, alphas and architectures."
    )

    @OptionGroup var choice: Choice
    @OptionGroup var size: SizeOptions
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
      try Failure.reporting(json: json) {
        let space = try choice.resolved()
        let shape = size.applied(to: space.paperShape)
        let layout = space.layout(shape)
        let cost = space.supernet(shape).cost
        Facts.print(
          cost.entries.map { ($0.0, JSONValue.integer($0.1)) } + [
            ("alphas", .integer(layout.count)),
            ("architectures", .string(layout.architectureCount.description)),
          ],
          json: json
        )
      }
    }
  }

  struct Sample: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Draw architectures uniformly, or list them all."
    )

    @OptionGroup var choice: Choice
    @OptionGroup var size: SizeOptions
    @Option(help: "How many.") var count = 1
    @Option(help: "The seed.") var seed = 0
    @Flag(help: "List every architecture, at most 100000.") var all = false
    @Flag(help: "Print a JSON array of texts.") var json = false

    func validate() throws {
      if !(1...1_000_000).contains(count) {
        throw ValidationError("--count: expected 1 to 1000000, got \(count)")
      }
      if seed < 0 { throw ValidationError("--seed: expected 0 or more, got \(seed)") }
    }

    func run() throws {
      try Failure.reporting(json: json) {
        let space = try choice.resolved()
        let layout = space.layout(size.applied(to: space.paperShape))
        var list = TextList(json: json)
        func show(_ choices: [AlphaChoice]) {
          list.add(space.text(space.architecture(choices, in: layout)))
        }
        if all {
          guard let total = layout.architectureCount.int, total <= 100_000 else {
            throw SpecError([
              SpecProblem(
                "--all",
                expected: "a space of at most 100000 architectures",
                got: layout.architectureCount.short,
                remedy: "draw some with --count"
              )
            ])
          }
          for index in 0..<total { show(layout.choices(at: index)) }
          return list.end()
        }
        let stream = RandomStream(seed: UInt64(seed), name: "space/sample")
        for number in 0..<count {
          var index: UInt64 = 0
          show(
            layout.randomChoices { bound in
              defer { index += 1 }
              return stream.integer(below: bound, step: UInt64(number), index: index)
            }
          )
        }
        list.end()
      }
    }
  }

  struct Neighbours: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the architectures one change away."
    )

    @OptionGroup var choice: Choice
    @Argument(help: ArchitectureArgument.help) var architecture: String
    @OptionGroup var size: SizeOptions
    @Flag(help: "Print a JSON array of texts.") var json = false

    func run() throws {
      try Failure.reporting(json: json) {
        let named = try choice.resolved()
        let given = try ArchitectureArgument.read(architecture, space: choice.space)
        let space = choice.reach == nil ? given.space : named
        // Where every cell or block is its own, the architecture says how many there are.
        var shape = space.paperShape
        shape.cells = given.listed ?? shape.cells
        let layout = space.layout(size.applied(to: shape))
        let own = try space.choices(of: given.architecture, in: layout)
        var list = TextList(json: json)
        for other in layout.neighbours(of: own) {
          list.add(space.text(space.architecture(other, in: layout)))
        }
        list.end()
      }
    }
  }

  struct Lookup: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Look a NAS-Bench-201 cell up in a table of true accuracies.",
      discussion: "The table is CSV with a header, a column 'arch' and columns of numbers."
    )

    @Argument(help: ArchitectureArgument.help) var architecture: String
    @Option(help: "The CSV file.") var table: String
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
      try Failure.reporting(json: json) {
        let architecture = try ArchitectureArgument.read(self.architecture).architecture
        guard case .nasBench201(let cell) = architecture else {
          throw SpecError([
            SpecProblem(
              "architecture",
              expected: "a cell of NAS-Bench-201",
              got: architecture.kindName
            )
          ])
        }
        guard let data = FileManager.default.contents(atPath: table) else {
          throw AccuracyTableError(
            file: table,
            line: 1,
            expected: "a CSV file",
            got: "no such file"
          )
        }
        let table = try AccuracyTable(
          csv: String(decoding: data, as: UTF8.self),
          file: self.table
        )
        guard let values = table[cell] else {
          throw AccuracyTableError(
            file: self.table,
            line: 1,
            expected: "a row for \(cell.text)",
            got: "\(table.count) other architectures"
          )
        }
        Facts.print(
          [("arch", .string(cell.text))]
            + zip(table.columns, values).map { ($0, JSONValue.number($1)) },
          json: json
        )
      }
    }
  }
}

/// A space as users give it.
enum SpaceArgument {
  /// Puts a named space, or one defined in a YAML file, into a spec.
  static func apply(_ argument: String, reach: Int?, to spec: inout SearchSpec) throws {
    spec.reach = reach ?? spec.reach
    guard argument.hasSuffix(".yaml") || argument.hasSuffix(".yml") else {
      spec.space = argument
      return
    }
    guard let data = FileManager.default.contents(atPath: argument) else {
      throw SpecError([
        SpecProblem(argument, expected: "a readable YAML file", got: "no such file")
      ])
    }
    spec.definition = try SpecReader.read(
      SpaceDefinition.self,
      yaml: String(decoding: data, as: UTF8.self),
      file: argument
    )
    spec.space = SpaceDefinition.id
  }

  /// The space that a spec names.
  ///
  /// - Throws: `SpecError` with what is wrong with it, whatever else the spec says.
  @discardableResult
  static func check(_ spec: SearchSpec) throws -> any SearchSpace {
    let problems = spec.validate().filter { problem in
      ["space", "definition", "reach"].contains { problem.place.hasPrefix($0) }
    }
    guard problems.isEmpty, let found = spec.searchSpace else { throw SpecError(problems) }
    return found
  }
}
