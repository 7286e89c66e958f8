public import Foundation

/// Writes NumPy's `.npz`: a ZIP of `.npy` files, stored or deflated.
///
/// Times in the archive are fixed, so the same numbers give the same bytes when stored; deflated bytes
/// may differ between versions of zlib.
public struct NumPyArchive {
  private let isCompressed: Bool
  private var content = Data()
  private var directory = Data()
  private var names: Set<String> = []

  /// Creates an empty archive.
  public init(compressed: Bool = false) {
    isCompressed = compressed
  }

  /// Adds an array of 64-bit floats.
  ///
  /// - Precondition: `values.count` is the product of `shape`; the name is new.
  public mutating func add(_ name: String, _ values: [Double], shape: [Int]) {
    add(name, StoredTensor(values, shape: shape))
  }

  /// Adds a tensor.
  ///
  /// - Precondition: the name is new and not empty; the archive stays below 4 GiB.
  public mutating func add(_ name: String, _ tensor: StoredTensor) {
    precondition(
      !name.isEmpty && names.insert(name).inserted && names.count < Int(UInt16.max),
      "array '\(name)' is added twice, has no name or is one too many"
    )
    addFile(name + ".npy", [UInt8](NumPyArray.data(tensor)))
  }

  private mutating func addFile(_ name: String, _ bytes: [UInt8]) {
    var method: UInt16 = 0
    var stored = bytes
    if isCompressed, let packed = Deflate.compress(bytes), packed.count < bytes.count {
      method = 8
      stored = packed
    }
    precondition(
      content.count + stored.count + name.utf8.count + 30 < Int(UInt32.max)
        && bytes.count < Int(UInt32.max) && name.utf8.count <= Int(UInt16.max),
      "an archive of \(content.count + stored.count) bytes is beyond 4 GiB"
    )
    let start = UInt32(content.count)
    var common = Data()
    // Version 2.0; names in UTF-8; method; 1980-01-01 00:00.
    for value: UInt16 in [20, 0x0800, method, 0, 33] { common.append(littleEndian: value) }
    common.append(littleEndian: Deflate.checksum(bytes))
    common.append(littleEndian: UInt32(stored.count))
    common.append(littleEndian: UInt32(bytes.count))
    common.append(littleEndian: UInt16(name.utf8.count))
    common.append(littleEndian: UInt16(0))
    content.append(littleEndian: UInt32(0x0403_4B50))
    content += common + Data(name.utf8) + Data(stored)
    directory.append(littleEndian: UInt32(0x0201_4B50))
    directory.append(littleEndian: UInt16(20))
    directory += common
    for value: UInt16 in [0, 0, 0] { directory.append(littleEndian: value) }
    directory.append(littleEndian: UInt32(0))
    directory.append(littleEndian: start)
    directory += Data(name.utf8)
  }

  /// The finished file.
  public func data() -> Data {
    var result = content + directory
    result.append(littleEndian: UInt32(0x0605_4B50))
    for value: UInt16 in [0, 0, UInt16(names.count), UInt16(names.count)] {
      result.append(littleEndian: value)
    }
    result.append(littleEndian: UInt32(directory.count))
    result.append(littleEndian: UInt32(content.count))
    result.append(littleEndian: UInt16(0))
    return result
  }
}
