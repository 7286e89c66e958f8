/// The tagged choices of a spec: objects whose member `kind` decides which other members there are.
///
/// A path names members with dots, `*` standing for any item of a list: `relaxation`,
/// `regularizers.*`. When a user's file changes `kind`, the members of the default choice are
/// dropped and those of the new choice start from the defaults given here. A file may also give the
/// kind alone: `relaxation: softmax`.
public struct SpecChoices: Sendable {
  private var tables: [String: [String: JSONValue]] = [:]

  /// Creates an empty table.
  public init() {}

  /// Declares that `kind` is allowed at `path` and what its other members are by default.
  ///
  /// - Precondition: the defaults encode to named values.
  /// - Throws: what encoding the defaults throws.
  public mutating func add(_ path: String, kind: String, defaults: some Encodable) throws {
    add(path, kind: kind, tree: try CanonicalJSON.encode(defaults))
  }

  /// Declares a choice without members of its own.
  public mutating func add(_ path: String, kind: String) {
    add(path, kind: kind, tree: .object([:]))
  }

  /// Declares a choice by the tree of its defaults; a member `kind` in it is replaced.
  ///
  /// - Precondition: `tree` is an object.
  public mutating func add(_ path: String, kind: String, tree: JSONValue) {
    guard case .object(var members) = tree else {
      preconditionFailure("the defaults of \(path) kind \(kind) are \(tree.kind), not an object")
    }
    members["kind"] = .string(kind)
    tables[path, default: [:]][kind] = .object(members)
  }

  /// The kinds allowed at `path`, sorted; nil when no choice is made there.
  public func kinds(at path: String) -> [String]? {
    tables[path]?.keys.sorted()
  }

  /// The defaults of `kind` at `path`, its member `kind` included.
  public func defaults(at path: String, kind: String) -> JSONValue? {
    tables[path]?[kind]
  }
}
