import CZlib

/// Raw deflate streams (RFC 1951) and CRC-32, by zlib.
enum Deflate {
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBufferPointer {
      UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count))
    }
  }

  /// The compressed bytes, or nil when zlib refuses, as it does without memory.
  static func compress(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    // Negative window bits: no zlib header, as in ZIP.
    guard
      deflateInit2_(
        &stream,
        6,
        Z_DEFLATED,
        -15,
        8,
        Z_DEFAULT_STRATEGY,
        ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)
      ) == Z_OK
    else { return nil }
    defer { deflateEnd(&stream) }
    guard bytes.count < Int(UInt32.max) / 2 else { return nil }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
    let written: Int? = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        return deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : nil
      }
    }
    return written.map { Array(output[..<$0]) }
  }

  /// The `count` bytes that `bytes` stand for, or nil when they do not stand for exactly so many.
  static func expand(_ bytes: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
    // Deflate makes at most 1032 bytes of one: more is a lie that must not cost memory.
    guard count <= (bytes.count + 1) * 1032, count < Int(UInt32.max), bytes.count < Int(UInt32.max)
    else { return nil }
    var stream = z_stream()
    guard
      inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { inflateEnd(&stream) }
    var input = Array(bytes)
    // One byte more than wanted shows a stream that is too long.
    var output = [UInt8](repeating: 0, count: count + 1)
    let isWhole = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        return inflate(&stream, Z_FINISH) == Z_STREAM_END && Int(stream.total_out) == count
          && stream.avail_in == 0
      }
    }
    return isWhole ? Array(output[..<count]) : nil
  }
}
