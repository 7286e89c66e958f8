public import Records

/// A choice on an axis of a method, with its options: one file per choice, one line in the axis's
/// catalogue.
///
/// In a spec it is written as named values: `kind`, the id, beside the options. The defaults of the
/// options are the paper's.
public protocol AxisChoice: Codable, Hashable, Sendable {
  /// The name in specs; never changed once published.
  var id: String { get }
  /// What it does, with its paper.
  var summary: String { get }
  /// Options out of range; places are relative to the choice.
  func validate() -> [SpecProblem]
}

extension AxisChoice {
  /// Nothing out of range.
  public func validate() -> [SpecProblem] { [] }

  /// This choice's members in a spec, without `kind`.
  func members() throws -> JSONValue {
    let tree = try CanonicalJSON.encode(self)
    // A choice without options encodes to null.
    return tree == .null ? .object([:]) : tree
  }

  /// The same choice with other members.
  func reading(_ members: JSONValue) throws -> Self {
    try CanonicalJSON.decode(Self.self, from: members)
  }

  func isEqual(_ other: any AxisChoice) -> Bool {
    (other as? Self) == self
  }
}

/// An axis of a method: the family of its choices.
public protocol Axis {
  /// The protocol of the choices, as `any ...`.
  associatedtype Choice: Sendable
  /// The name of the axis in specs.
  static var name: String { get }
  /// Every choice with its default options, in the order documentation lists them.
  static var all: [Choice] { get }
  /// A choice as what all axes have in common.
  static func erased(_ choice: Choice) -> any AxisChoice
}

extension Axis {
  /// The choice named `id` with its default options, or nil.
  public static func choice(_ id: String) -> Choice? {
    all.first { erased($0).id == id }
  }
}

/// One choice of an axis, as it stands in a spec.
@propertyWrapper
public struct Chosen<Family: Axis>: Sendable {
  /// The choice.
  public var wrappedValue: Family.Choice

  /// Chooses.
  public init(wrappedValue: Family.Choice) {
    self.wrappedValue = wrappedValue
  }

  /// The choice as what all axes have in common.
  public var erased: any AxisChoice { Family.erased(wrappedValue) }
}

extension Chosen: Hashable {
  /// Whether both are the same choice with the same options.
  public static func == (one: Chosen, other: Chosen) -> Bool {
    one.erased.isEqual(other.erased)
  }

  /// Hashes the choice.
  public func hash(into hasher: inout Hasher) {
    erased.hash(into: &hasher)
  }
}

extension Chosen: Codable {
  /// Reads `kind` and the options of that kind.
  public init(from decoder: any Decoder) throws {
    var tree = try decoder.singleValueContainer().decode(JSONValue.self)
    guard case .object(var members) = tree, case .string(let kind)? = members["kind"],
      let found = Family.choice(kind)
    else {
      let known = Family.all.map { Family.erased($0).id }.joined(separator: ", ")
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "expected named values with 'kind', one of \(known), got \(tree.text)"
        )
      )
    }
    members["kind"] = nil
    tree = .object(members)
    guard let read = try Family.erased(found).reading(tree) as? Family.Choice else {
      preconditionFailure("\(kind) is no choice of the axis \(Family.name)")
    }
    wrappedValue = read
  }

  /// Writes `kind` beside the options.
  public func encode(to encoder: any Encoder) throws {
    guard case .object(var members) = try erased.members() else {
      preconditionFailure("\(erased.id) does not encode to named values")
    }
    members["kind"] = .string(erased.id)
    var container = encoder.singleValueContainer()
    try container.encode(JSONValue.object(members))
  }
}
