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

/// Collects the problems of a spec's fields.
///
/// ```swift
/// var checks = SpecChecks()
/// checks.range("epochs", epochs, 1...100_000)
/// checks.range("momentum", momentum, 0..<1)
/// checks.oneOf("space", space, SpaceCatalog.all.map { $0.id })
/// return checks.problems
/// ```
public struct SpecChecks: Sendable {
  /// What was found so far, in the order of the checks.
  public private(set) var problems: [SpecProblem] = []

  /// Creates an empty collection.
  public init() {}

  /// Adds problems found elsewhere, their places below `path`.
  public mutating func add(_ found: [SpecProblem], below path: String = "") {
    problems += found.map {
      SpecProblem(
        path.isEmpty ? $0.place : "\(path).\($0.place)",
        expected: $0.expected,
        got: $0.got,
        remedy: $0.remedy
      )
    }
  }

  /// Requires a value within a closed range.
  public mutating func range<Value: Comparable & Sendable>(
    _ path: String,
    _ value: Value,
    _ allowed: ClosedRange<Value>
  ) {
    if allowed.contains(value) { return }
    let isOpen = (allowed.upperBound as? Int) == Int.max
    problems.append(
      SpecProblem(
        path,
        expected: isOpen
          ? "\(allowed.lowerBound) or more"
          : "\(allowed.lowerBound) to \(allowed.upperBound)",
        got: "\(value)"
      )
    )
  }

  /// Requires a value in a range whose upper end is excluded.
  public mutating func range<Value: Comparable & Sendable>(
    _ path: String,
    _ value: Value,
    _ allowed: Range<Value>
  ) {
    if allowed.contains(value) { return }
    problems.append(
      SpecProblem(
        path,
        expected: "\(allowed.lowerBound) or more and below \(allowed.upperBound)",
        got: "\(value)"
      )
    )
  }

  /// Requires a finite value of at least `lowest`.
  public mutating func atLeast(_ path: String, _ value: Double, _ lowest: Double) {
    if value.isFinite && value >= lowest { return }
    problems.append(
      SpecProblem(path, expected: "a finite number, \(lowest) or more", got: "\(value)")
    )
  }

  /// Requires a finite value above `bound`.
  public mutating func above(_ path: String, _ value: Double, _ bound: Double) {
    if value.isFinite && value > bound { return }
    problems.append(
      SpecProblem(path, expected: "a finite number above \(bound)", got: "\(value)")
    )
  }

  /// Requires one of the known names.
  public mutating func oneOf(_ path: String, _ value: String, _ known: [String]) {
    if known.contains(value) { return }
    problems.append(
      SpecProblem(
        path,
        expected: "one of \(known.joined(separator: ", "))",
        got: "'\(value)'",
        remedy: Spelling.suggestion(value, in: known)
      )
    )
  }

  /// Requires anything else.
  public mutating func require(
    _ holds: Bool,
    _ path: String,
    expected: String,
    got: String,
    remedy: String = ""
  ) {
    if holds { return }
    problems.append(SpecProblem(path, expected: expected, got: got, remedy: remedy))
  }
}
