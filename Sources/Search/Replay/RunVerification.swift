public import Datasets
public import Engine
import Foundation
import Networks
public import Records
import Training

/// A recorded run executed again and compared.
public struct RunVerification: Sendable, Hashable {
  /// The first step that was compared.
  public let first: Int
  /// The last step that was compared.
  public let last: Int
  /// How many ledger entries were compared.
  public let compared: Int
  /// The checkpoint it started from; nil at the beginning of the run.
  public let startedFrom: Int?
  /// Where the ledgers part, nil when they agree.
  public let state: LedgerDifference?
  /// Other files that differ, with where; compared for a whole run only.
  public let files: [FileDifference]

  /// Whether nothing differs.
  public var isSame: Bool { state == nil && files.isEmpty }

  /// Executes the steps `steps` again, from the last checkpoint that is not after the first of them.
  ///
  /// - Parameter progress: called with the step done and the last step.
  /// - Throws: `StoreError` when the ledger has no entry of these steps; what building the run throws.
  public static func steps(
    _ steps: ClosedRange<Int>,
    of folder: RunFolder,
    locations: DataLocations,
    pool: ThreadPool,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> RunVerification {
    let recorded = try LedgerReader(path: folder.ledgerPath).entries.map { $0.step }
    let wanted = recorded.filter { steps.contains($0) }
    guard let final = wanted.last else {
      throw StoreError.noRun(
        path: folder.ledgerPath,
        hint: "it has no entry of the steps \(steps.lowerBound) to \(steps.upperBound), only of "
          + (recorded.isEmpty ? "none" : "\(recorded[0]) to \(recorded[recorded.count - 1])")
      )
    }
    var replay = try RunReplay(
      folder,
      notAfter: steps.lowerBound,
      locations: locations,
      pool: pool
    )
    var agreed: Int?
    var count = 0
    while true {
      if steps.contains(replay.step), let groups = try replay.differences() {
        count += 1
        if !groups.isEmpty {
          return RunVerification(
            first: wanted[0],
            last: replay.step,
            compared: count,
            startedFrom: replay.startedFrom,
            state: .state(step: replay.step, groups: groups, last: agreed),
            files: []
          )
        }
        agreed = replay.step
      }
      if replay.step >= final { break }
      try replay.advance()
      progress(replay.step, final)
    }
    return RunVerification(
      first: wanted[0],
      last: final,
      compared: count,
      startedFrom: replay.startedFrom,
      state: nil,
      files: []
    )
  }

  /// Executes the whole run again, probes included, into a folder that is removed afterwards, and
  /// compares ledger, events, history of alpha and result; of a run that did not finish the ledger.
  ///
  /// - Throws: `StoreError`, what building the run throws.
  public static func whole(
    _ folder: RunFolder,
    locations: DataLocations,
    pool: ThreadPool,
    observers: @escaping (SearchSpec) -> [any SearchObserver],
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> RunVerification {
    let recorded = try LedgerReader(path: folder.ledgerPath)
    let again = try ScratchRun(
      interval: recorded.header.interval,
      locations: locations,
      pool: pool,
      observers: observers
    )
    defer { again.remove() }
    let other = try again.execute(
      folder,
      through: folder.isFinished ? nil : recorded.entries.last?.step,
      progress: progress
    )
    let ledger = try LedgerReader(path: other.ledgerPath)
    var state = LedgerReader.compare(recorded, ledger)
    // A run that did not finish is compared as far as it came.
    if !folder.isFinished, case .length? = state { state = nil }
    let names =
      folder.isFinished && state == nil ? ["events.jsonl", "alpha.npz", "result.json"] : []
    let steps = recorded.entries.map { $0.step }
    return RunVerification(
      first: steps.first ?? 0,
      last: ledger.entries.last.map { min($0.step, steps.last ?? 0) } ?? 0,
      compared: min(recorded.entries.count, ledger.entries.count),
      startedFrom: nil,
      state: state,
      files: names.compactMap { FileDifference($0, folder.file($0), other.file($0)) }
    )
  }
}

/// A file that is not the same in two folders.
public struct FileDifference: Sendable, Hashable, CustomStringConvertible {
  /// The file's name.
  public let name: String
  /// The first line that differs, from 1; nil for a file that is not text or stands on one side only.
  public let line: Int?

  /// Compares two files; nil when they are equal or both absent.
  public init?(_ name: String, _ first: String, _ second: String) {
    let (one, two) = (
      FileManager.default.contents(atPath: first), FileManager.default.contents(atPath: second)
    )
    guard one != two else { return nil }
    self.name = name
    guard name.hasSuffix(".jsonl"), let one, let two else {
      line = nil
      return
    }
    let lines = [one, two].map { $0.split(separator: 0x0A, omittingEmptySubsequences: false) }
    var same = 0
    while same < lines[0].count, same < lines[1].count, lines[0][same] == lines[1][same] {
      same += 1
    }
    line = same + 1
  }

  /// One line.
  public var description: String {
    "\(name) differs" + (line.map { " from line \($0) on" } ?? "")
  }
}
