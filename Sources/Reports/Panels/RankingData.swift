import Networks
import Probes
import Search
import Training

/// The sampled architectures whose accuracy is known: looked up in a table of true accuracies, or else
/// trained alone.
struct RankingData {
  /// Where the truth comes from, as a label of an axis.
  let truthName: String
  let ids: [String]
  let parameterFree: [Double]
  /// What ranks; the first is accuracy with batch statistics.
  let scores: [(name: String, values: [Double])]
  /// The true accuracy, 0...1: of the table, or the mean over the trainings.
  let truth: [Double]
  /// Two trainings of each, when there are two of all.
  let repeats: (one: [Double], other: [Double])?

  /// nil when fewer than two are known.
  ///
  /// - Parameter block: the name of the training block that counts; nil for all of them.
  init?(_ record: SearchRecord, block: String? = nil) {
    guard let ranking = record.ranking else { return nil }
    let blocks = record.trainings.keys.sorted().filter { block == nil || $0 == block }
    let results = blocks.flatMap { record.trainings[$0] ?? [] }
    let trained = ranking.entries.map { entry in
      results.filter { $0.genotype == entry.genotype }.sorted { $0.seed < $1.seed }
    }
    let table = block == nil ? record.truth : nil
    let known = ranking.entries.map { table?.accuracy(of: $0.genotype) }
    let places = trained.indices.filter { table == nil ? !trained[$0].isEmpty : known[$0] != nil }
    guard places.count >= 2 else { return nil }
    let isTrained = places.allSatisfy { !trained[$0].isEmpty }
    func alone(_ place: Int) -> Double {
      trained[place].reduce(0) { $0 + $1.test.accuracy } / Double(trained[place].count)
    }
    let entries = places.map { ranking.entries[$0] }
    ids = entries.indices.map { "\($0)" }
    parameterFree = entries.map { $0.parameterFree }
    var scores = [
      ("accuracy, batch statistics", entries.map { $0.accuracy }),
      ("loss, batch statistics", entries.map { -$0.loss }),
      ("accuracy, running statistics", entries.map { $0.runningAccuracy }),
      ("accuracy, recalibrated", entries.map { $0.recalibratedAccuracy }),
      ("few parameter-free operations", entries.map { -$0.parameterFree }),
    ]
    if let table {
      truthName = "True accuracy, \(table.column)"
      truth = places.map { (known[$0] ?? .nan) / 100 }
      // What training at this small size says of the truth: no inherited weights are involved.
      if isTrained { scores.append(("trained alone at this size", places.map(alone))) }
    } else {
      truthName = "Accuracy trained alone"
      truth = places.map(alone)
    }
    self.scores = scores
    repeats =
      places.allSatisfy { trained[$0].count >= 2 }
      ? (
        places.map { trained[$0][0].test.accuracy }, places.map { trained[$0][1].test.accuracy }
      ) : nil
  }

  /// Statistics of a score.
  func report(_ score: [Double]) -> RankingReport {
    RankingReport(ids: ids, score: score, truth: truth, repeats: repeats)
  }
}
