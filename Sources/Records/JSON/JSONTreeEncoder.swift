/// A place in the tree being built; containers handed out share it.
final class JSONTreeNode {
  enum Content {
    case leaf(JSONValue)
    case members([String: JSONTreeNode])
    case items([JSONTreeNode])
  }

  var content = Content.leaf(.null)

  var value: JSONValue {
    switch content {
    case .leaf(let value): value
    case .members(let members): .object(members.mapValues { $0.value })
    case .items(let items): .array(items.map { $0.value })
    }
  }

  func member(_ key: String) -> JSONTreeNode {
    let node = JSONTreeNode()
    if case .members(var members) = content {
      content = .leaf(.null)
      members[key] = node
      content = .members(members)
    } else {
      content = .members([key: node])
    }
    return node
  }

  func item() -> JSONTreeNode {
    let node = JSONTreeNode()
    if case .items(var items) = content {
      content = .leaf(.null)
      items.append(node)
      content = .items(items)
    } else {
      content = .items([node])
    }
    return node
  }
}

/// Builds a `JSONValue` from an `Encodable` value.
struct JSONTreeEncoder: Encoder {
  let node: JSONTreeNode
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func write(_ value: some Encodable) throws {
    if let value = value as? JSONValue {
      node.content = .leaf(value)
    } else if let leaf = try leaf(of: value) {
      node.content = .leaf(leaf)
    } else {
      try value.encode(to: self)
    }
  }

  private func leaf(of value: some Encodable) throws -> JSONValue? {
    switch value {
    case let value as Bool: return .bool(value)
    case let value as String: return .string(value)
    case let value as Double: return .number(value)
    case let value as Float: return .number(Self.widened(value))
    case let value as any FixedWidthInteger:
      guard let whole = Int(exactly: value) else {
        throw EncodingError.invalidValue(
          value,
          EncodingError.Context(
            codingPath: codingPath,
            debugDescription: "\(value) is beyond 64 bits with sign; encode it as text"
          )
        )
      }
      return .integer(whole)
    default: return nil
    }
  }

  /// The Double with the digits of the Float's shortest text when it reads back as the same Float.
  static func widened(_ value: Float) -> Double {
    guard value.isFinite, let short = Double(value.description), Float(short) == value else {
      return Double(value)
    }
    return short
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if case .members = node.content {} else { node.content = .members([:]) }
    return KeyedEncodingContainer(Members<Key>(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if case .items = node.content {} else { node.content = .items([]) }
    return Items(node: node, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension JSONTreeEncoder: SingleValueEncodingContainer {
  func encodeNil() throws { node.content = .leaf(.null) }
  func encode<Value: Encodable>(_ value: Value) throws { try write(value) }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: JSONTreeNode
  let codingPath: [any CodingKey]

  private func encoder(_ key: any CodingKey) -> JSONTreeEncoder {
    JSONTreeEncoder(node: node.member(key.stringValue), codingPath: codingPath + [key])
  }

  // A nil field is written as null: a record names every field.
  private func encodeOptional(_ value: (some Encodable)?, _ key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(forKey: key) }
  }

  func encodeNil(forKey key: Key) throws { try encoder(key).encodeNil() }
  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    try encoder(key).write(value)
  }
  func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: String?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try encodeOptional(value, key) }
  func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
    try encodeOptional(value, key)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy keyType: Nested.Type,
    forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    encoder(key).container(keyedBy: keyType)
  }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder(key).unkeyedContainer()
  }
  func superEncoder() -> any Encoder { encoder(JSONKey(stringValue: "super")) }
  func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }
}

private struct Items: UnkeyedEncodingContainer {
  let node: JSONTreeNode
  let codingPath: [any CodingKey]
  var count: Int { if case .items(let items) = node.content { items.count } else { 0 } }

  private func encoder() -> JSONTreeEncoder {
    let path = codingPath + [JSONKey(intValue: count)]
    return JSONTreeEncoder(node: node.item(), codingPath: path)
  }

  func encodeNil() throws { try encoder().encodeNil() }
  func encode<Value: Encodable>(_ value: Value) throws { try encoder().write(value) }
  func nestedContainer<Nested: CodingKey>(
    keyedBy keyType: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    encoder().container(keyedBy: keyType)
  }
  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder().unkeyedContainer() }
  func superEncoder() -> any Encoder { encoder() }
}
