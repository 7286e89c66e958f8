/// What can be wrong with a data set, its files or the options of its preparation.
public enum DatasetError: Error, Sendable, Hashable {
  /// No data set has this name.
  case unknownDataset(name: String, known: [String])
  /// None of the places looked at holds the files.
  case notFound(dataset: String, files: [String], searched: [String], remedy: String)
  /// A file is there but cannot be read as a file.
  case unreadable(path: String, expected: String, got: String, remedy: String)
  /// A file was read and its content is not what its format says.
  case malformed(FileFault)
  /// An option of a preparation, transform, split or task is outside its range.
  case invalidOption(option: String, expected: String, got: String)
}

/// The first thing found wrong in a file's content.
public struct FileFault: Sendable, Hashable {
  /// The file.
  public let path: String
  /// Offset of the fault in bytes from the start of the file.
  public let byte: Int
  /// Whether `byte` counts in the decompressed content rather than in the file itself.
  public let isDecompressed: Bool
  /// What stands at that offset, such as `"image count"`.
  public let field: String
  /// What the format asks for.
  public let expected: String
  /// What was there.
  public let got: String
  /// What to do about it.
  public let remedy: String

  /// Creates a fault.
  public init(
    path: String,
    byte: Int,
    isDecompressed: Bool = false,
    field: String,
    expected: String,
    got: String,
    remedy: String
  ) {
    self.path = path
    self.byte = byte
    self.isDecompressed = isDecompressed
    self.field = field
    self.expected = expected
    self.got = got
    self.remedy = remedy
  }
}

extension DatasetError: CustomStringConvertible {
  /// What was wrong, where, what was expected, what was got, and the remedy, in one paragraph.
  public var description: String {
    switch self {
    case .unknownDataset(let name, let known):
      "unknown data set '\(name)'; known are \(known.joined(separator: ", "))"
    case .notFound(let dataset, let files, let searched, let remedy):
      "data set '\(dataset)' not found: no \(files.joined(separator: " or ")) in "
        + (searched.isEmpty ? "any folder (none to look in)" : searched.joined(separator: ", "))
        + "; \(remedy)"
    case .unreadable(let path, let expected, let got, let remedy):
      "\(path): expected \(expected), got \(got); \(remedy)"
    case .malformed(let fault):
      fault.description
    case .invalidOption(let option, let expected, let got):
      "option '\(option)': expected \(expected), got \(got)"
    }
  }
}

extension FileFault: CustomStringConvertible {
  /// The fault as one sentence and the remedy.
  public var description: String {
    let space = isDecompressed ? " of the decompressed content" : ""
    return "\(path): at byte \(byte)\(space), \(field): expected \(expected), got \(got); \(remedy)"
  }
}
