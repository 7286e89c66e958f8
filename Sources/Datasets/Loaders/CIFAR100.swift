/// CIFAR-100: 50,000 + 10,000 colour photographs, 32x32, 100 fine classes.
///
/// The coarse label of a record (20 classes) is checked and not used.
///
/// References: A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009.
public enum CIFAR100: DatasetSource {
  /// The data set's name.
  public static let id = "cifar-100"
  /// One line for listings.
  public static let summary =
    "photographs, 32x32 colour, 100 classes, 50,000 + 10,000 images (binary version)"

  /// Normalized with statistics measured on the training part.
  public static var defaultPreparation: Preparation { Preparation(normalization: .measured) }

  /// Crops out of 4 pixels of padding and mirror images, as for CIFAR-10.
  public static var defaultAugmentation: Augmentation { CIFAR10.defaultAugmentation }

  /// Fine class names by label.
  public static let classNames = """
    apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly \
    camel can castle caterpillar cattle chair chimpanzee clock cloud cockroach couch crab crocodile \
    cup dinosaur dolphin elephant flatfish forest fox girl hamster house kangaroo keyboard lamp \
    lawn_mower leopard lion lizard lobster man maple_tree motorcycle mountain mouse mushroom \
    oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree plain plate poppy porcupine \
    possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk skyscraper snail snake \
    spider squirrel streetcar sunflower sweet_pepper table tank telephone television tiger tractor \
    train trout tulip turtle wardrobe whale willow_tree wolf woman worm
    """.split(separator: " ").map(String.init)

  /// Loads `train.bin` or `test.bin`.
  public static func load(
    _ part: DatasetPart,
    request: DatasetRequest
  ) throws(DatasetError) -> LabelledImages {
    try CIFARRecords(
      dataset: id,
      subfolders: [id, "cifar-100-binary"],
      labelBytes: [
        CIFARRecords.LabelByte(name: "coarse label", classCount: 20),
        CIFARRecords.LabelByte(name: "fine label", classCount: classNames.count),
      ],
      classNames: classNames,
      absenceRemedy: "unpack the binary version (train.bin, test.bin) into DIR/cifar-100 and pass "
        + "--data-dir DIR (or set DARTBOARD_DATA=DIR)"
    ).load(part, files: ["\(part.rawValue).bin"], from: request.locations)
  }
}
