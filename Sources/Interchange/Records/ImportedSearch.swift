public import Records

/// The description of a search that was run elsewhere: what its files say of it, and which files.
public struct ImportedSearch: RunSpecification, Hashable {
  /// The version of the format.
  public static let formatVersion = 1
  /// The name, `imported-search`.
  public static let kind = "imported-search"

  /// A file that was read.
  public struct Source: Sendable, Hashable, Codable {
    /// Its name without folders.
    public var name: String
    /// Its SHA-256.
    public var sha256: String

    /// Creates a source.
    public init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  /// What the run is called.
  public var name: String
  /// The importer: `robustdarts`, `log` or `trace`.
  public var source: String
  /// The files.
  public var files: [Source]
  /// The search space; nil when unknown.
  public var space: String?
  /// The method; nil when unknown.
  public var method: String?
  /// The data set; nil when unknown.
  public var dataset: String?
  /// The number of classes; nil when unknown.
  public var classes: Int?
  /// The seed; nil when unknown.
  public var seed: Int?
  /// Epochs that were planned; nil when unknown.
  public var plannedEpochs: Int?
  /// Weight decay of the weights; nil when unknown.
  public var weightDecay: Double?
  /// Drop-path probability at the last epoch; nil when unknown.
  public var dropPath: Double?
  /// Choices that reading took, such as what an accuracy file holds, each with its reason.
  public var decisions: [String]
  /// What is missing or damaged in the files.
  public var notes: [String]

  /// Creates a description of nothing.
  public init() {
    name = "imported"
    source = ""
    files = []
    decisions = []
    notes = []
  }

  /// Everything out of range.
  public func validate() -> [SpecProblem] { [] }

  /// The number of classes of data sets that published searches use.
  public static func classes(of dataset: String) -> Int? {
    switch dataset.lowercased().filter({ $0.isLetter || $0.isNumber }) {
    case "cifar10", "svhn", "mnist", "fashionmnist": 10
    case "cifar100": 100
    case "imagenet16120": 120
    case "imagenet": 1000
    default: nil
    }
  }
}
