import Networks
public import Records
import Search
public import Training

/// What a notebook trains alone: the architectures of a search, each under every seed.
public struct TrainBlock: RunSpecification, Hashable {
  /// The version of the format.
  public static let formatVersion = 1
  /// The name, `train-block`.
  public static let kind = "train-block"

  /// What panels call the block, and the beginning of the names of its runs.
  public var name: String
  /// The searches whose architectures are trained; empty for the one above.
  public var of: [String]
  /// `derived`, or `sampled` for those of the ranking probe.
  public var architectures: String
  /// The seeds each architecture is trained under.
  public var seeds: [Int]
  /// The training; genotype, name and seed come from the block.
  public var training: TrainSpec

  /// Creates a block that trains the derived architecture once.
  public init() {
    name = "train"
    of = []
    architectures = "derived"
    seeds = [0]
    training = TrainSpec()
  }

  /// Everything out of range.
  public func validate() -> [SpecProblem] {
    var problems: [SpecProblem] = []
    if !["derived", "sampled"].contains(architectures) {
      problems.append(
        SpecProblem("architectures", expected: "derived or sampled", got: "'\(architectures)'")
      )
    }
    if seeds.isEmpty || Set(seeds).count != seeds.count || seeds.contains(where: { $0 < 0 }) {
      problems.append(
        SpecProblem("seeds", expected: "different whole numbers, 0 or more", got: "\(seeds)")
      )
    }
    var training = training
    // Only a placeholder: the search says which, and of which space.
    training.space = TrainSpec.anySpace
    training.genotype = DARTSLiteral.text(ArchitecturePlaceholder.genotype)
    problems += training.validate().map { problem in
      SpecProblem(
        "training.\(problem.place)",
        expected: problem.expected,
        got: problem.got,
        remedy: problem.remedy
      )
    }
    return problems
  }

  /// The training of one architecture of a search under one seed.
  func spec(genotype: String, of search: SearchSpec, seed: Int) -> TrainSpec {
    var spec = training
    spec.name = name
    spec.genotype = genotype
    spec.seed = seed
    if search.space == SpaceDefinition.id {
      spec.space = search.space
      spec.definition = search.definition
    }
    return spec
  }
}

/// A genotype that can be built, where none is known yet.
enum ArchitecturePlaceholder {
  static let genotype: Genotype = {
    let cell = CellGenotype(nodes: [
      [
        GenotypeEdge(operation: "skip_connect", source: 0),
        GenotypeEdge(operation: "skip_connect", source: 1),
      ]
    ])
    return Genotype(normal: cell, reduce: cell)
  }()
}

/// How a training alone ended.
public struct StandaloneResult: Sendable, Hashable {
  /// The architecture, as a DARTS literal.
  public let genotype: String
  /// The training's seed.
  public let seed: Int
  /// On the test images after the last epoch.
  public let test: Score
  /// The run's folder name.
  public let run: String
}
