/// All data sets, in the order of listings.
public enum DatasetCatalog {
  /// One line per file in `Loaders`.
  public static let all: [any DatasetSource.Type] = [
    CIFAR10.self,
    CIFAR100.self,
    FashionMNIST.self,
    MNIST.self,
    SyntheticTask.self,
  ]

  /// The names of all data sets, in catalogue order.
  public static var names: [String] { all.map { $0.id } }

  /// The data set of that name.
  ///
  /// - Throws: `DatasetError.unknownDataset` with the known names.
  public static func source(named name: String) throws(DatasetError) -> any DatasetSource.Type {
    guard let source = all.first(where: { $0.id == name }) else {
      throw .unknownDataset(name: name, known: names)
    }
    return source
  }

  /// Loads one part of the data set of that name.
  public static func load(
    _ name: String,
    part: DatasetPart,
    request: DatasetRequest
  ) throws(DatasetError) -> LabelledImages {
    try source(named: name).load(part, request: request)
  }
}
