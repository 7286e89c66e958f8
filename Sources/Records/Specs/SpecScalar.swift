import Yams

/// What a YAML scalar means where a value of a known type is expected.
///
/// Stricter than YAML 1.1, whose `010` is eight, `1:30` is ninety and `no` is false: numbers are
/// decimal and a text field keeps the characters as they stand.
enum SpecScalar {
  /// The scalar as a value of the type of `base`, or nil when it is of another.
  static func value(_ scalar: Node.Scalar, like base: JSONValue) -> JSONValue? {
    let isPlain = scalar.style == .plain || scalar.style == .any
    switch base {
    case .string:
      return isPlain && isNull(scalar.string) ? nil : .string(scalar.string)
    case .bool:
      return isPlain ? bool(scalar.string) : nil
    case .integer:
      guard isPlain, let number = number(scalar.string) else { return nil }
      switch number {
      case .integer: return number
      case .number(let value): return Int(exactly: value).map { .integer($0) }
      default: return nil
      }
    case .number:
      if isPlain, let number = number(scalar.string) {
        if case .integer(let value) = number { return .number(Double(value)) }
        return number
      }
      return special(scalar.string).map { .number($0) }
    case .null:
      return free(scalar)
    case .array, .object:
      return nil
    }
  }

  /// The scalar by its looks, where any type may stand.
  static func free(_ scalar: Node.Scalar) -> JSONValue {
    guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
    if isNull(scalar.string) { return .null }
    return bool(scalar.string) ?? number(scalar.string) ?? .string(scalar.string)
  }

  private static func isNull(_ text: String) -> Bool {
    ["", "~", "null"].contains(text)
  }

  private static func bool(_ text: String) -> JSONValue? {
    switch text {
    case "true": .bool(true)
    case "false": .bool(false)
    default: nil
    }
  }

  private static func number(_ text: String) -> JSONValue? {
    var body = text.hasPrefix("+") ? String(text.dropFirst()) : text
    if body.hasPrefix(".") { body = "0" + body }
    guard let value = try? JSONValue(parsing: body) else { return nil }
    switch value {
    case .integer, .number: return body.first == " " ? nil : value
    default: return nil
    }
  }

  private static func special(_ text: String) -> Double? {
    switch text {
    case "inf", ".inf": .infinity
    case "-inf", "-.inf": -.infinity
    case "nan", ".nan": .nan
    default: nil
    }
  }
}
