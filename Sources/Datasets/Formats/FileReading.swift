import Foundation

/// Reading whole files with errors that say what stood in the way.
enum FileReading {
  /// Largest file read, in bytes; the largest published file of any catalogued set is far smaller.
  static let largestFile = 1 << 31

  /// All bytes of a regular file.
  ///
  /// - Throws: `DatasetError.unreadable` for anything but a non-empty regular file that can be read.
  static func bytes(of path: String, remedy: String) throws(DatasetError) -> [UInt8] {
    var information = stat()
    guard stat(path, &information) == 0 else {
      throw unreadable(path, got: String(cString: strerror(errno)), remedy)
    }
    let kind = information.st_mode & S_IFMT
    guard kind == S_IFREG else {
      throw unreadable(path, got: kind == S_IFDIR ? "a directory" : "a special file", remedy)
    }
    let size = Int(information.st_size)
    guard size > 0 else { throw unreadable(path, got: "an empty file (0 bytes)", remedy) }
    guard size <= largestFile else {
      throw unreadable(path, got: "\(size) bytes, more than the limit of \(largestFile)", remedy)
    }
    guard let file = fopen(path, "rb") else {
      throw unreadable(path, got: String(cString: strerror(errno)), remedy)
    }
    defer { fclose(file) }
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = fread(buffer.baseAddress, 1, size, file)
    }
    guard bytes.count == size else {
      throw unreadable(path, got: "\(bytes.count) of \(size) bytes before reading stopped", remedy)
    }
    return bytes
  }

  private static func unreadable(_ path: String, got: String, _ remedy: String) -> DatasetError {
    .unreadable(path: path, expected: "a readable, non-empty file", got: got, remedy: remedy)
  }

  /// Bytes in hexadecimal, such as `"1f 8b 08"`.
  static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
  }
}
