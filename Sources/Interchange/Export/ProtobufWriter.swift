import Foundation

/// Writes Protocol Buffers messages field by field (encoding of proto2 and proto3).
struct ProtobufWriter {
  private(set) var data = Data()

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      data.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    data.append(UInt8(rest))
  }

  private mutating func key(_ field: Int, _ wire: UInt64) { varint(UInt64(field) << 3 | wire) }

  /// An integer.
  mutating func integer(_ field: Int, _ value: Int) {
    key(field, 0)
    varint(UInt64(bitPattern: Int64(value)))
  }

  /// Integers in one field, packed.
  mutating func integers(_ field: Int, _ values: [Int]) {
    var packed = ProtobufWriter()
    for value in values { packed.varint(UInt64(bitPattern: Int64(value))) }
    bytes(field, packed.data)
  }

  /// A number of 64 bits.
  mutating func double(_ field: Int, _ value: Double) {
    key(field, 1)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
  }

  /// A number of 32 bits.
  mutating func float(_ field: Int, _ value: Float) {
    key(field, 5)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
  }

  /// Bytes, a packed list or an encoded message.
  mutating func bytes(_ field: Int, _ value: Data) {
    key(field, 2)
    varint(UInt64(value.count))
    data.append(value)
  }

  /// A text.
  mutating func text(_ field: Int, _ value: String) { bytes(field, Data(value.utf8)) }

  /// A message.
  mutating func message(_ field: Int, _ body: (inout ProtobufWriter) -> Void) {
    var inner = ProtobufWriter()
    body(&inner)
    bytes(field, inner.data)
  }
}
