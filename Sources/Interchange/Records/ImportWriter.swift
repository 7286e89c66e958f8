import Foundation
public import Records

/// Writes imported searches as run folders: each appears whole or not at all.
public enum ImportWriter {
  /// Where an import went.
  public struct Outcome: Sendable, Hashable {
    /// The run's folder.
    public let folder: RunFolder
    /// Whether it was there already, from the same files.
    public let existed: Bool
  }

  /// Records searches in a store, in order; none when one of them cannot be written.
  ///
  /// - Throws: `StoreError`, `SpecError` for a name that cannot be part of a path.
  public static func write(
    _ searches: [SearchImport],
    store: String,
    manifest: [String: String]
  ) throws -> [Outcome] {
    var staged: [(temporary: RunFolder, folder: RunFolder)] = []
    defer {
      for pair in staged { try? FileManager.default.removeItem(atPath: pair.temporary.path) }
    }
    var outcomes: [Outcome] = []
    for search in searches {
      let folder = try RunFolder(store: store, spec: search.spec)
      let exists = FileManager.default.fileExists(atPath: folder.path)
      if !exists && !outcomes.contains(where: { $0.folder == folder }) {
        let temporary = RunFolder(path: "\(store)/.import-\(getpid())-\(staged.count)")
        staged.append((temporary, folder))
        try fill(temporary, search, manifest)
      }
      outcomes.append(Outcome(folder: folder, existed: exists))
    }
    for pair in staged {
      guard rename(pair.temporary.path, pair.folder.path) == 0 else {
        throw StoreError.io(
          path: pair.folder.path,
          action: "rename the finished folder to",
          reason: String(cString: strerror(errno))
        )
      }
    }
    return outcomes
  }

  private static func fill(
    _ folder: RunFolder,
    _ search: SearchImport,
    _ manifest: [String: String]
  ) throws {
    // A leftover of a killed process with this number is of no use.
    try? FileManager.default.removeItem(atPath: folder.path)
    try folder.create(spec: search.spec, manifest: manifest)
    try? FileManager.default.removeItem(atPath: folder.checkpointsPath)
    let log = try EventLog(creating: folder.eventsPath)
    var hessians = search.hessians[...]
    for epoch in search.epochs {
      try log.append(epoch)
      for measured in hessians.prefix(while: { $0.epoch <= epoch.epoch }) {
        try log.append(ImportedHessian(measured))
        hessians.removeFirst()
      }
    }
    for rest in hessians { try log.append(ImportedHessian(rest)) }
    let finished = ImportedFinished(
      genotype: search.genotype,
      epochs: search.epochs.count,
      isComplete: search.isFinished
    )
    try log.append(finished)
    try writeAlpha(search, folder)
    guard let genotype = search.genotype, search.isFinished else { return }
    let result = JSONValue.object([
      "genotype": .string(genotype), "epochs": .integer(search.epochs.count),
      "steps": .integer(0),
    ])
    try folder.write(result, to: "result.json")
  }

  /// `alpha.npz` as a search of our own writes it, when every epoch has all rows of one shape.
  private static func writeAlpha(_ search: SearchImport, _ folder: RunFolder) throws {
    var archive = NumPyArchive()
    var isEmpty = true
    for kind in ["normal", "reduce"] {
      let states = search.alpha.filter { $0.kind == kind }.map { $0.values }
      guard let first = states.first, let width = first.first?.count,
        states.allSatisfy({ $0.count == first.count && $0.allSatisfy { $0.count == width } })
      else { continue }
      archive.add(
        "alpha_\(kind)",
        states.flatMap { $0.flatMap { $0 } },
        shape: [states.count, first.count, width]
      )
      isEmpty = false
    }
    if !isEmpty { try AtomicFile.write(archive.data(), to: folder.alphaPath) }
  }
}
