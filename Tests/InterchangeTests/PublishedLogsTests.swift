import Foundation
import Interchange
import Probes
import Records
import Reports
import Search
import Testing

/// What the published logs must come out as; the logs are no part of the package.
@Suite(
  "Published RobustDARTS logs",
  .enabled(if: Places.logs != nil, "../shared/data/robustdarts-logs is absent")
)
struct PublishedLogsTests {
  /// A row of `summary.csv`.
  struct Row {
    let fields: [String: String]

    static let all: [Row] = {
      guard let path = Places.logs,
        let text = try? String(
          contentsOfFile: path + "/summary.csv",
          encoding: .utf8
        )
      else { return [] }
      let lines = text.split(whereSeparator: { $0.isNewline }).map { cells($0) }
      guard let head = lines.first else { return [] }
      return lines.dropFirst().map { line in
        Row(fields: Dictionary(zip(head, line), uniquingKeysWith: { first, _ in first }))
      }
    }()

    /// Fields between commas; quoted ones may hold commas.
    static func cells(_ line: Substring) -> [String] {
      var result = [""]
      var isQuoted = false
      for character in line {
        if character == "\"" {
          isQuoted.toggle()
        } else if character == "," && !isQuoted {
          result.append("")
        } else {
          result[result.count - 1].append(character)
        }
      }
      return result
    }

    subscript(_ key: String) -> String { fields[key] ?? "" }

    func numbers(_ key: String) -> [Double] {
      self[key].split(separator: ";").compactMap { Double($0) }
    }
  }

  static let searches: [SearchImport] =
    Places.logs.flatMap { try? RobustDARTSImport.read($0) } ?? []

  static func row(_ search: SearchImport) -> Row? {
    Row.all.first { row in
      search.spec.name
        == "robustdarts-\(row["space"])-\(row["dataset"])-\(row["drop_path"])_"
        + "\(row["weight_decay"])-\(row["job"])-\(row["run"])"
    }
  }

  @Test("All eleven sample runs are found and match the summary of the published runs")
  func summary() throws {
    #expect(Self.searches.count == 11)
    for search in Self.searches {
      guard let row = Self.row(search) else { continue }
      let skips = row.numbers("normal_skips_per_epoch").map { Int($0) }
      let counts = search.epochs.compactMap { epoch -> Int? in
        guard let text = epoch.genotype else { return nil }
        return text.prefix(upTo: text.range(of: "normal_concat")?.lowerBound ?? text.endIndex)
          .components(separatedBy: "skip_connect").count - 1
      }
      #expect(counts == skips, "\(search.spec.name)")
      if let last = search.epochs.last?.validAccuracy, let error = Double(row["final_valid_error"])
      {
        #expect(abs(100 * (1 - last) - error) < 0.01, "\(search.spec.name)")
      }
      let eigenvalues = row.numbers("dominant_eigenvalue")
      #expect(search.hessians.count == eigenvalues.count)
      for (ours, theirs) in zip(search.hessians, eigenvalues) {
        // Six digits are printed.
        #expect(abs(ours.dominant - theirs) < 1e-5 * theirs + 1e-9, "\(search.spec.name)")
        #expect(abs((ours.rowSum ?? 0) - 0.001) < 1e-6)
        #expect((ours.rowSumError ?? 1) < 1e-6)
        #expect(ours.asymmetry == 0)
      }
    }
  }

  @Test("The errors files of the sample are told apart as the log tells them")
  func orientation() {
    for search in Self.searches
    where search.spec.files.contains(where: { $0.name.hasPrefix("errors") }) {
      let expected = search.hessians.isEmpty ? "accuracies" : "errors"
      #expect(search.spec.decisions.contains { $0.contains("hold \(expected)") })
    }
  }

  @Test(
    "The early-stopping rule replays the published runs",
    arguments: [
      ("s1", "0.0", "0.0003", "1", 22, 10, 1.4528), ("s1", "0.0", "0.0003", "2", 22, 10, 1.5382),
      ("s3", "0.0", "0.0003", "1", 34, 22, 1.5500),
    ]
  )
  func stopping(
    _ space: String,
    _ drop: String,
    _ decay: String,
    _ run: String,
    _ decided: Int,
    _ returned: Int,
    _ ratio: Double
  ) throws {
    let row = try #require(
      Row.all.first {
        $0["space"] == space && $0["drop_path"] == drop && $0["weight_decay"] == decay
          && $0["run"] == run
      }
    )
    let decision = try #require(
      try EigenvalueRatio.code.decide(
        epochs: row.numbers("hessian_epochs").map { Int($0) },
        eigenvalues: row.numbers("dominant_eigenvalue")
      )
    )
    #expect(decision.decidedEpoch == decided)
    #expect(decision.returnedEpoch == returned)
    #expect(abs(decision.ratio - ratio) < 1e-3)
  }

  @Test("Collapsed, healthy, untrained and unstarted runs get their names")
  func verdicts() throws {
    let folder = try TemporaryFolder()
    let outcomes = try ImportWriter.write(Self.searches, store: folder.path, manifest: [:])
    let verdicts = try outcomes.map { outcome in
      CollapseJudge().judge(try HistoryReader.read(outcome.folder)).verdict
    }
    let named = Dictionary(
      zip(Self.searches.map { $0.spec.name }, verdicts),
      uniquingKeysWith: { first, _ in first }
    )
    for (name, verdict) in [
      ("robustdarts-s1-cifar10-0.0_0.0003-2516843-1", SearchHealth.collapsed),
      ("robustdarts-s1-cifar10-0.0_0.0009-2516844-3", .collapsed),
      ("robustdarts-s1-cifar10-0.0_0.0081-2516846-2", .healthy),
      ("robustdarts-s1-cifar10-0.0_0.0243-2516847-3", .healthy),
      ("robustdarts-s1-cifar10-0.2_0.0009-2497405-1", .healthy),
      ("robustdarts-s1-cifar10-0.8_0.2187-2497454-3", .notTrained),
      ("robustdarts-s3-svhn-0.0_0.0003-2516870-1", .collapsed),
      ("robustdarts-s3-svhn-0.0_0.2187-2614103-3", .notTrained),
      ("robustdarts-s3-svhn-0.2_0.0003-2663351-1", .undecided),
      ("robustdarts-s3-svhn-0.4_0.0003-2614117-2", .healthy),
    ] {
      #expect(named[name] == verdict, "\(name)")
    }
  }

  @Test("The summary's every run that trained and ended with 5 skips or more is called collapsed")
  func naming() {
    for row in Row.all where !row["genotype"].isEmpty {
      let history = Detector.history(row)
      let verdict = CollapseJudge().judge(history).verdict
      let isDead = (Double(row["final_valid_error"]) ?? 0) > 80.9
      let skips = Int(row["normal_skips"]) ?? 0
      if isDead {
        #expect(verdict == .notTrained, "\(history.name)")
      } else if skips >= 5 {
        #expect(verdict == .collapsed, "\(history.name)")
      } else {
        #expect(verdict != .collapsed, "\(history.name)")
      }
    }
  }
}
