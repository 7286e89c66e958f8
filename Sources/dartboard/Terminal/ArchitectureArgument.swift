import ArgumentParser
import Engine
import Foundation
import Networks
import Records
import Search
import Training

/// An architecture as users give it, with the space it belongs to.
struct GivenArchitecture {
  /// The architecture.
  let architecture: DescribedArchitecture
  /// The space whose networks it builds.
  let space: any SearchSpace
  /// What a spec calls the space; `auto` when the notation of the architecture tells it.
  let spaceName: String
  /// The space when `spaceName` is `user`.
  let definition: SpaceDefinition

  /// The architecture as its space writes it.
  let text: String

  /// How many cells or blocks it lists, where each is its own; nil where cells are repeated.
  var listed: Int? {
    switch architecture {
    case .cells(let cells): cells.count
    case .blocks(let blocks): blocks.count
    case .genotype, .nasBench201: nil
    }
  }

  /// The size at which such architectures are trained in their papers.
  var evaluationShape: NetworkShape {
    switch architecture {
    case .genotype: NetworkShape(channels: 36, cells: 20)
    case .cells(let cells): NetworkShape(channels: 36, cells: cells.count)
    case .nasBench201: NASBench201Space.standard.paperShape
    case .blocks: compactShape
    }
  }

  /// The size at which a processor trains them in minutes.
  var compactShape: NetworkShape {
    switch architecture {
    case .genotype: NetworkShape(channels: 16, cells: 8)
    case .cells(let cells): NetworkShape(channels: 16, cells: cells.count)
    case .nasBench201: NetworkShape(channels: 16, cells: 5, stemMultiplier: 1)
    case .blocks(let blocks):
      NetworkShape(
        channels: BlockSpace.mobilenet.compactTable.stem,
        cells: blocks.count,
        stemMultiplier: 1
      )
    }
  }
}

/// An architecture on the command line.
enum ArchitectureArgument {
  static let help: ArgumentHelp =
    "A published name, a literal or string of any format, a file with one, or a run's folder."
  static let spaceHelp: ArgumentHelp =
    "The space it belongs to, or a YAML file that defines one; by default its notation or run tells."

  /// The architecture that an argument names or is.
  ///
  /// - Parameter space: the space it must belong to, as users give it.
  static func read(_ argument: String, space: String? = nil) throws -> GivenArchitecture {
    var spec = SearchSpec()
    spec.space = TrainSpec.anySpace
    let text = try text(argument, &spec)
    if let space { try SpaceArgument.apply(space, reach: nil, to: &spec) }
    let isUsers = spec.space == SpaceDefinition.id
    if space != nil { try SpaceArgument.check(spec) }
    let vocabulary = isUsers ? spec.definition.space.operations : GenotypeVocabulary.cells
    let architecture = try GenotypeFormatCatalog.read(text, operations: vocabulary)
    let named =
      isUsers ? spec.searchSpace : SpaceCatalog.space(spec.space, holding: architecture)
    let found = named ?? SpaceCatalog.space(of: architecture)
    let written = found.text(architecture)
    let given = GivenArchitecture(
      architecture: architecture,
      space: found,
      spaceName: space != nil || isUsers ? spec.space : TrainSpec.anySpace,
      definition: spec.definition,
      text: written.isEmpty ? text : written
    )
    // Cells may come from any space of cells unless one is named; which blocks may be skipped depends on
    // the size of the image.
    if named == nil { return given }
    if case .blocks = architecture { return given }
    _ = try found.choices(of: architecture, in: found.layout(given.compactShape))
    return given
  }

