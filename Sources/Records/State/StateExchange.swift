import Foundation

/// One pass over everything that the next steps of a run depend on.
///
/// A run describes its state once, in `RecordedRun.exchange`, as named groups of named tensors and
/// values. The same description is hashed for the ledger, copied into a checkpoint and filled from
/// one, so that nothing can be in one and missing in the other. Keep the order of calls fixed.
public final class StateExchange {
  private enum Direction {
    case digest(GroupHasher.Sharing)
    case save
    case restore(Checkpoint, place: String)
  }

  /// The part of a checkpoint's own state in which values stand, by `group/name`.
  static let values = "values"

  /// The group of what a step did and no later step depends on, which no checkpoint holds.
  public static let witnessGroup = "gradients"

  private let direction: Direction
  private var hashers: [String: GroupHasher] = [:]
  private var tensors: [String: StoredTensor] = [:]
  private var saved: [String: JSONValue] = [:]

  private init(_ direction: Direction) {
    self.direction = direction
  }

  /// A pass that hashes every group; see `entry(step:)`.
  ///
  /// - Parameter sharing: calls its second argument for every number below its first, in any order and
  ///   on any threads, and returns when all is done.
  public static func digest(
    sharing: @escaping (_ count: Int, _ work: (Int) -> Void) -> Void
  ) -> StateExchange {
    StateExchange(.digest(sharing))
  }

  /// A pass that copies everything; see `checkpoint(step:state:)`.
  public static func saving() -> StateExchange { StateExchange(.save) }

  /// A pass that fills everything from a checkpoint; `place` names its file in messages.
  public static func restoring(_ checkpoint: Checkpoint, place: String) -> StateExchange {
    StateExchange(.restore(checkpoint, place: place))
  }

  /// Whether this pass fills the state: what has the size of its contents must be made first.
  public var isRestoring: Bool {
    if case .restore = direction { true } else { false }
  }

  // MARK: - What a run describes itself with

  /// Numbers in memory that keep their place and number.
  ///
  /// - Precondition: there are as many bytes as `shape` and `type` say.
  /// - Throws: `StoreError.damaged` when a checkpoint lacks the tensor or has it in another shape.
  public func memory(
    _ group: String,
    _ name: String,
    _ bytes: UnsafeMutableRawBufferPointer,
    type: ElementType,
    shape: [Int]
  ) throws(StoreError) {
    switch direction {
    case .digest: hash(group, UnsafeRawBufferPointer(bytes))
    case .save:
      save(group, name, StoredTensor(bytes: Data(bytes), type: type, shape: shape))
    case .restore: bytes.copyBytes(from: try restored(group, name, type: type, shape: shape).bytes)
    }
  }

  /// A list of numbers whose length does not change while a run goes on.
  ///
  /// - Throws: as `memory`.
  public func numbers<Element: StoredElement>(
    _ group: String,
    _ name: String,
    _ values: inout [Element],
    shape: [Int]? = nil
  ) throws(StoreError) {
    let shape = shape ?? [values.count]
    switch direction {
    case .digest: values.withUnsafeBytes { hash(group, $0) }
    case .save: save(group, name, StoredTensor(values, shape: shape))
    case .restore:
      values =
        try restored(group, name, type: Element.elementType, shape: shape).values() ?? values
    }
  }

  /// A value of any kind that encodes: counters, decisions, lists whose length changes.
  ///
  /// - Throws: as `memory`; `StoreError.damaged` too for a value that cannot be encoded.
  public func value<Value: Codable>(
    _ group: String,
    _ name: String,
    _ value: inout Value
  ) throws(StoreError) {
    let key = Self.key(group, name)
    switch direction {
    case .restore(let checkpoint, let place):
      guard let found = checkpoint.state[Self.values]?[key],
        let decoded = try? found.decoded(as: Value.self)
      else { throw Self.lacks(place, key, "\(Value.self)") }
      value = decoded
    case .digest: hash(group, try Self.encoded(value, key).bytes)
    case .save:
      let old = saved.updateValue(try Self.encoded(value, key), forKey: key)
      precondition(old == nil, "\(key) is described twice")
    }
  }

  /// Bytes that show what a step did and on which no later step depends, in the group `gradients`:
  /// hashed only.
  public func witness(_ bytes: UnsafeRawBufferPointer) {
    if case .digest = direction { hash(Self.witnessGroup, bytes) }
  }

  /// A tensor that is stored otherwise than it lies in memory: hashed as `bytes`, copied as what
  /// `read` gives, and handed to `write` when it is restored.
  ///
  /// - Throws: as `memory`.
  public func tensors(
    _ group: String,
    hashing bytes: UnsafeRawBufferPointer,
    _ parts: [(name: String, type: ElementType, shape: [Int])],
    read: (Int) -> StoredTensor,
    write: (Int, StoredTensor) -> Void
  ) throws(StoreError) {
    switch direction {
    case .digest: hash(group, bytes)
    case .save: for (index, part) in parts.enumerated() { save(group, part.name, read(index)) }
    case .restore:
      for (index, part) in parts.enumerated() {
        write(index, try restored(group, part.name, type: part.type, shape: part.shape))
      }
    }
  }

  // MARK: - What a pass gives

  /// The hashes of a pass made with `digest()`.
  public func entry(step: Int) -> LedgerEntry {
    LedgerEntry(step: step, groups: hashers.mapValues { $0.digest() })
  }

  /// The copy of a pass made with `saving()`; `state` holds what the recorder adds.
  public func checkpoint(step: Int, state: [String: JSONValue]) -> Checkpoint {
    var members = state
    members[Self.values] = .object(saved)
    return Checkpoint(step: step, tensors: tensors, state: .object(members))
  }

  // MARK: - Parts

  /// The name of a tensor in a checkpoint.
  public static func key(_ group: String, _ name: String) -> String { "\(group)/\(name)" }

  private static func encoded(_ value: some Encodable, _ key: String) throws(StoreError)
    -> JSONValue
  {
    do {
      return try JSONValue(encoding: value)
    } catch {
      throw .damaged(
        path: key,
        place: "state",
        expected: "a value that encodes",
        got: "\(error)",
        remedy: "report this as a bug"
      )
    }
  }

  private func hash(_ group: String, _ bytes: UnsafeRawBufferPointer) {
    guard case .digest(let sharing) = direction else {
      preconditionFailure("\(group) is hashed in another pass")
    }
    hashers[group, default: GroupHasher()].add(bytes, sharing: sharing)
  }

  private func hash(_ group: String, _ bytes: [UInt8]) {
    bytes.withUnsafeBytes { hash(group, $0) }
  }

  private func save(_ group: String, _ name: String, _ tensor: StoredTensor) {
    let key = Self.key(group, name)
    precondition(tensors.updateValue(tensor, forKey: key) == nil, "\(key) is described twice")
  }

  private func restored(
    _ group: String,
    _ name: String,
    type: ElementType,
    shape: [Int]
  ) throws(StoreError) -> StoredTensor {
    guard case .restore(let checkpoint, let place) = direction else {
      preconditionFailure("\(group)/\(name) is restored in another pass")
    }
    let key = Self.key(group, name)
    guard let tensor = checkpoint.tensors[key], tensor.type == type, tensor.shape == shape else {
      throw Self.lacks(place, key, "\(type.rawValue) of shape \(shape)")
    }
    return tensor
  }

  private static func lacks(_ place: String, _ key: String, _ expected: String) -> StoreError {
    .damaged(
      path: place,
      place: key,
      expected: expected,
      got: "none or another",
      remedy: "it was written by another version of the program; start the run again"
    )
  }
}
