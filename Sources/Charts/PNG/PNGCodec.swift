import CPNG
public import Foundation

/// Pixels to PNG and back through libpng.
///
/// Uses libpng's simplified interface, which keeps its error jumps inside C: nothing longjmps
/// across a Swift frame. No time stamp is ever written.
public enum PNGCodec {
  /// The PNG of `image` with `provenance` in text chunks before the pixels.
  ///
  /// - Throws: `PNGError.library` when libpng refuses the image.
  public static func encode(_ image: PixelImage, provenance: Provenance? = nil) throws -> Data {
    let pixels = try encodePixels(image)
    guard let provenance else { return pixels }
    // The signature and the header chunk, always 13 bytes of payload, come first by definition.
    let headerEnd = 8 + 12 + 13
    var file = pixels.prefix(headerEnd)
    for (key, value) in provenance.entries {
      file.append(PNGChunk.internationalText(key: key, value: value).encoded())
    }
    file.append(pixels.dropFirst(headerEnd))
    return Data(file)
  }

  /// The pixels of a PNG file as 8-bit RGBA.
  ///
  /// - Throws: `PNGError.library` when libpng cannot read it, `PNGError.tooLarge` when the header
  ///   asks for more than `pixelLimit` pixels.
  public static func decode(_ file: Data, pixelLimit: Int = 1 << 28) throws -> PixelImage {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    return try file.withUnsafeBytes { (source: UnsafeRawBufferPointer) in
      guard png_image_begin_read_from_memory(&image, source.baseAddress, source.count) != 0 else {
        throw PNGError.library(message: message(of: image))
      }
      let width = Int(image.width)
      let height = Int(image.height)
      guard width * height <= pixelLimit else {
        throw PNGError.tooLarge(width: width, height: height, limit: pixelLimit)
      }
      image.format = png_uint_32(PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA)
      var bytes = [UInt8](repeating: 0, count: width * height * 4)
      guard png_image_finish_read(&image, nil, &bytes, 0, nil) != 0 else {
        throw PNGError.library(message: message(of: image))
      }
      return PixelImage(width: width, height: height, channels: 4, bytes: bytes)
    }
  }

  private static func encodePixels(_ pixels: PixelImage) throws -> Data {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    image.width = png_uint_32(pixels.width)
    image.height = png_uint_32(pixels.height)
    image.format = png_uint_32(
      PNG_FORMAT_FLAG_COLOR | (pixels.channels == 4 ? PNG_FORMAT_FLAG_ALPHA : 0)
    )
    defer { png_image_free(&image) }
    // Compressed output can exceed the pixels by libpng's and zlib's fixed overheads only.
    var size = png_alloc_size_t(
      pixels.bytes.count + pixels.height + pixels.bytes.count / 100 + 4096
    )
    var file = Data(count: Int(size))
    let written = file.withUnsafeMutableBytes { target in
      png_image_write_to_memory(&image, target.baseAddress, &size, 0, pixels.bytes, 0, nil)
    }
    guard written != 0 else { throw PNGError.library(message: message(of: image)) }
    return Data(file.prefix(Int(size)))
  }

  private static func message(of image: png_image) -> String {
    withUnsafeBytes(of: image.message) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

/// Why a PNG file could not be written or read.
public enum PNGError: Error, Hashable, CustomStringConvertible {
  /// libpng gave up; the message is its own.
  case library(message: String)
  /// The header asks for more pixels than the reader allows.
  case tooLarge(width: Int, height: Int, limit: Int)
  /// The first eight bytes are not the PNG signature.
  case notPNG
  /// The file ends inside the chunk that starts at `offset`.
  case truncated(offset: Int)
  /// The chunk at `offset` fails its checksum.
  case checksum(chunk: String, offset: Int, stored: UInt32, computed: UInt32)
  /// The text chunk at `offset` is not laid out as the PNG specification says.
  case malformedText(chunk: String, offset: Int)

  /// What was wrong, where, and what to do.
  public var description: String {
    switch self {
    case .library(let message):
      "libpng could not handle the image: \(message); check that the file is a whole PNG"
    case .tooLarge(let width, let height, let limit):
      "the PNG header asks for \(width) x \(height) pixels, more than the limit of \(limit); "
        + "the file is damaged or not a figure"
    case .notPNG:
      "byte 0: expected the PNG signature 89 50 4E 47 0D 0A 1A 0A; pass a PNG file"
    case .truncated(let offset):
      "byte \(offset): the file ends inside the chunk that starts here; copy the file again"
    case .checksum(let chunk, let offset, let stored, let computed):
      "byte \(offset): chunk \(chunk) has checksum \(PNGChunk.hex(stored)) but its bytes give "
        + "\(PNGChunk.hex(computed)); the file is damaged, draw the figure again"
    case .malformedText(let chunk, let offset):
      "byte \(offset): chunk \(chunk) is not a keyword, a zero byte and text; "
        + "draw the figure again"
    }
  }
}
