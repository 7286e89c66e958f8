/// A value of a Python literal and where it begins.
struct LiteralValue: Sendable {
  /// A named value of a call or a dictionary.
  struct Field: Sendable {
    let name: String
    let position: TextPosition
    let value: LiteralValue
  }

  indirect enum Content: Sendable {
    case text(String)
    case integer(Int)
    case real(Double)
    case none
    case boolean(Bool)
    case list([LiteralValue])
    case tuple([LiteralValue])
    case dictionary([Field])
    case call(String, [Field])
    case range(Int, Int)
  }

  let content: Content
  let position: TextPosition

  /// What it is, for errors.
  var summary: String {
    switch content {
    case .text(let text): "'\(text)'"
    case .integer(let value): "\(value)"
    case .real(let value): "\(value)"
    case .none: "None"
    case .boolean(let value): value ? "True" : "False"
    case .list(let items): "a list of \(items.count)"
    case .tuple(let items): "a tuple of \(items.count)"
    case .dictionary(let fields): "a dictionary of \(fields.count)"
    case .call(let name, _): "\(name)(...)"
    case .range(let first, let end): "range(\(first), \(end))"
    }
  }
}
