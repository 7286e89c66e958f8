import Foundation
import Records

/// Files that are read whole, up to a size that no honest one has.
enum SmallFile {
  static let limit = 16 << 20

  static func bytes(_ path: String) throws(ImportError) -> [UInt8] {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_size <= limit, let data = FileManager.default.contents(atPath: path)
    else {
      throw ImportError(
        path,
        "",
        expected: "a readable file of at most \(limit >> 20) MB",
        got: status.st_size > limit ? "\(status.st_size) bytes" : "none"
      )
    }
    return [UInt8](data)
  }

  static func json(_ path: String) throws(ImportError) -> JSONValue {
    let bytes = try bytes(path)
    do throws(JSONSyntaxError) {
      return try JSONValue(parsing: bytes)
    } catch {
      throw ImportError(
        path,
        "line \(error.line), column \(error.column)",
        expected: error.expected,
        got: error.got
      )
    }
  }

  /// SHA-256 of a file, mapped, not read into memory.
  static func hash(_ path: String) throws(ImportError) -> String {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    else { throw ImportError(path, "", expected: "a readable file", got: "none") }
    return data.withUnsafeBytes { Hashing.sha256($0) }
  }
}
