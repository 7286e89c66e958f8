import Records

/// The members of one line of a trace, read with checks.
struct TraceFields {
  let members: [String: JSONValue]
  let path: String
  let line: Int

  /// The most numbers an alpha may have.
  static let matrixLimit = 1 << 20

  func fault(_ key: String, _ expected: String, _ got: String) -> ImportError {
    ImportError(path, "line \(line), key '\(key)'", expected: expected, got: got)
  }

  func refuseUnknown(_ known: [String]) throws(ImportError) {
    for key in members.keys.sorted() where !known.contains(key) {
      throw ImportError(
        path,
        "line \(line)",
        expected: "the keys \(known.joined(separator: ", "))",
        got: Quoted.text(key.utf8),
        remedy: Spelling.suggestion(key, in: known)
      )
    }
  }

  private func value(_ key: String) -> JSONValue? {
    switch members[key] {
    case nil, .null: nil
    case let value?: value
    }
  }

  private func double(_ value: JSONValue) -> Double? {
    switch value {
    case .integer(let number): Double(number)
    case .number(let number) where number.isFinite: number
    default: nil
    }
  }

  func number(_ key: String, _ range: ClosedRange<Double>? = nil) throws(ImportError) -> Double? {
    guard let value = value(key) else { return nil }
    guard let number = double(value), range?.contains(number) ?? true else {
      let limits = range.map {
        " from \(Text.plain($0.lowerBound)) to \(Text.plain($0.upperBound))"
      }
      throw fault(key, "a number\(limits ?? "")", String(value.text.prefix(60)))
    }
    return number
  }

  func integer(_ key: String, _ range: ClosedRange<Int>) throws(ImportError) -> Int? {
    guard let value = value(key) else { return nil }
    guard let number = double(value).flatMap({ Int(exactly: $0) }), range.contains(number) else {
      throw fault(
        key,
        "a whole number from \(range.lowerBound) to \(range.upperBound)",
        String(value.text.prefix(60))
      )
    }
    return number
  }

  func text(_ key: String) throws(ImportError) -> String? {
    guard let value = value(key) else { return nil }
    guard case .string(let text) = value, text.utf8.count <= 100_000 else {
      throw fault(key, "a text", value.kind)
    }
    return text
  }

  func choice(_ key: String, _ known: [String]) throws(ImportError) -> String? {
    guard let text = try text(key) else { return nil }
    guard known.contains(text) else {
      throw fault(key, "one of \(known.joined(separator: ", "))", Quoted.text(text.utf8))
    }
    return text
  }

  func texts(_ key: String) throws(ImportError) -> [String]? {
    guard let value = value(key) else { return nil }
    guard case .array(let items) = value, (1...1000).contains(items.count) else {
      throw fault(key, "a list of names", value.kind)
    }
    var names: [String] = []
    for item in items {
      guard case .string(let name) = item, !name.isEmpty, name.utf8.count <= 100,
        !names.contains(name)
      else { throw fault(key, "names that differ", String(item.text.prefix(60))) }
      names.append(name)
    }
    return names
  }

  func matrix(_ key: String) throws(ImportError) -> [[Double]]? {
    guard let value = value(key) else { return nil }
    guard case .array(let rows) = value, !rows.isEmpty else {
      throw fault(key, "a list of rows", value.kind)
    }
    var result: [[Double]] = []
    var total = 0
    for (row, item) in rows.enumerated() {
      guard case .array(let items) = item, !items.isEmpty else {
        throw fault(key, "row \(row + 1) to be a list of numbers", item.kind)
      }
      total += items.count
      guard total <= Self.matrixLimit else {
        throw fault(key, "at most \(Self.matrixLimit) numbers", "more")
      }
      var numbers: [Double] = []
      for (column, item) in items.enumerated() {
        guard let number = double(item) else {
          throw fault(
            key,
            "a finite number in row \(row + 1), column \(column + 1)",
            String(item.text.prefix(60))
          )
        }
        numbers.append(number)
      }
      result.append(numbers)
    }
    return result
  }
}

/// Numbers in messages.
enum Text {
  static func plain(_ value: Double) -> String {
    Int(exactly: value).map { String($0) } ?? String(value)
  }
}