  /// The text an argument names or is; a run's folder also says which space.
  private static func text(_ argument: String, _ spec: inout SearchSpec) throws -> String {
    if let published = PublishedGenotype.named(argument) {
      return CellSpace.darts.text(.genotype(published.genotype))
    }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: argument, isDirectory: &isFolder) {
      if isFolder.boolValue { return try derived(RunFolder(path: argument), &spec) }
      guard let data = FileManager.default.contents(atPath: argument) else {
        throw StoreError.io(path: argument, action: "read the file", reason: "no permission")
      }
      return String(decoding: data, as: UTF8.self)
    }
    if argument.allSatisfy({ $0.isLetter || $0.isNumber || "_-./".contains($0) }) {
      let known = PublishedGenotype.all.map { $0.name }
      throw SpecError([
        SpecProblem(
          "architecture",
          expected: "a literal, a file, a run's folder or one of \(known.joined(separator: ", "))",
          got: argument.isEmpty ? "nothing" : "'\(argument)'",
          remedy: Spelling.suggestion(argument, in: known)
        )
      ])
    }
    return argument
  }

  /// What a finished search derived, or what a training trains.
  private static func derived(_ folder: RunFolder, _ spec: inout SearchSpec) throws -> String {
    if try folder.read("spec.json")["kind"] == .string(TrainSpec.kind) {
      let training = try folder.spec(as: TrainSpec.self)
      (spec.space, spec.definition) = (training.space, training.definition)
      return training.genotype
    }
    let search = try folder.spec(as: SearchSpec.self)
    (spec.space, spec.definition) = (search.space, search.definition)
    guard folder.isFinished else {
      throw StoreError.noRun(
        path: folder.file("result.json"),
        hint: "the search has not ended; go on with: dartboard resume \(folder.path)"
      )
    }
    return try folder.read("result.json").decoded(as: SearchFinished.self).genotype
  }
}

/// The size of a network on the command line.
struct SizeOptions: ParsableArguments {
  @Option(help: "Channels of the first cell, or of the stem.") var channels: Int?
  @Option(help: "The number of cells, or of searched blocks.") var cells: Int?
  @Option(help: "The number of classes.") var classes: Int?
  @Option(help: "Height and width of the image in pixels.") var size: Int?
  @Option(help: "Channels of the image.") var imageChannels: Int?

  func validate() throws {
    for (name, value, range) in [
      ("channels", channels, 1...4096), ("cells", cells, 1...400),
      ("classes", classes, 1...100_000),
      ("size", size, 4...1024), ("image-channels", imageChannels, 1...64),
    ] {
      if let value, !range.contains(value) {
        throw ValidationError(
          "--\(name): expected \(range.lowerBound) to \(range.upperBound), got \(value)"
        )
      }
    }
    if let channels, channels % 2 != 0 {
      throw ValidationError("--channels: expected an even number, got \(channels)")
    }
  }

  /// `shape` with what was given in place.
  func applied(to shape: NetworkShape) -> NetworkShape {
    var result = shape
    result.channels = channels ?? shape.channels
    result.cells = cells ?? shape.cells
    result.classes = classes ?? shape.classes
    result.height = size ?? shape.height
    result.width = size ?? shape.width
    result.imageChannels = imageChannels ?? shape.imageChannels
    return result
  }
}

extension NetworkCost {
  /// The counts by name, in the order they are printed.
  var entries: [(String, Int)] {
    [
      ("parameters", parameters), ("multiplyAdds", multiplyAdds),
      ("convolutionMultiplyAdds", convolutionMultiplyAdds),
      ("linearMultiplyAdds", linearMultiplyAdds),
    ]
  }
}

/// Prints names and values as JSON or aligned.
enum Facts {
  static func print(_ facts: [(String, JSONValue)], json: Bool) {
    if json {
      let table = Dictionary(facts, uniquingKeysWith: { first, _ in first })
      Swift.print(JSONValue.object(table).text)
      return
    }
    let width = facts.map { $0.0.count }.max() ?? 0
    for (name, value) in facts {
      let text: String
      if case .string(let string) = value { text = string } else { text = value.text }
      Swift.print(name + String(repeating: " ", count: width - name.count + 2) + text)
    }
  }
}

/// Texts printed one a line, or at the end as one JSON array.
struct TextList {
  let json: Bool
  private var texts: [JSONValue] = []

  init(json: Bool) {
    self.json = json
  }

  mutating func add(_ text: String) {
    if json { texts.append(.string(text)) } else { print(text) }
  }

  func end() {
    if json { print(JSONValue.array(texts).text) }
  }
}
