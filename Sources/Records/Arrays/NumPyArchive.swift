import CZlib
public import Foundation

/// Writes NumPy's `.npz`: an uncompressed ZIP of `.npy` files, little-endian 64-bit floats, C order.
///
/// Times in the archive are zero, so the same numbers give the same bytes. Reference: NumPy
/// Enhancement Proposal 1, format version 1.0.
public struct NumPyArchive {
  private var content = Data()
  private var directory = Data()
  private var count: UInt16 = 0

  /// Creates an empty archive.
  public init() {}

  /// Adds an array.
  ///
  /// - Precondition: `values.count` is the product of `shape`.
  public mutating func add(_ name: String, _ values: [Double], shape: [Int]) {
    precondition(
      values.count == shape.reduce(1, *),
      "array \(name) of shape \(shape) cannot hold \(values.count) values")
    let extents = shape.map { "\($0)," }.joined(separator: " ")
    var header = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(extents)), }"
    // Header and preamble together fill a multiple of 64 bytes.
    header += String(repeating: " ", count: 63 - (header.utf8.count + 10) % 64) + "\n"
    var array = Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0])
    Self.append(UInt16(header.utf8.count), to: &array)
    array += Data(header.utf8)
    for value in values { Self.append(value.bitPattern, to: &array) }
    addFile(name + ".npy", array)
  }

  private mutating func addFile(_ name: String, _ data: Data) {
    let checksum = data.withUnsafeBytes { bytes in
      UInt32(crc32(0, bytes.bindMemory(to: UInt8.self).baseAddress, UInt32(bytes.count)))
    }
    let start = UInt32(content.count)
    var common = Data()
    // Version 2.0, no flags, stored, 1980-01-01 00:00.
    for value: UInt16 in [20, 0, 0, 0, 33] { Self.append(value, to: &common) }
    for value in [checksum, UInt32(data.count), UInt32(data.count)] {
      Self.append(value, to: &common)
    }
    Self.append(UInt16(name.utf8.count), to: &common)
    Self.append(UInt16(0), to: &common)
    Self.append(UInt32(0x0403_4B50), to: &content)
    content += common + Data(name.utf8) + data
    Self.append(UInt32(0x0201_4B50), to: &directory)
    Self.append(UInt16(20), to: &directory)
    directory += common
    for value: UInt16 in [0, 0, 0] { Self.append(value, to: &directory) }
    Self.append(UInt32(0), to: &directory)
    Self.append(start, to: &directory)
    directory += Data(name.utf8)
    count += 1
  }

  /// The finished file.
  public func data() -> Data {
    var result = content + directory
    Self.append(UInt32(0x0605_4B50), to: &result)
    for value: UInt16 in [0, 0, count, count] { Self.append(value, to: &result) }
    Self.append(UInt32(directory.count), to: &result)
    Self.append(UInt32(content.count), to: &result)
    Self.append(UInt16(0), to: &result)
    return result
  }

  private static func append<Value: FixedWidthInteger>(_ value: Value, to data: inout Data) {
    withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
  }
}
