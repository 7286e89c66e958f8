/// Decoded pixels: rows from the top, each pixel `channels` bytes of R, G, B and possibly A.
public struct PixelImage: Sendable, Hashable {
  /// Pixels per row.
  public let width: Int
  /// Number of rows.
  public let height: Int
  /// Bytes per pixel: 3 (RGB) or 4 (RGBA).
  public let channels: Int
  /// `width * height * channels` bytes.
  public let bytes: [UInt8]

  /// Creates an image.
  ///
  /// - Precondition: the sizes are positive, `channels` is 3 or 4 and the byte count fits.
  public init(width: Int, height: Int, channels: Int, bytes: [UInt8]) {
    precondition(
      width > 0 && height > 0 && (channels == 3 || channels == 4)
        && bytes.count == width * height * channels,
      "\(bytes.count) bytes do not make a \(width) x \(height) image of \(channels) channels"
    )
    self.width = width
    self.height = height
    self.channels = channels
    self.bytes = bytes
  }
}
