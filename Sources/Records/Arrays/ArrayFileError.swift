/// A file of numbers that is not what it should be.
public struct ArrayFileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The format, such as safetensors.
  public let format: String
  /// Where: bytes, or the name of a tensor.
  public let place: String
  /// What would have been right.
  public let expected: String
  /// What is there.
  public let got: String

  /// One line.
  public var description: String {
    "\(format), \(place): expected \(expected), got \(got)"
  }
}
