/// CIFAR-10: 50,000 + 10,000 colour photographs, 32x32, 10 classes.
///
/// References: A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009.
public enum CIFAR10: DatasetSource {
  /// The data set's name.
  public static let id = "cifar-10"
  /// One line for listings.
  public static let summary =
    "photographs, 32x32 colour, 10 classes, 50,000 + 10,000 images (binary version)"

  /// Mean and standard deviation of the training part as published with DARTS.
  public static let statistics = ChannelStatistics(
    mean: [0.491_399_68, 0.482_158_27, 0.446_531_24],
    standardDeviation: [0.247_032_33, 0.243_485_05, 0.261_587_68]
  )

  /// Normalized with the published statistics.
  public static var defaultPreparation: Preparation {
    Preparation(normalization: .given(statistics))
  }

  /// Crops out of 4 pixels of padding and mirror images, as in DARTS.
  public static var defaultAugmentation: Augmentation {
    Augmentation(cropPadding: 4, flips: true)
  }

  /// Class names by label.
  public static let classNames = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]

  /// Loads the training batches that exist, or the test batch.
  public static func load(
    _ part: DatasetPart,
    request: DatasetRequest
  ) throws(DatasetError) -> LabelledImages {
    try CIFARRecords(
      dataset: id,
      subfolders: [id, "cifar-10-batches-bin"],
      labelBytes: [CIFARRecords.LabelByte(name: "label", classCount: classNames.count)],
      classNames: classNames,
      absenceRemedy: "unpack the binary version (data_batch_1.bin to data_batch_5.bin, "
        + "test_batch.bin) into DIR/cifar-10 and pass --data-dir DIR (or set DARTBOARD_DATA=DIR)"
    ).load(
      part,
      files: part == .train ? (1...5).map { "data_batch_\($0).bin" } : ["test_batch.bin"],
      from: request.locations
    )
  }
}
