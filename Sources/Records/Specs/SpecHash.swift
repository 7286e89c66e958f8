import Foundation

/// What names a run: SHA-256 of the canonical JSON of its spec.
///
/// The spec's `name` is left out: two runs that differ in name only have the same result.
public struct SpecHash: Sendable, Hashable, CustomStringConvertible {
  /// 64 hexadecimal digits.
  public let hexadecimal: String

  /// The hash of a spec.
  ///
  /// - Throws: what encoding the spec throws.
  public init(_ spec: some RunSpecification) throws {
    guard case .object(var record) = try spec.canonical(),
      case .object(var fields)? = record["spec"]
    else {
      throw SpecError([
        SpecProblem("spec", expected: "a type that encodes to named values", got: "another")
      ])
    }
    fields["name"] = nil
    record["spec"] = .object(fields)
    hexadecimal = Hashing.sha256(JSONValue.object(record).bytes)
  }

  /// The first 12 digits, used in folder names.
  public var prefix: String { String(hexadecimal.prefix(12)) }
  /// All 64 digits.
  public var description: String { hexadecimal }
}

/// Hexadecimal digests.
public enum Hashing {
  /// SHA-256 of bytes, 64 hexadecimal digits.
  public static func sha256(_ bytes: UnsafeRawBufferPointer) -> String {
    let hasher = SHA256()
    hasher.update(bytes)
    return hasher.finish()
  }

  /// SHA-256 of bytes in an array, 64 hexadecimal digits.
  public static func sha256(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { sha256($0) }
  }

  static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
