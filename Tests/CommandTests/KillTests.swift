import Foundation
import Testing

/// Searches and trainings of the program itself, killed and resumed.
@Suite(.serialized) struct KillTests {
  static let search = """
    name: killed
    channels: 4
    cells: 2
    epochs: 3
    batch: 8
    data:
      trainImages: 64
      testImages: 8
      resize: average-2
    probes:
      curvatureIterations: 2
      curvatureBatch: 8

    """

  static let training = """
    name: killed
    genotype: "Genotype(normal=[('sep_conv_3x3', 0), ('skip_connect', 1)], normal_concat=[2], reduce=[('max_pool_3x3', 0), ('dil_conv_3x3', 1)], reduce_concat=[2])"
    channels: 4
    cells: 3
    epochs: 3
    batch: 8
    data:
      trainImages: 48
      testImages: 16
      resize: average-2
      cutout: 0

    """

  /// How often a search is killed: a few times, or what the environment variable DARTBOARD_KILLS says.
  static var kills: Int {
    ProcessInfo.processInfo.environment["DARTBOARD_KILLS"].flatMap { Int($0) } ?? 6
  }

  private func start(_ kind: String, _ store: String, in folder: URL) throws -> RunningProcess {
    try RunningProcess(
      [kind, "--spec", "\(kind).yaml", "--out", store, "--checkpoint-steps", "1", "--json"],
      in: folder
    )
  }

  private func write(_ folder: URL) throws {
    try Data(Self.search.utf8).write(to: folder.appending(path: "search.yaml"))
    try Data(Self.training.utf8).write(to: folder.appending(path: "train.yaml"))
  }

  /// The record of a run that nothing happened to.
  private func whole(_ kind: String, in folder: URL) throws -> [String: Data] {
    let outcome = try start(kind, "whole", in: folder).outcome()
    try #require(outcome.code == 0, Comment(rawValue: outcome.errors))
    return recordOf(try #require(onlyRun(in: folder.appending(path: "whole"))))
  }

  /// Resumes until the run is finished; a run that had not begun is started.
  private func finish(_ kind: String, _ store: String, in folder: URL) throws -> URL {
    let place = folder.appending(path: store)
    if let run = onlyRun(in: place),
      FileManager.default.fileExists(atPath: run.appending(path: "spec.json").path())
    {
      let outcome = try Dartboard.run(["resume", run.path()], in: folder)
      #expect(outcome.code == 0, Comment(rawValue: outcome.errors))
    } else {
      #expect(try start(kind, store, in: folder).outcome().code == 0)
    }
    return try #require(onlyRun(in: place))
  }

  @Test(
    "killed at a random moment and resumed, a run ends as one never interrupted",
    arguments: [
      ("search", kills), ("train", max(2, kills / 3)),
    ]
  )
  func killed(_ kind: String, _ count: Int) throws {
    try withFolder { folder in
      try write(folder)
      let expected = try whole(kind, in: folder)
      #expect(expected["ledger.jsonl"] != nil && expected["result.json"] != nil)
      let steps = lineCount(
        folder.appending(path: "whole")
          .appending(
            path: try #require(onlyRun(in: folder.appending(path: "whole"))).lastPathComponent
          )
          .appending(path: "ledger.jsonl")
      )
      var generator = SystemRandomNumberGenerator()
      var early = 0
      for round in 0..<count {
        let store = "kill-\(round)"
        let process = try start(kind, store, in: folder)
        let ledger = {
          onlyRun(in: folder.appending(path: store))?.appending(path: "ledger.jsonl")
        }
        // Anywhere: before the first step, inside a step, in a checkpoint, in the probes at the end.
        let line = Int.random(in: 0..<steps, using: &generator)
        process.wait { lineCount(ledger()) >= line }
        usleep(UInt32.random(in: 0..<60_000, using: &generator))
        process.send(SIGKILL)
        if try process.outcome().code == -1 { early += 1 }
        let run = try finish(kind, store, in: folder)
        #expect(recordOf(run) == expected, "killed after \(line) lines of the ledger")
        if round == 0 && kind == "search" { try compareReports(run, in: folder) }
        try FileManager.default.removeItem(at: folder.appending(path: store))
      }
      #expect(early > 0, "no run was killed before its end")
    }
  }

  private func compareReports(_ run: URL, in folder: URL) throws {
    let whole = try #require(onlyRun(in: folder.appending(path: "whole")))
    for (path, name) in [(whole, "one"), (run, "two")] {
      let outcome = try Dartboard.run(["report", path.path(), "--into", name], in: folder)
      #expect(outcome.code == 0, Comment(rawValue: outcome.errors))
    }
    let files = try FileManager.default.contentsOfDirectory(
      atPath: folder.appending(path: "one").path()
    ).sorted()
    #expect(files.contains("README.md"))
    for file in files where file != "README.md" {
      let one = try Data(contentsOf: folder.appending(path: "one/\(file)"))
      #expect(try one == Data(contentsOf: folder.appending(path: "two/\(file)")), "\(file)")
    }
    // The page names the folder that its record is in; nothing else may differ.
    let pages = try [(whole, "one"), (run, "two")].map { path, name in
      try String(contentsOf: folder.appending(path: "\(name)/README.md"), encoding: .utf8)
        .replacing(path.deletingLastPathComponent().lastPathComponent + "/", with: "store/")
    }
    #expect(pages[0] == pages[1])
  }

  @Test(
    "a signal to stop ends the step, writes a checkpoint and says how to go on",
    arguments: [
      (SIGINT, 130), (SIGTERM, 143),
    ] as [(Int32, Int32)]
  )
  func stopped(_ signal: Int32, _ code: Int32) throws {
    try withFolder { folder in
      try write(folder)
      let process = try start("search", "runs", in: folder)
      let store = folder.appending(path: "runs")
      process.wait { lineCount(onlyRun(in: store)?.appending(path: "ledger.jsonl")) >= 3 }
      process.send(signal)
      let outcome = try process.outcome()
      #expect(outcome.code == code)
      let run = try #require(onlyRun(in: store))
      #expect(outcome.errors.contains("dartboard resume runs/\(run.lastPathComponent)"))
      #expect(outcome.output.isEmpty)
      #expect(try Dartboard.run(["resume", run.path()], in: folder).code == 0)
      let again = try Dartboard.run(["resume", run.path()], in: folder)
      #expect(again.code == 0 && again.output.contains("finished"))
      #expect(recordOf(run) == (try whole("search", in: folder)))
    }
  }

  @Test("of two processes on one run one is refused and the other goes on")
  func twoProcesses() throws {
    try withFolder { folder in
      try write(folder)
      let first = try start("search", "runs", in: folder)
      let store = folder.appending(path: "runs")
      first.wait { lineCount(onlyRun(in: store)?.appending(path: "ledger.jsonl")) >= 1 }
      first.send(SIGSTOP)
      let run = try #require(onlyRun(in: store))
      let before = try Data(contentsOf: run.appending(path: "ledger.jsonl"))
      for arguments in [
        ["search", "--spec", "search.yaml", "--out", "runs"], ["resume", run.path()],
      ] {
        let refused = try Dartboard.run(arguments, in: folder)
        #expect(refused.code == 2, Comment(rawValue: refused.errors))
        #expect(refused.errors.contains("another process"))
      }
      #expect(try Data(contentsOf: run.appending(path: "ledger.jsonl")) == before)
      first.send(SIGCONT)
      #expect(try first.outcome().code == 0)
      #expect(recordOf(run) == (try whole("search", in: folder)))
    }
  }
}
