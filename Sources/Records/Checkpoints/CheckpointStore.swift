import Foundation

/// The checkpoints of a run: `checkpoints/step-000000012.safetensors`, the last two kept.
public struct CheckpointStore: Sendable, Hashable {
  /// How many checkpoints are kept: one more than needed, in case the last is damaged.
  public static let kept = 2

  /// The folder.
  public let path: String

  /// Names the folder at `path`; creates nothing.
  public init(path: String) {
    self.path = path
  }

  /// The checkpoints of a run.
  public init(_ folder: RunFolder) {
    path = folder.checkpointsPath
  }

  /// The path of the checkpoint after `step`.
  public func file(step: Int) -> String {
    let digits = String(step)
    let zeros = String(repeating: "0", count: max(0, 9 - digits.count))
    return "\(path)/step-\(zeros)\(digits).safetensors"
  }

  /// The steps there are files of, ascending.
  public func steps() -> [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.compactMap { name -> Int? in
      guard name.hasPrefix("step-"), name.hasSuffix(".safetensors") else { return nil }
      return Int(name.dropFirst(5).dropLast(12))
    }.sorted()
  }

  /// Writes a checkpoint whole or not at all, then removes all but the last two.
  ///
  /// - Throws: `StoreError.io`; the checkpoints before are then still there.
  public func write(_ checkpoint: Checkpoint) throws(StoreError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw .io(path: path, action: "create the folder", reason: error.localizedDescription)
    }
    try AtomicFile.write(checkpoint.data(), to: file(step: checkpoint.step))
    for step in steps().dropLast(Self.kept) { unlink(file(step: step)) }
  }

  /// Removes the checkpoints after `step`, which a resumed run will write anew.
  ///
  /// - Throws: `StoreError.io`.
  public func remove(after step: Int) throws(StoreError) {
    for later in steps() where later > step {
      guard unlink(file(step: later)) == 0 else {
        throw .io(
          path: file(step: later),
          action: "remove",
          reason: String(cString: strerror(errno))
        )
      }
    }
  }

  /// What was found when looking for the last good checkpoint.
  public struct Found: Sendable {
    /// The last checkpoint that is whole; nil when there is none.
    public let checkpoint: Checkpoint?
    /// The damaged ones that were passed over, each to be told to the person who resumes.
    public let damaged: [StoreError]
  }

  /// Reads the last checkpoint, going back to the one before when it is damaged.
  public func last(through limit: Int = .max) -> Found {
    var damaged: [StoreError] = []
    for step in steps().reversed() where step <= limit {
      do throws(StoreError) {
        return Found(checkpoint: try read(step: step), damaged: damaged)
      } catch {
        damaged.append(error)
      }
    }
    return Found(checkpoint: nil, damaged: damaged)
  }

  /// Reads the checkpoint after `step`.
  ///
  /// - Throws: `StoreError.noRun` without the file, `.damaged`.
  public func read(step: Int) throws(StoreError) -> Checkpoint {
    let path = file(step: step)
    guard let data = FileManager.default.contents(atPath: path) else {
      let known = steps().map(String.init).joined(separator: ", ")
      throw .noRun(
        path: path,
        hint: known.isEmpty ? "there is no checkpoint" : "there are steps \(known)"
      )
    }
    do throws(ArrayFileError) {
      let checkpoint = try Checkpoint(data: data)
      guard checkpoint.step == step else {
        throw ArrayFileError(
          format: "checkpoint",
          place: "step",
          expected: "\(step) as in the file's name",
          got: "\(checkpoint.step)"
        )
      }
      return checkpoint
    } catch {
      throw .damaged(
        path: path,
        place: error.place,
        expected: error.expected,
        got: error.got,
        remedy: "the checkpoint before it is used, if there is one"
      )
    }
  }
}
