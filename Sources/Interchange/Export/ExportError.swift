/// What makes a run impossible to export.
public struct ExportError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was wrong, and what to do.
  public let description: String

  /// Creates an error.
  public init(_ description: String) {
    self.description = description
  }
}
