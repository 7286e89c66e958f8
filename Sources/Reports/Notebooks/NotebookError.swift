/// What makes a notebook impossible to run as a whole; problems of its blocks are `SpecError`s with
/// file, line and column.
public enum NotebookError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file cannot be read.
  case unreadable(path: String)
  /// Its name cannot name a folder of reports.
  case name(path: String, expected: String)
  /// There is a notebook of that name already.
  case exists(path: String)

  /// What was wrong and where.
  public var description: String {
    switch self {
    case .unreadable(let path):
      "\(path): expected a readable Markdown file, got none; give the path of a notebook, such as "
        + "notebooks-md/quickstart.md"
    case .name(let path, let expected):
      "\(path): the file's name becomes the folder of its report: expected \(expected); rename it"
    case .exists(let path):
      "\(path): there is a file of that name already; choose another name or remove it"
    }
  }
}
