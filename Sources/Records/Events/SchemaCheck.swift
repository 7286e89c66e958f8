/// What of a value does not fit a schema.
public struct SchemaMisfit: Sendable, Hashable, CustomStringConvertible {
  /// Where in the value, such as `train.loss` or `spectrum[3]`; empty for all of it.
  public let place: String
  /// What the schema asks for there.
  public let expected: String
  /// What is there.
  public let got: String

  /// One line.
  public var description: String {
    (place.isEmpty ? "" : "\(place): ") + "expected \(expected), got \(got)"
  }
}

/// Holds values against the schemas that `EventSchema` makes: of JSON Schema the words that stand in
/// those and no other.
public struct SchemaCheck {
  private let root: JSONValue

  /// Takes a whole schema.
  public init(_ schema: JSONValue) {
    root = schema
  }

  /// The first thing of a value that does not fit; nil when all fits.
  ///
  /// - Precondition: the schema has no word that `EventSchema` does not write.
  public func misfit(of value: JSONValue) -> SchemaMisfit? { misfit(value, root, "") }

  private func misfit(_ value: JSONValue, _ schema: JSONValue, _ place: String) -> SchemaMisfit? {
    guard case .object(let words) = schema else {
      preconditionFailure("a schema is an object, not \(schema.text)")
    }
    for word in words.keys.sorted() {
      guard let rule = words[word] else { continue }
      if let found = misfit(value, word, rule, beside: words, place) { return found }
    }
    return nil
  }

  private func misfit(
    _ value: JSONValue,
    _ word: String,
    _ rule: JSONValue,
    beside words: [String: JSONValue],
    _ place: String
  ) -> SchemaMisfit? {
    func wrong(_ expected: String) -> SchemaMisfit {
      SchemaMisfit(place: place, expected: expected, got: String(value.text.prefix(60)))
    }
    switch (word, rule) {
    case ("$schema", _), ("$defs", _), ("title", _): return nil
    case ("$ref", .string(let path)):
      let name = path.split(separator: "/").last.map(String.init) ?? ""
      return misfit(value, root["$defs"]?[name] ?? .object([:]), place)
    case ("const", _): return value == rule ? nil : wrong(rule.text)
    case ("enum", .array(let values)):
      return values.contains(value) ? nil : wrong("one of \(rule.text)")
    case ("anyOf", .array(let rules)):
      let misfits = rules.compactMap { misfit(value, $0, place) }
      return misfits.count < rules.count ? nil : misfits.first
    case ("oneOf", .array(let rules)): return misfit(value, oneOf: rules, place)
    case ("items", _):
      guard case .array(let items) = value else { return nil }
      for (index, item) in items.enumerated() {
        if let found = misfit(item, rule, "\(place)[\(index)]") { return found }
      }
      return nil
    case ("required", .array(let names)):
      for case .string(let name) in names where value[name] == nil {
        return wrong("a member '\(name)'")
      }
      return nil
    case ("properties", .object(let rules)):
      for name in rules.keys.sorted() {
        if let member = value[name], let own = rules[name],
          let found = misfit(member, own, Self.path(place, name))
        {
          return found
        }
      }
      return nil
    case ("additionalProperties", _):
      guard case .object(let members) = value else { return nil }
      for name in members.keys.sorted() where words["properties"]?[name] == nil {
        if rule == .bool(false) { return wrong("no member '\(name)'") }
        if let found = misfit(members[name] ?? .null, rule, Self.path(place, name)) { return found }
      }
      return nil
    case ("minimum", .integer(let least)):
      if case .integer(let number) = value, number < least { return wrong("\(least) or more") }
      return nil
    case ("type", .string(let type)):
      return Self.types(of: value).contains(type) ? nil : wrong(type)
    default: preconditionFailure("no schema of events has \(word): \(rule.text)")
    }
  }

  /// Of several kinds of line exactly one fits; the one whose name a line carries says what is wrong.
  private func misfit(_ value: JSONValue, oneOf rules: [JSONValue], _ place: String)
    -> SchemaMisfit?
  {
    let misfits = rules.map { misfit(value, $0, place) }
    if misfits.count(where: { $0 == nil }) == 1 { return nil }
    for (rule, found) in zip(rules, misfits) {
      let name = rule["properties"]?["event"]?["const"]
      if name != nil, name == value["event"], let found { return found }
    }
    return SchemaMisfit(
      place: Self.path(place, "event"),
      expected: "one of the \(rules.count) kinds of event",
      got: value["event"]?.text ?? "none"
    )
  }

  private static func path(_ place: String, _ name: String) -> String {
    place.isEmpty ? name : "\(place).\(name)"
  }

  private static func types(of value: JSONValue) -> [String] {
    switch value {
    case .null: ["null"]
    case .bool: ["boolean"]
    case .integer: ["integer", "number"]
    case .number: ["number"]
    case .string: ["string"]
    case .array: ["array"]
    case .object: ["object"]
    }
  }
}
