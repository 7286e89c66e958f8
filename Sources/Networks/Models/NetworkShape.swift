/// The extents of a network built of cells.
public struct NetworkShape: Sendable, Hashable, Codable {
  /// Channels of the first cell.
  public var channels: Int
  /// The number of cells; reduction cells stand at one and two thirds of it.
  public var cells: Int
  /// Height of the image in pixels.
  public var height: Int
  /// Width of the image in pixels.
  public var width: Int
  /// Channels of the image.
  public var imageChannels: Int
  /// The number of classes.
  public var classes: Int
  /// Channels of the stem over `channels`.
  public var stemMultiplier: Int

  /// Creates a shape; the defaults are those of a DARTS search on CIFAR-10.
  public init(
    channels: Int = 16,
    cells: Int = 8,
    height: Int = 32,
    width: Int = 32,
    imageChannels: Int = 3,
    classes: Int = 10,
    stemMultiplier: Int = 3
  ) {
    self.channels = channels
    self.cells = cells
    self.height = height
    self.width = width
    self.imageChannels = imageChannels
    self.classes = classes
    self.stemMultiplier = stemMultiplier
  }

  /// The kind of each cell (DARTS, section 3.1.1).
  public var kinds: [CellKind] {
    (0..<cells).map {
      cells > 2 && ($0 == cells / 3 || $0 == 2 * cells / 3) ? .reduce : .normal
    }
  }
}
