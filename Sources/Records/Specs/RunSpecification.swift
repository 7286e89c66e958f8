import Crypto
import Foundation

/// One thing wrong with a spec.
public struct SpecProblem: Sendable, Hashable, CustomStringConvertible {
  /// Where: a dotted path, or file:line:column and the path.
  public let place: String
  /// What was expected, such as the allowed range.
  public let expected: String
  /// What was there.
  public let got: String
  /// What to do about it; may be empty.
  public let remedy: String

  /// Creates a problem.
  public init(_ place: String, expected: String, got: String, remedy: String = "") {
    self.place = place
    self.expected = expected
    self.got = got
    self.remedy = remedy
  }

  /// One line.
  public var description: String {
    "\(place): expected \(expected), got \(got)" + (remedy.isEmpty ? "" : "; \(remedy)")
  }
}

/// Everything wrong with a spec, reported together.
public struct SpecError: Error, Sendable, Hashable, CustomStringConvertible {
  /// At least one problem.
  public let problems: [SpecProblem]

  /// Creates the error.
  public init(_ problems: [SpecProblem]) {
    self.problems = problems
  }

  /// One line per problem.
  public var description: String {
    problems.map { $0.description }.joined(separator: "\n")
  }
}

/// The complete description of a run: its canonical JSON determines every bit of the result.
public protocol RunSpecification: Codable, Sendable {
  /// The version of the format; changes when an old record would be read differently.
  static var formatVersion: Int { get }
  /// What kind of run it describes, such as `search`.
  static var kind: String { get }
  /// What the run is called; part of its folder's name.
  var name: String { get }
  /// The spec with every default.
  init()
  /// Everything out of range.
  func validate() -> [SpecProblem]
}

extension RunSpecification {
  /// The record form: kind, format version and every field, defaults written out.
  ///
  /// - Throws: what encoding throws.
  public func canonical() throws -> JSONValue {
    .object([
      "kind": .string(Self.kind), "formatVersion": .integer(Self.formatVersion),
      "spec": try JSONValue(encoding: self),
    ])
  }

  /// SHA-256 of the canonical JSON, 64 hexadecimal digits. The name is not part of it.
  ///
  /// - Throws: what encoding throws.
  public func hash() throws -> String {
    guard case .object(var record) = try canonical(), case .object(var spec)? = record["spec"]
    else { return "" }
    spec["name"] = nil
    record["spec"] = .object(spec)
    return Hashing.hexadecimal(SHA256.hash(data: Data(JSONValue.object(record).text.utf8)))
  }
}

/// Hexadecimal digests.
public enum Hashing {
  /// SHA-256 of bytes, 64 hexadecimal digits.
  public static func sha256(_ bytes: UnsafeRawBufferPointer) -> String {
    var hasher = SHA256()
    hasher.update(bufferPointer: bytes)
    return hexadecimal(hasher.finalize())
  }

  static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
