/// Where the state in two checkpoints parts: the first tensor and the first number in it.
public struct StateDifference: Sendable, Hashable, CustomStringConvertible {
  /// The group, as in the ledger.
  public let group: String
  /// The tensor or value in the group.
  public let name: String
  /// The index along every axis; empty for a value.
  public let index: [Int]
  /// What the first has there.
  public let first: String
  /// What the second has there.
  public let second: String
  /// How many bits of that number differ; nil for a value.
  public let bits: Int?
  /// How many numbers of the tensor differ.
  public let count: Int
  /// How many numbers the tensor has.
  public let all: Int
  /// How many tensors and values differ in all.
  public let differing: Int

  /// One sentence.
  public var description: String {
    var text = "\(group)/\(name)"
    if !index.isEmpty { text += "[\(index.map { String($0) }.joined(separator: ", "))]" }
    text += " is \(first) in the first and \(second) in the second"
    if let bits { text += " (\(bits) \(bits == 1 ? "bit" : "bits"))" }
    if all > 1 { text += "; \(count) of its \(all) numbers differ" }
    return text
      + "; \(differing) \(differing == 1 ? "tensor or value differs" : "tensors and values differ")"
  }

  /// The first difference between two states in the order of names, or nil.
  ///
  /// What a recorder adds (events, the ledger's head) is not compared.
  public static func first(_ one: Checkpoint, _ two: Checkpoint) -> StateDifference? {
    let names = Set(one.tensors.keys).union(two.tensors.keys).sorted()
    let parting = names.filter { one.tensors[$0] != two.tensors[$0] }
    let (values, others) = (values(one), values(two))
    let keys = Set(values.keys).union(others.keys).sorted().filter { values[$0] != others[$0] }
    let differing = parting.count + keys.count
    guard let key = (parting.prefix(1) + keys.prefix(1)).min() else { return nil }
    if parting.first == key, let a = one.tensors[key], let b = two.tensors[key],
      a.shape == b.shape, a.type == b.type
    {
      return tensor(key, a, b, differing: differing)
    }
    let (first, second) =
      parting.first == key
      ? (text(one.tensors[key]), text(two.tensors[key]))
      : (values[key]?.text ?? "not there", others[key]?.text ?? "not there")
    return StateDifference(
      key,
      index: [],
      first: String(first.prefix(200)),
      second: String(second.prefix(200)),
      bits: nil,
      count: 1,
      all: 1,
      differing: differing
    )
  }

  private init(
    _ key: String,
    index: [Int],
    first: String,
    second: String,
    bits: Int?,
    count: Int,
    all: Int,
    differing: Int
  ) {
    let parts = key.split(separator: "/", maxSplits: 1).map { String($0) }
    group = parts.first ?? key
    name = parts.count > 1 ? parts[1] : ""
    self.index = index
    self.first = first
    self.second = second
    self.bits = bits
    self.count = count
    self.all = all
    self.differing = differing
  }

  private static func values(_ checkpoint: Checkpoint) -> [String: JSONValue] {
    guard case .object(let members)? = checkpoint.state[StateExchange.values] else { return [:] }
    return members
  }

  private static func text(_ tensor: StoredTensor?) -> String {
    tensor.map { "a tensor \($0.type.rawValue) of shape \($0.shape)" } ?? "not there"
  }

  private static func tensor(
    _ key: String,
    _ a: StoredTensor,
    _ b: StoredTensor,
    differing: Int
  ) -> StateDifference {
    let size = a.type.size
    let (one, two) = ([UInt8](a.bytes), [UInt8](b.bytes))
    let places = (0..<a.count).filter { place in
      (0..<size).contains { one[place * size + $0] != two[place * size + $0] }
    }
    let place = places.first ?? 0
    let bits = (0..<size).reduce(0) {
      $0 + (one[place * size + $1] ^ two[place * size + $1]).nonzeroBitCount
    }
    var index: [Int] = []
    var rest = place
    for extent in a.shape.reversed() {
      index.insert(rest % max(1, extent), at: 0)
      rest /= max(1, extent)
    }
    return StateDifference(
      key,
      index: index,
      first: number(a, place),
      second: number(b, place),
      bits: bits,
      count: places.count,
      all: a.count,
      differing: differing
    )
  }

  private static func number(_ tensor: StoredTensor, _ place: Int) -> String {
    func text<Element: StoredElement>(_ type: Element.Type) -> String? {
      tensor.values(as: type).map { "\($0[place])" }
    }
    return text(Float.self) ?? text(Double.self) ?? text(Int64.self) ?? text(Int32.self)
      ?? text(UInt8.self) ?? "?"
  }
}
