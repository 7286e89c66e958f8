public import Foundation

/// Scalars as a TensorBoard event file: records framed as TFRecord, each an `Event` message.
///
/// The clock never enters: the time of an event is its step, in seconds.
public struct TensorBoardWriter: Sendable {
  /// The file so far.
  public private(set) var data = Data()

  /// Starts a file.
  public init() {
    var event = ProtobufWriter()
    event.double(1, 0)
    event.text(3, "brain.Event:2")
    append(event.data)
  }

  /// A name TensorBoard recognizes as an event file.
  public static let fileName = "events.out.tfevents.0000000000.dartboard"

  /// Adds one value of a scalar.
  public mutating func add(_ tag: String, step: Int, value: Double) {
    var event = ProtobufWriter()
    event.double(1, Double(step))
    event.integer(2, step)
    event.message(5) { summary in
      summary.message(1) { entry in
        entry.text(1, tag)
        entry.float(2, Float(value))
      }
    }
    append(event.data)
  }

  private mutating func append(_ record: Data) {
    let length = withUnsafeBytes(of: UInt64(record.count).littleEndian) { Data($0) }
    data.append(length)
    append(Checksum.masked(length))
    data.append(record)
    append(Checksum.masked(record))
  }

  private mutating func append(_ value: UInt32) {
    withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0) }
  }
}

/// CRC-32C (Castagnoli), reflected polynomial 0x82F63B78, as TFRecord masks it.
enum Checksum {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1
    }
  }

  static func plain(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
  }

  /// Rotated and shifted, so that checksums of data that hold checksums stay strong.
  static func masked(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let value = plain(bytes)
    return (value >> 15 | value << 17) &+ 0xA282_EAD8
  }
}
