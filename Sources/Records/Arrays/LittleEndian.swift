import Foundation

extension Data {
  /// Appends the bytes of a whole number, lowest first.
  mutating func append(littleEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }
}

/// Reads a file of whole numbers front to back; every read is checked.
struct ByteReader {
  let bytes: [UInt8]
  var offset = 0
  var left: Int { bytes.count - offset }

  init(_ bytes: [UInt8], at offset: Int = 0) {
    self.bytes = bytes
    self.offset = offset
  }

  /// The next number, or nil at the end.
  mutating func next<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) -> Value? {
    guard let part = take(MemoryLayout<Value>.size) else { return nil }
    return part.reversed().reduce(Value.zero) { $0 << 8 | Value(truncatingIfNeeded: $1) }
  }

  /// The next `count` bytes, or nil when fewer are left.
  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard offset >= 0, count >= 0, count <= left else { return nil }
    defer { offset += count }
    return bytes[offset..<offset + count]
  }
}
