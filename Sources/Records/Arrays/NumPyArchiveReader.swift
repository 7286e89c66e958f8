public import Foundation

/// Reads NumPy's `.npz`.
public struct NumPyArchiveReader: Sendable, Hashable {
  /// The tensors by name, without `.npy`.
  public let tensors: [String: StoredTensor]

  /// Reads an archive whose files are stored or deflated.
  ///
  /// - Throws: `ArrayFileError` for another format, a wrong checksum or size, a name that occurs twice,
  ///   or an array that cannot be read.
  public init(data: Data) throws(ArrayFileError) {
    let bytes = [UInt8](data)
    var directory = try Self.directory(of: bytes)
    var tensors: [String: StoredTensor] = [:]
    var total = 0
    for number in 0..<directory.count {
      let entry = try Self.entry(&directory.reader, number: number)
      guard entry.name.hasSuffix(".npy") else {
        throw Self.error(entry.name, "a file ending in .npy", "another name")
      }
      // Entries that share bytes could stand for far more than the file holds.
      total += entry.packed
      guard total <= bytes.count else {
        throw Self.error(entry.name, "files that do not overlap", "\(total) bytes in all")
      }
      let name = String(entry.name.dropLast(4))
      let content = try Self.content(of: entry, in: bytes)
      let tensor = try NumPyArray.tensor(Data(content), name: name)
      guard tensors.updateValue(tensor, forKey: name) == nil else {
        throw Self.error(entry.name, "a name used once", "it again")
      }
    }
    self.tensors = tensors
  }

  private struct Entry {
    let name: String
    let method: UInt16
    let checksum: UInt32
    let packed: Int
    let size: Int
    let start: Int
  }

  private static func error(
    _ place: String,
    _ expected: String,
    _ got: String
  ) -> ArrayFileError {
    ArrayFileError(format: "npz", place: place, expected: expected, got: got)
  }

  /// Finds the central directory from the end of the file, where a comment may follow it.
  private static func directory(
    of bytes: [UInt8]
  ) throws(ArrayFileError) -> (reader: ByteReader, count: Int) {
    let mark: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
    var place = bytes.count - 22
    while place >= 0, place >= bytes.count - 22 - Int(UInt16.max) {
      if bytes[place..<place + 4].elementsEqual(mark) {
        var reader = ByteReader(bytes, at: place + 8)
        if let here = reader.next(UInt16.self), let count = reader.next(UInt16.self), here == count,
          let size = reader.next(UInt32.self), let offset = reader.next(UInt32.self),
          Int(size) + Int(offset) <= place
        {
          return (ByteReader(bytes, at: Int(offset)), Int(count))
        }
      }
      place -= 1
    }
    throw error("the end", "a ZIP directory", "none that fits the file")
  }

  private static func entry(
    _ reader: inout ByteReader,
    number: Int
  ) throws(ArrayFileError) -> Entry {
    let place = "entry \(number) of the directory"
    guard reader.next(UInt32.self) == 0x0201_4B50, reader.take(4) != nil,
      let flags = reader.next(UInt16.self), let method = reader.next(UInt16.self),
      reader.take(4) != nil, let checksum = reader.next(UInt32.self),
      let packed = reader.next(UInt32.self), let size = reader.next(UInt32.self),
      let nameLength = reader.next(UInt16.self), let extraLength = reader.next(UInt16.self),
      let commentLength = reader.next(UInt16.self), reader.take(8) != nil,
      let start = reader.next(UInt32.self), let name = reader.take(Int(nameLength)),
      reader.take(Int(extraLength) + Int(commentLength)) != nil
    else { throw error(place, "a whole entry", "the end or another mark") }
    guard flags & 1 == 0, method == 0 || method == 8 else {
      throw error(place, "a stored or deflated file", "method \(method), flags \(flags)")
    }
    return Entry(
      name: String(decoding: name, as: UTF8.self),
      method: method,
      checksum: checksum,
      packed: Int(packed),
      size: Int(size),
      start: Int(start)
    )
  }

  private static func content(
    of entry: Entry,
    in bytes: [UInt8]
  ) throws(ArrayFileError) -> [UInt8] {
    // The local header repeats the directory's; only its own lengths matter.
    var reader = ByteReader(bytes, at: entry.start)
    guard reader.next(UInt32.self) == 0x0403_4B50, reader.take(22) != nil,
      let nameLength = reader.next(UInt16.self), let extraLength = reader.next(UInt16.self),
      reader.take(Int(nameLength) + Int(extraLength)) != nil, let packed = reader.take(entry.packed)
    else { throw error(entry.name, "a file at byte \(entry.start)", "the end or another mark") }
    let content =
      entry.method == 0 ? Array(packed) : Deflate.expand(packed, count: entry.size) ?? []
    guard content.count == entry.size else {
      throw error(entry.name, "\(entry.size) bytes", "a stream of another length")
    }
    guard Deflate.checksum(content) == entry.checksum else {
      throw error(entry.name, "the checksum \(entry.checksum)", "\(Deflate.checksum(content))")
    }
    return content
  }
}
