/// A decoder without content: it hands out plain values and notes what was asked for.
struct SchemaProbe: Decoder {
  let node: SchemaNode
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
    guard codingPath.count < 32 else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: codingPath,
          debugDescription: "\(codingPath.dotted) contains itself"
        )
      )
    }
    if let leaf = try leaf(type), let value = leaf as? Value { return value }
    return try Value(from: self)
  }

  private func leaf<Value: Decodable>(_ type: Value.Type) throws -> Any? {
    if type == JSONValue.self { return JSONValue.null }
    if type == Bool.self {
      node.shape = .boolean
      return false
    }
    if type == String.self {
      node.shape = .text
      return ""
    }
    if type == Double.self || type == Float.self {
      node.shape = .number
      return type == Double.self ? Double.zero : Float.zero
    }
    if let whole = type as? any FixedWidthInteger.Type {
      node.shape = .whole
      return zero(whole)
    }
    if let cases = type as? any (CaseIterable & Encodable).Type { return try first(of: cases) }
    return nil
  }

  private func zero<Whole: FixedWidthInteger>(_ type: Whole.Type) -> Whole { .zero }

  private func first<Choice: CaseIterable & Encodable>(of type: Choice.Type) throws -> Any? {
    node.shape = .oneOf(try type.allCases.map { try CanonicalJSON.encode($0) })
    return type.allCases.first
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    if case .members = node.shape {} else { node.shape = .members([:]) }
    return KeyedDecodingContainer(ProbeMembers<Key>(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let item = SchemaNode()
    node.shape = .list(item)
    return ProbeItems(node: item, codingPath: codingPath)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer { self }
}

extension SchemaProbe: SingleValueDecodingContainer {
  func decodeNil() -> Bool {
    // Asked for optionals only; going on shows what they hold.
    node.isOptional = true
    return false
  }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try read(type) }
}

private struct ProbeMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let node: SchemaNode
  let codingPath: [any CodingKey]

  var allKeys: [Key] {
    // Only dictionaries ask which keys there are; "0" is a key for those of numbers too.
    guard let key = Key(stringValue: "0") else { return [] }
    node.shape = .dictionary(SchemaNode())
    return [key]
  }

  private func probe(_ key: any CodingKey) -> SchemaProbe {
    let path = codingPath + [key]
    if case .dictionary(let item) = node.shape { return SchemaProbe(node: item, codingPath: path) }
    return SchemaProbe(node: node.member(key.stringValue), codingPath: path)
  }

  func contains(_ key: Key) -> Bool { true }
  func decodeNil(forKey key: Key) throws -> Bool { probe(key).decodeNil() }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try probe(key).read(type)
  }
  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type,
    forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try probe(key).container(keyedBy: type)
  }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try probe(key).unkeyedContainer()
  }
  func superDecoder() throws -> any Decoder { probe(JSONKey(stringValue: "super")) }
  func superDecoder(forKey key: Key) throws -> any Decoder { probe(key) }
}

private struct ProbeItems: UnkeyedDecodingContainer {
  let node: SchemaNode
  let codingPath: [any CodingKey]
  var currentIndex = 0
  /// One item shows the type of all.
  var count: Int? { 1 }
  var isAtEnd: Bool { currentIndex >= 1 }

  init(node: SchemaNode, codingPath: [any CodingKey]) {
    self.node = node
    self.codingPath = codingPath
  }

  private mutating func next() -> SchemaProbe {
    defer { currentIndex += 1 }
    return SchemaProbe(node: node, codingPath: codingPath + [JSONKey(intValue: currentIndex)])
  }

  mutating func decodeNil() throws -> Bool {
    node.isOptional = true
    return false
  }
  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try next().read(type)
  }
  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try next().container(keyedBy: type)
  }
  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try next().unkeyedContainer()
  }
  mutating func superDecoder() throws -> any Decoder { next() }
}
