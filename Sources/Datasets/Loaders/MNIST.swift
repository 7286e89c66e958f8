/// MNIST: 60,000 + 10,000 gray images of handwritten digits, 28x28, 10 classes.
///
/// References: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-Based Learning Applied to
/// Document Recognition", Proceedings of the IEEE 86(11), 1998.
public enum MNIST: DatasetSource {
  /// The data set's name.
  public static let id = "mnist"
  /// One line for listings.
  public static let summary = "digits, 28x28 gray, 10 classes, 60,000 + 10,000 images (IDX)"

  /// Padded to 32x32, because two reductions need extents divisible by four.
  public static var defaultPreparation: Preparation {
    Preparation(resize: .pad(height: 32, width: 32), normalization: .measured)
  }

  /// Small shifts only: a mirrored digit is no digit.
  public static var defaultAugmentation: Augmentation { Augmentation(cropPadding: 2, flips: false) }

  /// Class names by label.
  public static let classNames = (0..<10).map(String.init)

  /// Loads one part from IDX files.
  public static func load(
    _ part: DatasetPart,
    request: DatasetRequest
  ) throws(DatasetError) -> LabelledImages {
    try IDXPair(
      dataset: id,
      classNames: classNames,
      otherNames: [FashionMNIST.id],
      absenceRemedy: "put its four files into DIR/mnist and pass --data-dir DIR "
        + "(or set DARTBOARD_DATA=DIR)"
    ).load(part, from: request.locations)
  }
}
