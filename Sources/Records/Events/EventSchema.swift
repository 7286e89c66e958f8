/// A JSON Schema (draft 2020-12) of the lines of an event log, made from the Swift types.
public enum EventSchema {
  /// The schema that every line of a log of these events fits, and no line that lacks a field or has
  /// another.
  ///
  /// - Precondition: no two types share an id.
  /// - Throws: `EventSchemaError` for a type whose decoding cannot be followed.
  public static func schema(of types: [any RunEvent.Type]) throws(EventSchemaError) -> JSONValue {
    var lines: [(String, JSONValue)] = []
    for type in types {
      precondition(!lines.contains { $0.0 == type.id }, "two events are called \(type.id)")
      lines.append((type.id, try line(of: type)))
    }
    lines.sort { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
    return .object([
      "$schema": .string("https://json-schema.org/draft/2020-12/schema"),
      "title": .string("A line of events.jsonl"),
      "oneOf": .array(lines.map { $0.1 }),
      "$defs": .object([
        "number": .object([
          "anyOf": .array([
            .object(["type": .string("number")]),
            .object(["enum": .array([.string("nan"), .string("inf"), .string("-inf")])]),
          ])
        ])
      ]),
    ])
  }

  private static func line<Event: RunEvent>(
    of type: Event.Type
  ) throws(EventSchemaError) -> JSONValue {
    let node = SchemaNode()
    do {
      _ = try SchemaProbe(node: node, codingPath: []).read(type)
    } catch {
      throw EventSchemaError(event: type.id, reason: "\(error)")
    }
    guard case .members(var members) = node.shape else {
      throw EventSchemaError(event: type.id, reason: "it does not decode from named values")
    }
    for (name, shape) in [
      ("event", SchemaNode.Shape.constant(.string(type.id))),
      ("v", .constant(.integer(type.version))), ("seq", .count),
    ] {
      members[name] = SchemaNode(shape)
    }
    node.shape = .members(members)
    return node.schema
  }
}

/// An event type of which no schema can be made.
public struct EventSchemaError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The event's id.
  public let event: String
  /// Why not.
  public let reason: String

  /// One line.
  public var description: String {
    "no schema of event \(event): \(reason); an enum must be CaseIterable"
  }
}

/// What is known of a place in a type.
final class SchemaNode {
  enum Shape {
    case anything
    case boolean
    case whole
    case count
    case number
    case text
    case constant(JSONValue)
    case oneOf([JSONValue])
    case list(SchemaNode)
    case dictionary(SchemaNode)
    case members([String: SchemaNode])
  }

  var shape: Shape
  var isOptional = false

  init(_ shape: Shape = .anything) {
    self.shape = shape
  }

  /// The node of a member, made when new.
  func member(_ name: String) -> SchemaNode {
    var members: [String: SchemaNode] = [:]
    if case .members(let known) = shape { members = known }
    if let node = members[name] { return node }
    let node = SchemaNode()
    members[name] = node
    shape = .members(members)
    return node
  }

  var schema: JSONValue {
    guard isOptional else { return ownSchema }
    return .object(["anyOf": .array([ownSchema, .object(["type": .string("null")])])])
  }

  private var ownSchema: JSONValue {
    switch shape {
    case .anything: return .object([:])
    case .boolean: return .object(["type": .string("boolean")])
    case .whole: return .object(["type": .string("integer")])
    case .count: return .object(["type": .string("integer"), "minimum": .integer(0)])
    case .number: return .object(["$ref": .string("#/$defs/number")])
    case .text: return .object(["type": .string("string")])
    case .constant(let value): return .object(["const": value])
    case .oneOf(let values): return .object(["enum": .array(values)])
    case .list(let item):
      return .object(["type": .string("array"), "items": item.schema])
    case .dictionary(let item):
      return .object(["type": .string("object"), "additionalProperties": item.schema])
    case .members(let members):
      let names = members.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      return .object([
        "type": .string("object"), "additionalProperties": .bool(false),
        "required": .array(names.map { .string($0) }),
        "properties": .object(members.mapValues { $0.schema }),
      ])
    }
  }
}
