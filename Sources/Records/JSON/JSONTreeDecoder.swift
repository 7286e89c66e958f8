/// Reads a `Decodable` value from a `JSONValue`.
struct JSONTreeDecoder: Decoder {
  let value: JSONValue
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func mismatch(_ type: Any.Type, _ expected: String) -> DecodingError {
    .typeMismatch(
      type,
      DecodingError.Context(
        codingPath: codingPath,
        debugDescription: "expected \(expected), got \(described)"
      )
    )
  }

  private var described: String {
    switch value {
    case .array, .object, .null: value.kind
    default: "\(value.kind) \(value.text)"
    }
  }

  func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
    if type == JSONValue.self, let result = value as? Value { return result }
    if let leaf = try leaf(type), let result = leaf as? Value { return result }
    return try Value(from: self)
  }

  private func leaf<Value>(_ type: Value.Type) throws -> Any? {
    if type == Bool.self {
      guard case .bool(let result) = value else { throw mismatch(type, "true or false") }
      return result
    }
    if type == String.self {
      guard case .string(let result) = value else { throw mismatch(type, "text") }
      return result
    }
    if type == Double.self { return try real() }
    if type == Float.self { return Float(try real()) }
    if let whole = type as? any FixedWidthInteger.Type { return try integer(whole) }
    return nil
  }

  private func real() throws -> Double {
    switch value {
    case .number(let result): return result
    case .integer(let result): return Double(result)
    case .string("nan"): return .nan
    case .string("inf"): return .infinity
    case .string("-inf"): return -.infinity
    default: throw mismatch(Double.self, "a number")
    }
  }

  private func integer<Whole: FixedWidthInteger>(_ type: Whole.Type) throws -> Whole {
    let result: Whole? =
      switch value {
      case .integer(let number): Whole(exactly: number)
      case .number(let number): Whole(exactly: number)
      default: nil
      }
    guard let result else {
      throw mismatch(type, "a whole number from \(Whole.min) to \(Whole.max)")
    }
    return result
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let members) = value else {
      throw mismatch([String: JSONValue].self, "named values")
    }
    return KeyedDecodingContainer(Members<Key>(members: members, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let items) = value else { throw mismatch([JSONValue].self, "a list") }
    return Items(items: items, codingPath: codingPath)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { self }
}

extension JSONTreeDecoder: SingleValueDecodingContainer {
  func decodeNil() -> Bool { value == .null }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try read(type) }
}

private struct Members<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let members: [String: JSONValue]
  let codingPath: [any CodingKey]
  var allKeys: [Key] {
    // Sorted, so that what a dictionary is built from never depends on hashing.
    members.keys.sorted().compactMap { Key(stringValue: $0) }
  }

  private func decoder(_ key: any CodingKey) throws -> JSONTreeDecoder {
    guard let value = members[key.stringValue] else {
      throw DecodingError.keyNotFound(
        key,
        DecodingError.Context(
          codingPath: codingPath,
          debugDescription: "'\(key.stringValue)' is missing"
        )
      )
    }
    return JSONTreeDecoder(value: value, codingPath: codingPath + [key])
  }

  func contains(_ key: Key) -> Bool { members[key.stringValue] != nil }
  func decodeNil(forKey key: Key) throws -> Bool { try decoder(key).decodeNil() }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try decoder(key).read(type)
  }
  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type,
    forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try decoder(key).container(keyedBy: type)
  }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoder(key).unkeyedContainer()
  }
  func superDecoder() throws -> any Decoder { try decoder(JSONKey(stringValue: "super")) }
  func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }
}

private struct Items: UnkeyedDecodingContainer {
  let items: [JSONValue]
  let codingPath: [any CodingKey]
  var currentIndex = 0
  var count: Int? { items.count }
  var isAtEnd: Bool { currentIndex >= items.count }

  init(items: [JSONValue], codingPath: [any CodingKey]) {
    self.items = items
    self.codingPath = codingPath
  }

  private func decoder() throws -> JSONTreeDecoder {
    let path = codingPath + [JSONKey(intValue: currentIndex)]
    guard currentIndex < items.count else {
      throw DecodingError.valueNotFound(
        JSONValue.self,
        DecodingError.Context(
          codingPath: path,
          debugDescription: "the list ends after \(items.count) items"
        )
      )
    }
    return JSONTreeDecoder(value: items[currentIndex], codingPath: path)
  }

  private mutating func next<Result>(_ body: (JSONTreeDecoder) throws -> Result) throws -> Result {
    let result = try body(decoder())
    currentIndex += 1
    return result
  }

  mutating func decodeNil() throws -> Bool {
    guard try decoder().decodeNil() else { return false }
    currentIndex += 1
    return true
  }
  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try next { try $0.read(type) }
  }
  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try next { try $0.container(keyedBy: type) }
  }
  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try next { try $0.unkeyedContainer() }
  }
  mutating func superDecoder() throws -> any Decoder { try next { $0 } }
}
