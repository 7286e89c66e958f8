/// The complete description of a run: its canonical JSON determines every bit of the result.
///
/// `init()` gives every default; its encoded form is the list of known keys and of their types.
public protocol RunSpecification: Codable, Sendable {
  /// The version of the format; changes when an old record would be read differently.
  static var formatVersion: Int { get }
  /// What kind of run it describes, such as `search`.
  static var kind: String { get }
  /// The tagged choices inside, by path; none unless stated.
  static var choices: SpecChoices { get }
  /// What the run is called; part of its folder's name.
  var name: String { get }
  /// The spec with every default.
  init()
  /// Everything out of range.
  func validate() -> [SpecProblem]
}

extension RunSpecification {
  /// No tagged choices.
  public static var choices: SpecChoices { SpecChoices() }

  /// The record form: kind, format version and every field, defaults written out.
  ///
  /// - Throws: what encoding throws.
  public func canonical() throws -> JSONValue {
    .object([
      "kind": .string(Self.kind), "formatVersion": .integer(Self.formatVersion),
      "spec": try CanonicalJSON.encode(self),
    ])
  }

  /// The digits of `SpecHash`, 64 of them.
  ///
  /// - Throws: what encoding throws.
  public func hash() throws -> String {
    try SpecHash(self).hexadecimal
  }

  /// Everything out of range, an unusable name included.
  public func problems() -> [SpecProblem] {
    RunName.problems(name) + validate()
  }
}

/// Names of runs, which are part of file names.
public enum RunName {
  /// What is wrong with `name`: empty unless it is 1 to 80 letters, digits, `-`, `_`, `.` of ASCII
  /// that start with a letter or digit.
  public static func problems(_ name: String) -> [SpecProblem] {
    let isPlain = { (byte: UInt8) in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: false
      }
    }
    let marks = Array("-_.".utf8)
    guard let first = name.utf8.first, isPlain(first), name.utf8.count <= 80,
      name.utf8.allSatisfy({ isPlain($0) || marks.contains($0) })
    else {
      return [
        SpecProblem(
          "name",
          expected: "1 to 80 letters, digits, '-', '_', '.', a letter or digit first",
          got: "'\(name.prefix(100))'"
        )
      ]
    }
    return []
  }
}
