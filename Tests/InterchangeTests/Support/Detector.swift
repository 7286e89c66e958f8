import Probes

/// Histories from rows of the summary of published runs.
enum Detector {
  /// Skips by epoch, eigenvalues, and the accuracy of the last epoch.
  static func history(_ row: PublishedLogsTests.Row) -> SearchHistory {
    let skips = row.numbers("normal_skips_per_epoch").map { Int($0) }
    var epochs = skips.enumerated().map { number, count -> SearchHistory.Epoch in
      var epoch = SearchHistory.Epoch(number)
      epoch.normal = SearchHistory.CellCount(skips: count, parameterFree: count, kept: 8)
      return epoch
    }
    for (epoch, value) in zip(
      row.numbers("hessian_epochs"),
      row.numbers("dominant_eigenvalue")
    ) where epochs.indices.contains(Int(epoch)) {
      epochs[Int(epoch)].eigenvalue = value
    }
    if let last = epochs.indices.last {
      epochs[last].validAccuracy = Double(row["final_valid_error"]).map { 1 - $0 / 100 }
      epochs[last].trainAccuracy = Double(row["final_train_error"]).map { 1 - $0 / 100 }
    }
    return SearchHistory(
      name: "\(row["space"]) \(row["drop_path"]) \(row["weight_decay"]) run \(row["run"])",
      classes: 10,
      plannedEpochs: 50,
      isFinished: skips.count == 50,
      includedDecay: 0.001,
      epochs: epochs
    )
  }
}
