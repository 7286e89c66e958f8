/// Fashion-MNIST: 60,000 + 10,000 gray images of clothing, 28x28, 10 classes.
///
/// References: H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST: a Novel Image Dataset for
/// Benchmarking Machine Learning Algorithms", 2017, arXiv:1708.07747.
public enum FashionMNIST: DatasetSource {
  /// The data set's name.
  public static let id = "fashion-mnist"
  /// One line for listings.
  public static let summary = "clothing, 28x28 gray, 10 classes, 60,000 + 10,000 images (IDX)"

  /// Padded to 32x32, because two reductions need extents divisible by four.
  public static var defaultPreparation: Preparation {
    Preparation(resize: .pad(height: 32, width: 32), normalization: .measured)
  }

  /// Small shifts and mirror images: no class is the mirror of another.
  public static var defaultAugmentation: Augmentation {
    Augmentation(cropPadding: 2, flips: true)
  }

  /// Class names by label.
  public static let classNames = [
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
    "Ankle boot",
  ]

  /// Loads one part from IDX files.
  public static func load(
    _ part: DatasetPart,
    request: DatasetRequest
  ) throws(DatasetError) -> LabelledImages {
    try IDXPair(
      dataset: id,
      classNames: classNames,
      otherNames: [MNIST.id],
      absenceRemedy: "install it (apt-get install dataset-fashion-mnist), or put its four files "
        + "into DIR/fashion-mnist and pass --data-dir DIR (or set DARTBOARD_DATA=DIR)"
    ).load(part, from: request.locations)
  }
}
