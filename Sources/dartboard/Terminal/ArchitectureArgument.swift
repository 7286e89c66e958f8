import ArgumentParser
import Engine
import Foundation
import Networks
import Records
import Search

/// An architecture as users give it.
enum ArchitectureArgument {
  static let help: ArgumentHelp =
    "A published name, a literal or string of any format, a file with one, or a run's folder."

  /// The architecture that an argument names or is.
  static func read(_ argument: String) throws -> DescribedArchitecture {
    if let published = PublishedGenotype.named(argument) { return .genotype(published.genotype) }
    let isWord = argument.allSatisfy { $0.isLetter || $0.isNumber || "_-.".contains($0) }
    if isWord && !FileManager.default.fileExists(atPath: argument) {
      let known = PublishedGenotype.all.map { $0.name }
      throw SpecError([
        SpecProblem(
          "architecture",
          expected: "a literal, a file, a run's folder or one of \(known.joined(separator: ", "))",
          got: "'\(argument)'",
          remedy: Spelling.nearest(argument, in: known).map { "did you mean '\($0)'?" } ?? ""
        )
      ])
    }
    return try GenotypeFormatCatalog.read(try GenotypeArgument.text(argument))
  }

  /// The space whose networks an architecture builds.
  static func space(of architecture: DescribedArchitecture) -> any SearchSpace {
    switch architecture {
    case .genotype: CellSpace.darts
    case .cells(let cells): CellSpace.gold(reach: cells.first?.inputs ?? 2)
    case .nasBench201: NASBench201Space.standard
    case .blocks: BlockSpace.mobilenet
    }
  }

  /// The size at which an architecture is trained in its paper.
  static func evaluationShape(_ architecture: DescribedArchitecture) -> NetworkShape {
    switch architecture {
    case .genotype: NetworkShape(channels: 36, cells: 20)
    case .cells(let cells): NetworkShape(channels: 36, cells: cells.count)
    case .nasBench201: NASBench201Space.standard.paperShape
    case .blocks(let blocks):
      NetworkShape(
        channels: BlockSpace.mobilenet.compactTable.stem,
        cells: blocks.count,
        stemMultiplier: 1
      )
    }
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
