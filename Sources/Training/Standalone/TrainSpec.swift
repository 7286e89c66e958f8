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
  /// The network: a normal and a reduction cell in any of the formats that describe them.
  public var genotype: String
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

  /// Creates the evaluation of DARTS (section 3.2), without its auxiliary head.
  public init() {
    name = "train"
    seed = 0
    genotype = ""
    channels = 36
    cells = 20
    data = DataSpec(cutout: 16)
    epochs = 600
    batch = 96
    weights = SGD.Options(finalRate: 0)
    dropPath = 0.2
    labelSmoothing = 0
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
    do {
      _ = try parsedGenotype()
    } catch {
      problems.append(SpecProblem("genotype", expected: "a genotype", got: "\(error)"))
    }
    return problems
  }

  /// The network's cells; nodes may keep other numbers of edges than two where the format says so.
  ///
  /// - Throws: `GenotypeError`.
  public func parsedGenotype() throws(GenotypeError) -> Genotype {
    guard let format = GenotypeFormatCatalog.detect(genotype), !(format is DARTSFormat) else {
      return try DARTSLiteral.parse(genotype)
    }
    let found = try format.read(genotype, operations: OperationCatalog.all.map { $0.id })
    guard case .genotype(let cells) = found else {
      throw .notRepresentable(
        format: "of a network trained alone",
        reason: "it needs a normal and a reduction cell, got \(found.kindName)"
      )
    }
    return cells
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
