public import Datasets
import Engine
public import Records

/// Which images a run uses.
public struct DataSpec: Sendable, Hashable, Codable {
  /// The data set's name.
  public var dataset: String
  /// Training images used, drawn by the seed; 0 for all.
  public var trainImages: Int
  /// Test images used, the first ones; 0 for all.
  public var testImages: Int
  /// `native`, or a factor as in `average-2` (means of blocks), or extents as in `pad-32`,
  /// `bilinear-16`.
  public var resize: String
  /// Whether training images are changed at random as is usual for the data set.
  public var augments: Bool
  /// Side of the cutout square in pixels, 0 for none.
  public var cutout: Int

  /// Creates a choice of images.
  public init(
    dataset: String = "synthetic",
    trainImages: Int = 0,
    testImages: Int = 0,
    resize: String = "native",
    augments: Bool = true,
    cutout: Int = 0
  ) {
    self.dataset = dataset
    self.trainImages = trainImages
    self.testImages = testImages
    self.resize = resize
    self.augments = augments
    self.cutout = cutout
  }

  /// What is out of range; `path` is the spec's path to this part.
  public func validate(_ path: String) -> [SpecProblem] {
    var problems: [SpecProblem] = []
    if !DatasetCatalog.names.contains(dataset) {
      problems.append(
        SpecProblem(
          "\(path).dataset",
          expected: "one of \(DatasetCatalog.names.joined(separator: ", "))",
          got: "'\(dataset)'",
          remedy: Spelling.nearest(dataset, in: DatasetCatalog.names)
            .map { "did you mean '\($0)'?" } ?? ""
        )
      )
    }
    for (name, value) in [
      ("trainImages", trainImages), ("testImages", testImages), ("cutout", cutout),
    ] where value < 0 {
      problems.append(SpecProblem("\(path).\(name)", expected: "0 or more", got: "\(value)"))
    }
    if parsedResize() == nil {
      problems.append(
        SpecProblem(
          "\(path).resize",
          expected: "native, average-N, pad-N or bilinear-N",
          got: "'\(resize)'"
        )
      )
    }
    return problems
  }

  private func parsedResize() -> Preparation.Resize?? {
    if resize == "native" { return .some(nil) }
    let parts = resize.split(separator: "-")
    guard parts.count == 2, let size = Int(parts[1]), (1...1024).contains(size) else { return nil }
    switch parts[0] {
    case "average": return .average(factor: size)
    case "pad": return .pad(height: size, width: size)
    case "bilinear": return .bilinear(height: size, width: size)
    default: return nil
    }
  }

  /// The images, prepared.
  public struct Loaded: Sendable {
    /// The training part as used.
    public let train: LabelledImages
    /// The test part as used.
    public let test: LabelledImages
    /// What values are normalized by, measured on `train` when measured.
    public let statistics: ChannelStatistics
    /// The changes of training images.
    public let augmentation: Augmentation
  }

  /// Loads and prepares both parts.
  ///
  /// - Throws: `DatasetError`.
  public func load(locations: DataLocations, seed: UInt64) throws(DatasetError) -> Loaded {
    let source = try DatasetCatalog.source(named: dataset)
    var preparation = source.defaultPreparation
    // Native means as stored: padding is for networks that need it, and ours does not.
    preparation.resize = (parsedResize() ?? nil) ?? .none
    let request = DatasetRequest(locations: locations, seed: seed)
    var train = try source.load(.train, request: request)
    if trainImages > 0 {
      train = train.sampled(trainImages, stream: RandomStream(seed: seed, name: "data/subset"))
    }
    train = try preparation.resized(train)
    var test = try source.load(.test, request: request)
    if testImages > 0, testImages < test.count { test = test.selected(Array(0..<testImages)) }
    test = try preparation.resized(test)
    var augmentation = augments ? source.defaultAugmentation : .none
    augmentation.cutout = cutout
    try augmentation.validate(height: train.height, width: train.width)
    return Loaded(
      train: train,
      test: test,
      statistics: preparation.statistics(training: train),
      augmentation: augmentation
    )
  }
}
