/// What makes a notebook impossible to run.
public enum NotebookError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file cannot be read.
  case unreadable(path: String)
  /// A block is wrong.
  case block(file: String, line: Int, expected: String, got: String)

  /// What was wrong and where.
  public var description: String {
    switch self {
    case .unreadable(let path):
      "\(path): expected a readable Markdown file, got none; give the path of a notebook, such as "
        + "notebooks-md/quickstart.md"
    case .block(let file, let line, let expected, let got):
      "\(file):\(line): expected \(expected), got \(got)"
    }
  }
}
