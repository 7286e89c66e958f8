import Engine

/// Random changes of training images: crop, mirror, cutout.
///
/// The usual choice is DARTS's: crop after padding by 4, mirror, cutout of 16 pixels in evaluation.
/// What happens to an image depends on (seed, step, image) alone.
///
/// References: H. Liu, K. Simonyan, Y. Yang, "DARTS: Differentiable Architecture Search", ICLR 2019,
/// arXiv:1806.09055, appendix A; T. DeVries, G. W. Taylor, "Improved Regularization of Convolutional
/// Neural Networks with Cutout", 2017, arXiv:1708.04552, section 3.
public struct Augmentation: Sendable, Hashable, Codable {
  /// Black pixels on each side out of which a window of the old extents is cut; 0 for no crop.
  public var cropPadding: Int
  /// Whether images are mirrored left to right with probability one half.
  public var flips: Bool
  /// Side of the square set to zero after normalization, 0 for none.
  ///
  /// Its centre is uniform over the image, so it may lie partly outside.
  public var cutout: Int

  /// No change at all.
  public static let none = Augmentation(cropPadding: 0, flips: false)

  /// Creates an augmentation.
  public init(cropPadding: Int, flips: Bool, cutout: Int = 0) {
    self.cropPadding = cropPadding
    self.flips = flips
    self.cutout = cutout
  }

  /// Checks what can be checked without images.
  ///
  /// - Throws: `DatasetError.invalidOption`.
  public func validate() throws(DatasetError) {
    for (name, value) in [("cropPadding", cropPadding), ("cutout", cutout)] where value < 0 {
      throw .invalidOption(option: "augmentation.\(name)", expected: "0 or more", got: "\(value)")
    }
  }

  /// Checks the ranges for images of the given extents.
  ///
  /// - Throws: `DatasetError.invalidOption`.
  public func validate(height: Int, width: Int) throws(DatasetError) {
    let largest = min(height, width)
    guard (0...largest).contains(cropPadding) else {
      throw .invalidOption(
        option: "augmentation.cropPadding",
        expected: "0 to \(largest)",
        got: "\(cropPadding)"
      )
    }
    guard (0...largest).contains(cutout) else {
      throw .invalidOption(
        option: "augmentation.cutout",
        expected: "0 to \(largest)",
        got: "\(cutout)"
      )
    }
  }

  /// What happens to one image at one step.
  struct Draw {
    /// First row and column of the window relative to the image.
    var down = 0
    var right = 0
    var isMirrored = false
    /// Rows and columns set to zero.
    var hiddenRows = 0..<0
    var hiddenColumns = 0..<0
  }

  /// Draws at the four addresses that belong to an image at a step, so no draw depends on another.
  func draw(
    _ stream: RandomStream,
    step: UInt64,
    image: Int,
    height: Int,
    width: Int
  ) -> Draw {
    var draw = Draw()
    let index = UInt64(image) * 4
    if cropPadding > 0 {
      let span = 2 * cropPadding + 1
      draw.down = stream.integer(below: span, step: step, index: index) - cropPadding
      draw.right = stream.integer(below: span, step: step, index: index + 1) - cropPadding
    }
    if flips { draw.isMirrored = stream.block(step: step, index: index + 2)[0] & 1 == 1 }
    if cutout > 0 {
      let place = stream.integer(below: height * width, step: step, index: index + 3)
      let (y, x) = (place / width, place % width)
      let half = cutout / 2
      draw.hiddenRows = max(0, y - half)..<min(height, y - half + cutout)
      draw.hiddenColumns = max(0, x - half)..<min(width, x - half + cutout)
    }
    return draw
  }
}
