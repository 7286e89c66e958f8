import CZlib

/// Decompression of a one-member gzip file (RFC 1952) whose decompressed size its content announces.
///
/// The content's header is inflated first and says how large the whole is, so neither a bomb nor a
/// lying header can make us allocate more than the compressed bytes could hold.
struct GzipFile {
  /// The file, for errors.
  let path: String
  /// What to do about a damaged file, for errors.
  let remedy: String

  /// Most bytes that one byte of a deflate stream can expand to.
  static let largestExpansion = 1032

  /// Inflates `compressed`.
  ///
  /// - Parameters:
  ///   - compressed: the whole file.
  ///   - headerCount: bytes of the content's header.
  ///   - totalCount: reads that header and returns the size of the content, header included.
  /// - Returns: exactly `totalCount` bytes.
  /// - Throws: `DatasetError.malformed` where the stream is no gzip, cut short, damaged, followed by
  ///   other bytes, or holds less or more than announced.
  func inflated(
    _ compressed: [UInt8],
    headerCount: Int,
    totalCount: ([UInt8]) throws(DatasetError) -> Int
  ) throws(DatasetError) -> [UInt8] {
    guard compressed.starts(with: [0x1F, 0x8B]) else {
      throw fault(
        at: 0,
        "gzip signature",
        expected: "1f 8b",
        got: FileReading.hexadecimal(compressed.prefix(2))
      )
    }
    // zlib keeps a pointer to the stream, so it needs an address that does not change.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    // 15 bits of window, plus 16: expect a gzip header and check its trailer.
    let status = inflateInit2_(
      stream,
      15 + 16,
      ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size)
    )
    precondition(status == Z_OK, "zlib cannot start (status \(status))")
    defer { inflateEnd(stream) }

    return try compressed.withUnsafeBufferPointer { input throws(DatasetError) -> [UInt8] in
      // zlib's interface lacks const; it does not write to its input.
      stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      stream.pointee.avail_in = UInt32(input.count)
      var header = [UInt8](repeating: 0, count: headerCount)
      let headerRead = try run(stream, into: &header, from: 0)
      guard headerRead == headerCount else {
        throw fault(
          at: headerRead,
          isDecompressed: true,
          "header",
          expected: "\(headerCount) bytes",
          got: "\(headerRead) bytes"
        )
      }
      let total = try totalCount(header)
      guard (total - headerCount) / Self.largestExpansion <= compressed.count else {
        throw fault(
          at: compressed.count,
          "end of file",
          expected: "enough data for the \(total) bytes that the header announces",
          got: "\(compressed.count) compressed bytes"
        )
      }
      // One byte more than announced, to notice content that goes on.
      var content = [UInt8](repeating: 0, count: total + 1)
      content.replaceSubrange(0..<headerCount, with: header)
      let count = try run(stream, into: &content, from: headerCount)
      guard count == total else {
        throw fault(
          at: min(count, total),
          isDecompressed: true,
          "end of content",
          expected: "\(total) bytes",
          got: count < total ? "\(count) bytes" : "more bytes"
        )
      }
      guard stream.pointee.avail_in == 0 else {
        throw fault(
          at: input.count - Int(stream.pointee.avail_in),
          "end of the gzip stream",
          expected: "end of file",
          got: "\(stream.pointee.avail_in) more bytes"
        )
      }
      content.removeLast()
      return content
    }
  }

  /// Inflates until the stream ends or `output` is full; returns how far `output` is filled.
  private func run(
    _ stream: UnsafeMutablePointer<z_stream>,
    into output: inout [UInt8],
    from start: Int
  ) throws(DatasetError) -> Int {
    let capacity = output.count
    let (status, filled) = output.withUnsafeMutableBufferPointer { buffer in
      stream.pointee.next_out = buffer.baseAddress?.advanced(by: start)
      stream.pointee.avail_out = UInt32(capacity - start)
      let status = inflate(stream, Z_NO_FLUSH)
      return (status, capacity - Int(stream.pointee.avail_out))
    }
    if status == Z_STREAM_END || (status == Z_OK && filled == capacity) { return filled }
    let position = Int(stream.pointee.total_in)
    if status == Z_OK || status == Z_BUF_ERROR {
      throw fault(
        at: position,
        "end of file",
        expected: "the rest of the gzip stream",
        got: "end of file after \(stream.pointee.total_out) decompressed bytes"
      )
    }
    let message = stream.pointee.msg.map { String(cString: $0) } ?? "zlib status \(status)"
    throw fault(at: position, "gzip stream", expected: "intact compressed data", got: message)
  }

  private func fault(
    at byte: Int,
    isDecompressed: Bool = false,
    _ field: String,
    expected: String,
    got: String
  ) -> DatasetError {
    .malformed(
      FileFault(
        path: path,
        byte: byte,
        isDecompressed: isDecompressed,
        field: field,
        expected: expected,
        got: got,
        remedy: remedy
      )
    )
  }
}
