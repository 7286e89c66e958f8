public import Foundation

/// The state of a run at one step: tensors, and whatever else is needed as a value.
public struct Checkpoint: Sendable, Hashable {
  /// The step the state is after.
  public let step: Int
  /// The tensors by name.
  public var tensors: [String: StoredTensor]
  /// Everything that is not a tensor: counters, the number of events, and so on.
  public var state: JSONValue

  /// Creates a checkpoint.
  ///
  /// - Precondition: `step` is 0 or more.
  public init(step: Int, tensors: [String: StoredTensor], state: JSONValue = .object([:])) {
    precondition(step >= 0, "a checkpoint's step is \(step), not 0 or more")
    self.step = step
    self.tensors = tensors
    self.state = state
  }

  private static let blank = String(repeating: "0", count: 64)

  /// The file: safetensors whose metadata holds step, state and the SHA-256 of the file with zeros in
  /// the hash's own place.
  public func data() -> Data {
    let content = SafeTensors(
      tensors: tensors,
      metadata: ["sha256": Self.blank, "state": state.text, "step": String(step)]
    )
    var data = content.data()
    guard let place = data.firstRange(of: Data("\"sha256\":\"\(Self.blank)\"".utf8)) else {
      preconditionFailure("the header of step \(step) lacks its own hash")
    }
    let hash = Array(Self.hash(data).utf8)
    data.replaceSubrange(place.lowerBound + 10..<place.upperBound - 1, with: hash)
    return data
  }

  /// Reads a file and checks its hash.
  ///
  /// - Throws: `ArrayFileError` for a file that is no checkpoint or was changed in any byte.
  public init(data: Data) throws(ArrayFileError) {
    let content = try SafeTensors(data: data)
    func error(_ place: String, _ expected: String, _ got: String) -> ArrayFileError {
      ArrayFileError(format: "checkpoint", place: place, expected: expected, got: got)
    }
    guard let hash = content.metadata["sha256"], hash.utf8.count == 64,
      let place = data.firstRange(of: Data("\"sha256\":\"\(hash)\"".utf8))
    else { throw error("metadata", "sha256 of 64 digits", "none") }
    var blanked = data
    blanked.replaceSubrange(
      place.lowerBound + 10..<place.upperBound - 1,
      with: Array(Self.blank.utf8)
    )
    let found = Self.hash(blanked)
    guard found == hash else { throw error("the whole file", "SHA-256 \(hash)", found) }
    guard let step = content.metadata["step"].flatMap({ Int($0) }), step >= 0,
      let text = content.metadata["state"], let state = try? JSONValue(parsing: text)
    else { throw error("metadata", "step and state", "others") }
    self.init(step: step, tensors: content.tensors, state: state)
  }

  private static func hash(_ data: Data) -> String {
    data.withUnsafeBytes { Hashing.sha256($0) }
  }
}
