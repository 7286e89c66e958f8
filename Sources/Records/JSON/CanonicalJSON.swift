/// Swift values to canonical JSON and back.
///
/// A field that is nil is written as null, so that a record names every field. NaN and infinities
/// become the text "nan", "inf", "-inf" and are read back from it. A `Float` is written with the
/// fewest digits that give the same `Float`.
public enum CanonicalJSON {
  /// The tree that `value` encodes to.
  ///
  /// - Throws: `EncodingError` for whole numbers beyond 64 bits with sign, or what the value throws.
  public static func encode(_ value: some Encodable) throws -> JSONValue {
    let node = JSONTreeNode()
    try JSONTreeEncoder(node: node, codingPath: []).write(value)
    return node.value
  }

  /// The canonical text of `value`.
  ///
  /// - Throws: as `encode`.
  public static func text(_ value: some Encodable) throws -> String {
    try encode(value).text
  }

  /// Reads a value from a tree.
  ///
  /// - Throws: `DecodingError` with the path of the field.
  public static func decode<Value: Decodable>(
    _ type: Value.Type,
    from tree: JSONValue
  ) throws -> Value {
    try JSONTreeDecoder(value: tree, codingPath: []).read(type)
  }

  /// Reads a value from JSON text.
  ///
  /// - Throws: `JSONSyntaxError`, `DecodingError`.
  public static func decode<Value: Decodable>(
    _ type: Value.Type,
    parsing text: String
  ) throws -> Value {
    try decode(type, from: JSONValue(parsing: text))
  }
}

extension JSONValue {
  /// The value that `encodable` encodes to.
  ///
  /// - Throws: as `CanonicalJSON.encode`.
  public init(encoding encodable: some Encodable) throws {
    self = try CanonicalJSON.encode(encodable)
  }

  /// Reads a value of `type` from this value.
  ///
  /// - Throws: `DecodingError`.
  public func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
    try CanonicalJSON.decode(type, from: self)
  }
}

/// A coding key made at run time.
struct JSONKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(stringValue: String) {
    self.stringValue = stringValue
    intValue = nil
  }

  init(intValue: Int) {
    stringValue = String(intValue)
    self.intValue = intValue
  }
}

extension [any CodingKey] {
  /// The dotted path.
  var dotted: String { map { $0.stringValue }.joined(separator: ".") }
}
