import CZlib

/// Contents of well-formed files, from which the tests make bad ones.
enum FileContent {
  /// An IDX file of unsigned bytes.
  static func idx(_ sizes: [Int], _ values: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [0, 0, 8, UInt8(sizes.count)]
    for size in sizes {
      for shift in [24, 16, 8, 0] { bytes.append(UInt8(size >> shift & 255)) }
    }
    return bytes + values
  }

  /// `count` images of 28x28; pixel p of image i is (7 i + p) mod 251.
  static func images(_ count: Int, rows: Int = 28) -> [UInt8] {
    let area = rows * 28
    return idx(
      [count, rows, 28],
      (0..<count * area).map { UInt8(($0 / area * 7 + $0 % area) % 251) }
    )
  }

  /// `count` labels: i mod 10.
  static func labels(_ count: Int) -> [UInt8] {
    idx([count], (0..<count).map { UInt8($0 % 10) })
  }

  /// CIFAR records; the value at plane c, pixel p of record i is (11 i + 50 c + p) mod 256.
  static func records(_ labels: [[UInt8]]) -> [UInt8] {
    labels.enumerated().flatMap { record, labels in
      labels + (0..<3072).map { UInt8((record * 11 + $0 / 1024 * 50 + $0 % 1024) % 256) }
    }
  }

  /// A gzip file without time stamp.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    let started = deflateInit2_(
      stream,
      9,
      Z_DEFLATED,
      15 + 16,
      8,
      Z_DEFAULT_STRATEGY,
      ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size)
    )
    precondition(started == Z_OK, "zlib status \(started)")
    defer { deflateEnd(stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + 1024)
    let capacity = output.count
    let left = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.pointee.next_in = input.baseAddress
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(capacity)
        let ended = deflate(stream, Z_FINISH)
        precondition(ended == Z_STREAM_END, "zlib status \(ended)")
        return Int(stream.pointee.avail_out)
      }
    }
    return Array(output.prefix(capacity - left))
  }
}

extension [UInt8] {
  /// The same bytes but one.
  func with(_ byte: UInt8, at offset: Int) -> [UInt8] {
    var copy = self
    copy[offset] = byte
    return copy
  }
}
