public import Networks
public import Records
public import Training

/// The complete description of a search.
public struct SearchSpec: RunSpecification, Hashable {
  /// The version of the format.
  public static let formatVersion = 1
  /// The name, `search`.
  public static let kind = "search"

  /// What the run is called.
  public var name: String
  /// The seed of everything random.
  public var seed: Int
  /// The search space.
  public var space: String
  /// How many earlier cells a cell reads, where the space lets one choose: `gold`.
  public var reach: Int
  /// The space when `space` is `user`.
  public var definition: SpaceDefinition
  /// The named method `choices` came from; informative beside them.
  public var method: String
  /// The method, axis by axis.
  public var choices: Method
  /// Channels of the first cell.
  public var channels: Int
  /// The number of cells.
  public var cells: Int
  /// Which images.
  public var data: DataSpec
  /// Share of the training images that trains the weights; the rest trains alpha.
  public var weightShare: Double
  /// The number of epochs over the weights' images.
  public var epochs: Int
  /// Images in a batch.
  public var batch: Int
  /// The optimizer of the weights.
  public var weights: SGD.Options
  /// The share of the target that is spread over all classes while the weights move.
  public var labelSmoothing: Double
  /// The optimizer of alpha.
  public var alpha: Adam.Options
  /// Which optimizer that is.
  public var alphaOptimizer: AlphaOptimizer
  /// The deviation of the normal numbers alpha starts at; 0 for zeros, 0.001 in the code of DARTS.
  public var alphaDeviation: Double
  /// What is measured after every epoch.
  public var probes: ProbeOptions

  /// The choices on the axes of a method, which a file may name by `kind` alone.
  public static var choices: SpecChoices { MethodChecks.table }

  /// An override as `SpecReader` takes it: an axis of the method may be named without `choices.`, and
  /// an axis alone chooses its kind.
  public static func expanded(override text: String) -> String {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let path = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let axes = Method().axes.map { $0.axis } + ["regularizers", "timing"]
    guard let first = path.first, axes.contains(String(first)) else { return text }
    return "choices." + text
  }

  /// Creates a DARTS search with the paper's settings (section 3.1.1).
  public init() {
    name = "search"
    seed = 0
    space = "darts"
    reach = 2
    definition = SpaceDefinition()
    method = "darts-v1"
    choices = Method()
    channels = 16
    cells = 8
    data = DataSpec()
    weightShare = 0.5
    epochs = 50
    batch = 64
    weights = SGD.Options()
    labelSmoothing = 0
    alpha = Adam.Options()
    alphaOptimizer = .adam
    alphaDeviation = 0
    probes = ProbeOptions()
  }

  /// The space that `space` names, nil when there is none.
  public var searchSpace: (any SearchSpace)? {
    if space == SpaceDefinition.id {
      return definition.problems().isEmpty ? definition.space : nil
    }
    guard reach != 2, (1...16).contains(reach) else { return SpaceCatalog.space(space) }
    return space == CellSpace.gold.id ? CellSpace.gold(reach: reach) : SpaceCatalog.space(space)
  }

  private func validateSpace() -> [SpecProblem] {
    var problems: [SpecProblem] = []
    if !(1...16).contains(reach) {
      problems.append(SpecProblem("reach", reach, outside: 1...16))
    } else if reach != 2 && space != CellSpace.gold.id {
      problems.append(
        SpecProblem(
          "reach",
          expected: "2 in the space \(space)",
          got: "\(reach)",
          remedy: "only the space gold lets cells look back further"
        )
      )
    }
    if space == SpaceDefinition.id {
      problems += definition.problems().map {
        SpecProblem(
          "definition.\($0.place)",
          expected: $0.expected,
          got: $0.got,
          remedy: $0.remedy
        )
      }
    }
    return problems
  }

  /// Everything out of range.
  public func validate() -> [SpecProblem] {
    var problems = data.validate("data") + weights.validate("weights")
    problems += probes.validate("probes") + validateSpace()
    for (name, value, range) in [
      ("channels", channels, 1...1024), ("cells", cells, 1...200), ("epochs", epochs, 1...100_000),
      ("batch", batch, 2...4096), ("seed", seed, 0...Int.max),
    ] where !range.contains(value) {
      problems.append(SpecProblem(name, value, outside: range))
    }
    if channels % 2 != 0 {
      problems.append(
        SpecProblem(
          "channels",
          expected: "an even number (a reduction writes two halves)",
          got: "\(channels)"
        )
      )
    }
    let divisor = choices.relaxation.channelDivisor
    if divisor > 0 && channels % divisor != 0 {
      problems.append(
        SpecProblem(
          "channels",
          expected: "a multiple of \(divisor), as 1/\(divisor) of the channels are mixed",
          got: "\(channels)",
          remedy: "choose other channels or relaxation.divisor"
        )
      )
    }
    var checks = SpecChecks()
    checks.range("labelSmoothing", labelSmoothing, 0..<1)
    checks.range("alphaDeviation", alphaDeviation, 0...10)
    problems += checks.problems
    if !(weightShare > 0 && weightShare < 1) {
      problems.append(
        SpecProblem("weightShare", expected: "above 0 and below 1", got: "\(weightShare)")
      )
    }
    let named: [(String, String, [String])] = [
      ("space", space, SpaceCatalog.all.map { $0.id } + [SpaceDefinition.id]),
      ("method", method, MethodCatalog.all.map { $0.id } + ["custom"]),
    ]
    for (place, value, known) in named where !known.contains(value) {
      problems.append(
        SpecProblem(
          place,
          expected: "one of \(known.joined(separator: ", "))",
          got: "'\(value)'",
          remedy: Spelling.nearest(value, in: known).map { "did you mean '\($0)'?" } ?? ""
        )
      )
    }
    if let space = SpaceCatalog.space(space) {
      problems += MethodChecks.problems(choices, space: space).map {
        SpecProblem("choices.\($0.place)", expected: $0.expected, got: $0.got, remedy: $0.remedy)
      }
    }
    return problems
  }
}

/// The optimizers of alpha.
public enum AlphaOptimizer: String, Sendable, Hashable, Codable {
  /// Adam (DARTS, section 3.1.1).
  case adam
  /// Stochastic gradient descent with momentum `beta1` (GOLD-NAS).
  case sgd
}
