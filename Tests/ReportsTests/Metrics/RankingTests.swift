import Charts
import Foundation
import Records
import Testing
import Training

@testable import Reports
@testable import Search

/// Rankings against a baseline, from records written for the purpose.
@Suite struct RankingTests {
  /// A finished search whose derived network got `accuracy` when trained alone.
  private func record(
    _ method: String,
    seed: Int,
    accuracy: Double,
    in store: String
  ) throws -> SearchRecord {
    var spec = SearchSpec()
    spec.name = "r"
    spec.method = method
    spec.seed = seed
    let recorder = try RunRecorder(creating: spec, store: store, manifest: [:])
    try recorder.log.append(
      SearchStarted(
        specHash: try spec.hash(),
        weightCount: 1,
        alphaCount: 224,
        weightImages: 1,
        architectureImages: 1,
        imageSize: [8, 8]
      )
    )
    try recorder.log.append(SearchFinished(genotype: "g", epochs: 1, steps: 1))
    var record = try SearchRecord(recorder.folder)
    record.trainings["alone"] = [
      StandaloneResult(
        genotype: "g",
        seed: 0,
        test: Score(loss: 1, accuracy: accuracy),
        run: "x"
      )
    ]
    return record
  }

  private func comparison() throws -> Comparison {
    let store = NSTemporaryDirectory() + "ranking-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: store) }
    let accuracies = [
      ("good", [0.80, 0.81, 0.82]), ("random", [0.70, 0.72, 0.71]), ("alike", [0.60, 0.85, 0.70]),
      ("bad", [0.50, 0.51, 0.52]),
    ]
    var labelled: [(label: String, record: SearchRecord)] = []
    for (method, values) in accuracies {
      for (seed, value) in values.enumerated() {
        labelled.append(
          (
            method,
            try record("darts-v1", seed: 10 * labelled.count + seed, accuracy: value, in: store)
          )
        )
      }
    }
    var comparison = Comparison(by: "method", labelled)
    comparison.baseline = "random"
    return comparison
  }

  @Test("arms are ranked by the mean, each with its difference from the baseline")
  func table() throws {
    let metric = try #require(MetricCatalog.metric("alone.accuracy"))
    let lines = ComparedRankingTable.text(try comparison(), [metric]).split(separator: "\n")
    #expect(lines[0].contains("minus random"))
    #expect(lines[2].hasPrefix("| 1 | good | 3 | 81.0 %"))
    #expect(lines[2].contains("+10.0 points"))
    #expect(lines[3].contains("alike") && lines[4].contains("the baseline"))
    #expect(lines[5].contains("bad") && lines[5].contains("-20.0 points"))
  }

  @Test("only differences that seeds do not explain count for or against an arm")
  func verdict() throws {
    let metric = try #require(MetricCatalog.metric("alone.accuracy"))
    let comparison = try comparison()
    let words = try #require(ComparedRankingTable.verdict(comparison, metric))
    #expect(words.contains("above it: 1 (good)") && words.contains("below it: 1 (bad)"))
    #expect(words.contains("2 have a higher mean"))
    guard
      case .figure(let figure, _) = ComparedRankingPanel().content(
        comparison,
        metric: metric,
        against: nil
      )
    else {
      Issue.record("no figure")
      return
    }
    let lines = figure.csv().split(whereSeparator: \.isNewline)
    #expect(lines.dropFirst().first?.hasPrefix("good,mean,81") == true)
  }
}
