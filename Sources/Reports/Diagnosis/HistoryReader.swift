import Interchange
import Networks
public import Probes
public import Records
import Search
import Training

/// Reads histories of searches from their records: our own, in progress or finished, and imported
/// ones.
public enum HistoryReader {
  /// The history of the run in a folder.
  ///
  /// - Throws: `StoreError` for missing or damaged files, or a run that is no search.
  public static func read(_ folder: RunFolder) throws -> SearchHistory {
    let record = try folder.read("spec.json")
    guard case .string(let kind)? = record["kind"] else { throw mismatch(folder, "no kind") }
    switch kind {
    case SearchSpec.kind: return try own(folder)
    case ImportedSearch.kind: return try imported(folder)
    default: throw mismatch(folder, "a run of kind '\(kind)'")
    }
  }

  /// Whether a record is one of an imported search.
  public static func isImported(_ folder: RunFolder) throws(StoreError) -> Bool {
    try folder.read("spec.json")["kind"] == .string(ImportedSearch.kind)
  }

  private static func mismatch(_ folder: RunFolder, _ got: String) -> StoreError {
    .damaged(
      path: folder.specPath,
      place: "key 'kind'",
      expected: "\"\(SearchSpec.kind)\" or \"\(ImportedSearch.kind)\"",
      got: got,
      remedy: "give the folder of a search or of an imported one"
    )
  }

  private static func own(_ folder: RunFolder) throws -> SearchHistory {
    let record = try SearchRecord(folder)
    let normal = record.layout.rows.filter { $0.kind == .normal }
    var eigenvalues: [Int: Double] = [:]
    for measured in record.curvature where record.doubt(of: measured) == nil {
      eigenvalues[measured.epoch] = measured.eigenvalue
    }
    var derived: [Int: Double] = [:]
    for measured in record.discretization {
      derived[measured.epoch] = measured.derived.accuracy
    }
    let epochs = record.epochs.map { ended -> SearchHistory.Epoch in
      var epoch = SearchHistory.Epoch(ended.epoch)
      epoch.trainAccuracy = ended.train.accuracy
      epoch.validAccuracy = ended.validation.accuracy
      epoch.derivedAccuracy = derived[ended.epoch]
      epoch.eigenvalue = eigenvalues[ended.epoch]
      epoch.take(genotype: ended.genotype)
      epoch.rows = normal.compactMap { row in
        guard row.range.upperBound <= ended.operationWeights.count else { return nil }
        return SearchHistory.Row(
          operations: row.operations,
          weights: Array(ended.operationWeights[row.range])
        )
      }
      return epoch
    }
    return SearchHistory(
      name: folder.name,
      classes: record.classes,
      plannedEpochs: record.spec.epochs,
      isFinished: record.finished != nil,
      includedDecay: 0,
      epochs: epochs
    )
  }

  private static func imported(_ folder: RunFolder) throws -> SearchHistory {
    let spec = try folder.spec(as: ImportedSearch.self)
    let log = try EventReader(path: folder.eventsPath)
    var eigenvalues: [Int: Double] = [:]
    var decays: [Double] = []
    for measured in try log.all(ImportedHessian.self) {
      eigenvalues[measured.epoch] = measured.eigenvalue
      if let sum = measured.rowSum { decays.append(sum) }
    }
    let finished = try log.all(ImportedFinished.self).last
    var epochs = try log.all(ImportedEpoch.self).map { ended -> SearchHistory.Epoch in
      var epoch = SearchHistory.Epoch(ended.epoch)
      epoch.trainAccuracy = ended.trainAccuracy
      epoch.validAccuracy = ended.validAccuracy
      epoch.derivedAccuracy = ended.derivedAccuracy
      epoch.eigenvalue = eigenvalues[ended.epoch] ?? ended.eigenvalue
      if let text = ended.genotype { epoch.take(genotype: text) }
      if let names = ended.operations, let weights = ended.normalWeights {
        epoch.rows = weights.map { SearchHistory.Row(operations: names, weights: $0) }
      }
      return epoch
    }
    // The final genotype is that of the last epoch; logs that print it before they train lack it there.
    if let text = finished?.genotype, finished?.isComplete == true, let last = epochs.indices.last {
      epochs[last].take(genotype: text)
    }
    return SearchHistory(
      name: folder.name,
      classes: spec.classes,
      plannedEpochs: spec.plannedEpochs,
      isFinished: finished?.isComplete ?? false,
      includedDecay: decays.last,
      epochs: epochs
    )
  }
}

extension SearchHistory.Epoch {
  /// Counts what a genotype keeps; a text in no known format counts as none.
  mutating func take(genotype text: String) {
    genotype = text
    switch try? GenotypeFormatCatalog.read(text) {
    case .genotype(let genotype)?:
      normal = SearchHistory.CellCount(genotype.normal)
      reduce = SearchHistory.CellCount(genotype.reduce)
    case .nasBench201(let cell)?: take(names: cell.operations.map { $0.rawValue })
    case .blocks(let names)?: take(names: names)
    case .cells(let cells)?:
      let counts = cells.map { SearchHistory.CellCount($0) }
      normal = SearchHistory.CellCount(
        skips: counts.reduce(0) { $0 + $1.skips },
        parameterFree: counts.reduce(0) { $0 + $1.parameterFree },
        kept: counts.reduce(0) { $0 + $1.kept }
      )
    case nil: break
    }
  }

  /// Counts the operations of an architecture with one kind of cell or layer.
  private mutating func take(names: [String]) {
    let free = SearchHistory.CellCount.parameterFree
    normal = SearchHistory.CellCount(
      skips: names.count { $0 == "skip_connect" },
      parameterFree: names.count { free.contains($0) },
      kept: names.count
    )
  }
}
