public import Networks
public import Records

/// The training of one derived network alone.
public struct TrainSpec: RunSpecification, Hashable {
  /// The version of the format.
  public static let formatVersion = 1
  /// The name, `train`.
  public static let kind = "train"

  /// What the run is called.
  public var name: String
  /// The seed of everything random.
  public var seed: Int
  /// The network, in any of the text formats.
  public var genotype: String
  /// The space it belongs to; `auto` for the one that its notation tells.
  public var space: String
  /// The space when `space` is `user`.
  public var definition: SpaceDefinition
  /// Channels of the first cell.
  public var channels: Int
  /// The number of cells.
  public var cells: Int
  /// Which images.
  public var data: DataSpec
  /// The number of epochs.
  public var epochs: Int
  /// Images in a batch.
  public var batch: Int
  /// The optimizer of the weights.
  public var weights: SGD.Options
  /// Drop-path probability reached at the last epoch, rising linearly from 0.
  public var dropPath: Double
  /// Share of the target spread over all classes.
  public var labelSmoothing: Double
  /// Whether a second classifier after two thirds of the depth adds 0.4 times its loss to the
  /// gradients (DARTS, section 3.2); scores are those of the network alone.
  public var auxiliary: Bool

  /// What `space` is when the notation of the genotype tells it.
  public static let anySpace = "auto"

  /// Creates the evaluation of DARTS (section 3.2), without its auxiliary head.
  public init() {
    name = "train"
    seed = 0
    genotype = ""
    space = Self.anySpace
    definition = SpaceDefinition()
    channels = 36
    cells = 20
    data = DataSpec(cutout: 16)
    epochs = 600
    batch = 96
    weights = SGD.Options(finalRate: 0)
    dropPath = 0.2
    labelSmoothing = 0
    auxiliary = false
  }

  /// The space and the architecture that the spec names.
  ///
  /// - Throws: `GenotypeError` for a genotype that cannot be read or is of another space.
  public func architecture() throws(GenotypeError) -> (
    space: any SearchSpace, architecture: DescribedArchitecture
  ) {
    let isUsers = space == SpaceDefinition.id
    let vocabulary = isUsers ? definition.space.operations : GenotypeVocabulary.cells
    let found = try GenotypeFormatCatalog.read(genotype, operations: vocabulary)
    let named = isUsers ? definition.space : SpaceCatalog.space(space, holding: found)
    let own = named ?? SpaceCatalog.space(of: found)
    switch found {
    // Cells may come from any space of cells unless one is named.
    case .genotype where named == nil, .cells where named == nil: break
    // Which blocks may be skipped depends on the size of the images, as building tells.
    case .blocks(let blocks) where own is BlockSpace:
      guard blocks.count == cells else {
        throw .misfit(
          place: "cells",
          expected: "\(blocks.count), as many as the architecture has blocks",
          got: "\(cells)"
        )
      }
    default:
      let shape = NetworkShape(channels: channels, cells: cells)
      _ = try own.choices(of: found, in: own.layout(shape))
    }
    return (own, found)
  }

  /// Everything out of range.
  public func validate() -> [SpecProblem] {
    var problems = data.validate("data") + weights.validate("weights")
    for (name, value, range) in [
      ("channels", channels, 1...1024), ("cells", cells, 1...200), ("epochs", epochs, 1...100_000),
      ("batch", batch, 1...4096), ("seed", seed, 0...Int.max),
    ] where !range.contains(value) {
      problems.append(SpecProblem(name, value, outside: range))
    }
    if channels % 2 != 0 {
      problems.append(SpecProblem("channels", expected: "an even number", got: "\(channels)"))
    }
    for (name, value) in [("dropPath", dropPath), ("labelSmoothing", labelSmoothing)]
    where !(0..<1).contains(value) {
      problems.append(
        SpecProblem(name, expected: "0 or more and below 1", got: "\(value)")
      )
    }
    return problems + spaceProblems()
  }
}

extension TrainSpec {
  private func spaceProblems() -> [SpecProblem] {
    let known = [Self.anySpace] + SpaceCatalog.all.map { $0.id } + [SpaceDefinition.id]
    guard known.contains(space) else {
      return [
        SpecProblem(
          "space",
          expected: "one of \(known.joined(separator: ", "))",
          got: "'\(space)'",
          remedy: Spelling.suggestion(space, in: known)
        )
      ]
    }
    if space == SpaceDefinition.id {
      var checks = SpecChecks()
      checks.add(definition.problems(), below: "definition")
      if !checks.problems.isEmpty { return checks.problems }
    }
    if genotype.isEmpty {
      return [
        SpecProblem(
          "genotype",
          expected: "an architecture",
          got: "nothing",
          remedy: "name a literal, a file or a run with --genotype"
        )
      ]
    }
    guard (1...200).contains(cells), (1...1024).contains(channels) else { return [] }
    do {
      _ = try architecture()
      return []
    } catch {
      let kind = space == Self.anySpace ? "" : " of the space \(space)"
      return [
        SpecProblem(
          "genotype",
          expected: "an architecture" + kind,
          got: "a fault: \(error.problem)"
        )
      ]
    }
  }
}

extension SpecProblem {
  /// A whole number outside its range.
  public init(_ place: String, _ value: Int, outside range: ClosedRange<Int>) {
    let upper = range.upperBound == Int.max ? "or more" : "to \(range.upperBound)"
    self.init(place, expected: "\(range.lowerBound) \(upper)", got: "\(value)")
  }
}

extension SGD.Options {
  /// What is out of range.
  public func validate(_ path: String) -> [SpecProblem] {
    let values = [
      ("rate", rate), ("finalRate", finalRate), ("momentum", momentum), ("decay", decay),
      ("clip", clip),
    ]
    return values.compactMap { name, value in
      let isGood = value >= 0 && value.isFinite && (name != "momentum" || value < 1)
      return isGood
        ? nil
        : SpecProblem(
          "\(path).\(name)",
          expected: name == "momentum" ? "0 or more and below 1" : "0 or more",
          got: "\(value)"
        )
    }
  }
}
