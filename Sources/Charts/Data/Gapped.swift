/// Numbers that may be NaN or infinite, coded so that strict JSON can carry them.
///
/// NaN is coded as null and an infinity as the text "inf" or "-inf"; a plain Double would make
/// JSONEncoder throw.
@propertyWrapper
public struct Gapped<Value: GapCodable>: Sendable, Hashable, Codable {
  /// The numbers.
  public var wrappedValue: Value

  /// Wraps `wrappedValue`.
  public init(wrappedValue: Value) {
    self.wrappedValue = wrappedValue
  }

  /// Reads the numbers.
  public init(from decoder: any Decoder) throws {
    wrappedValue = try decoder.singleValueContainer().decode(GapBox<Value>.self).value
  }

  /// Writes the numbers.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(GapBox(value: wrappedValue))
  }
}

/// A number or nested list of numbers that `Gapped` can code.
public protocol GapCodable: Sendable, Hashable {
  /// Reads from a place where NaN is null.
  static func decodeGapped(from decoder: any Decoder) throws -> Self
  /// Writes with NaN as null.
  func encodeGapped(to encoder: any Encoder) throws
}

extension Double: GapCodable {
  /// Reads a number, null (NaN), "inf" or "-inf".
  public static func decodeGapped(from decoder: any Decoder) throws -> Double {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() { return .nan }
    guard let text = try? container.decode(String.self) else {
      return try container.decode(Double.self)
    }
    switch text {
    case "inf": return .infinity
    case "-inf": return -.infinity
    default:
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "expected a number, null, \"inf\" or \"-inf\", got \"\(text)\""
      )
    }
  }

  /// Writes a number, null for NaN, "inf" or "-inf".
  public func encodeGapped(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if isNaN {
      try container.encodeNil()
    } else if isInfinite {
      try container.encode(self > 0 ? "inf" : "-inf")
    } else {
      try container.encode(self)
    }
  }
}

extension Array: GapCodable where Element: GapCodable {
  /// Reads a list element by element.
  public static func decodeGapped(from decoder: any Decoder) throws -> [Element] {
    try decoder.singleValueContainer().decode([GapBox<Element>].self).map(\.value)
  }

  /// Writes a list element by element.
  public func encodeGapped(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(map { GapBox(value: $0) })
  }
}

private struct GapBox<Value: GapCodable>: Codable {
  let value: Value

  init(value: Value) {
    self.value = value
  }

  init(from decoder: any Decoder) throws {
    value = try Value.decodeGapped(from: decoder)
  }

  func encode(to encoder: any Encoder) throws {
    try value.encodeGapped(to: encoder)
  }
}
