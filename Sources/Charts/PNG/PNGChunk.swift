import Foundation

/// One chunk of a PNG file: a four-letter type and its payload.
///
/// Reference: W3C Portable Network Graphics (PNG) Specification, second edition, sections 5.3
/// (chunk layout), 11.3.4 (text) and annex D (CRC-32).
struct PNGChunk: Hashable {
  let type: String
  let payload: [UInt8]

  /// An uncompressed international text chunk, which holds any UTF-8 text.
  static func internationalText(key: String, value: String) -> PNGChunk {
    // keyword, 0, compression flag 0, method 0, empty language tag, 0, empty translation, 0, text
    PNGChunk(type: "iTXt", payload: Array(key.utf8) + [0, 0, 0, 0, 0] + Array(value.utf8))
  }

  /// Length, type, payload and checksum in network byte order.
  func encoded() -> Data {
    let body = Array(type.utf8) + payload
    var data = Data(Self.bigEndian(UInt32(payload.count)))
    data.append(contentsOf: body)
    data.append(contentsOf: Self.bigEndian(Self.crc(body[...])))
    return data
  }

  static func bigEndian(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  static func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// CRC-32 of `bytes` with the reflected polynomial 0xEDB88320.
  static func crc(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var register: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      register = table[Int(UInt8(truncatingIfNeeded: register) ^ byte)] ^ (register >> 8)
    }
    return ~register
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
    }
  }

  /// The chunks of `file` whose type is in `types`, with their offsets, checksums verified.
  ///
  /// Other chunks are stepped over. Every offset is checked before it is read.
  static func read(_ types: Set<String>, from file: Data) throws -> [(offset: Int, chunk: PNGChunk)]
  {
    let bytes = [UInt8](file)
    guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else {
      throw PNGError.notPNG
    }
    var found: [(offset: Int, chunk: PNGChunk)] = []
    var offset = 8
    while offset < bytes.count {
      guard bytes.count - offset >= 12 else { throw PNGError.truncated(offset: offset) }
      let length = Int(word(bytes, at: offset))
      guard length <= bytes.count - offset - 12 else { throw PNGError.truncated(offset: offset) }
      let end = offset + 8 + length
      let type = String(decoding: bytes[(offset + 4)..<(offset + 8)], as: UTF8.self)
      if types.contains(type) {
        let stored = word(bytes, at: end)
        let computed = crc(bytes[(offset + 4)..<end])
        guard stored == computed else {
          throw PNGError.checksum(chunk: type, offset: offset, stored: stored, computed: computed)
        }
        found.append((offset, PNGChunk(type: type, payload: Array(bytes[(offset + 8)..<end]))))
      }
      if type == "IEND" { return found }
      offset = end + 4
    }
    throw PNGError.truncated(offset: offset)
  }

  private static func word(_ bytes: [UInt8], at offset: Int) -> UInt32 {
    bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
