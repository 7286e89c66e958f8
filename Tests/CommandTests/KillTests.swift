import Engine
import Foundation
import Testing

/// Searches and trainings of the program itself, killed and resumed.
@Suite(.serialized) struct KillTests {
  /// How many processes are killed in all: a few, or what the environment variable DARTBOARD_KILLS
  /// says, a quarter of them trainings.
  static let kills =
    ProcessInfo.processInfo.environment["DARTBOARD_KILLS"].flatMap { Int($0) } ?? 6

  /// Resumes until the run is finished; a run that had not begun is started.
  private func finish(
    _ kind: SmallRun,
    _ store: String,
    threads: Int,
    in folder: URL
  ) throws -> URL {
    let place = folder.appending(path: store)
    if let run = onlyRun(in: place),
      FileManager.default.fileExists(atPath: run.appending(path: "spec.json").path())
    {
      let outcome = try Dartboard.run(
        ["resume", run.path(), "--threads", "\(threads)"],
        in: folder
      )
      #expect(outcome.code == 0, Comment(rawValue: outcome.errors))
    } else {
      let outcome = try kind.start(store: store, in: folder).outcome()
      #expect(outcome.code == 0, Comment(rawValue: outcome.errors))
    }
    return try #require(onlyRun(in: place))
  }

  @Test(
    "killed at a random moment and resumed, a run ends as one never interrupted",
    arguments: [(SmallRun.search, kills - kills / 4), (.train, kills / 4)]
  )
  func killed(_ kind: SmallRun, _ count: Int) throws {
    let whole = try kind.undisturbed()
    // The moments are the same every time, as far as a moment in another process can be.
    let moments = RandomStream(seed: 1, name: "kills/\(kind.rawValue)")
    try withFolder { folder in
      try kind.write(in: folder)
      var early = 0
      for round in 0..<count {
        let store = "kill-\(round)"
        let process = try kind.start(store: store, in: folder)
        let ledger = {
          onlyRun(in: folder.appending(path: store))?.appending(path: "ledger.jsonl")
        }
        // Anywhere: before the first step, inside a step, in a checkpoint, in the probes at the end.
        let line = Int(
          moments.uniform(step: UInt64(round), index: 0) * Double(whole.lines)
        )
        process.wait { lineCount(ledger()) >= line }
        let pause = moments.uniform(step: UInt64(round), index: 1) * whole.seconds / 10
        usleep(UInt32(pause * 1e6))
        process.send(SIGKILL)
        if try process.outcome().code == -1 { early += 1 }
        let run = try finish(kind, store, threads: 1 + round % 2, in: folder)
        let isSame = recordOf(run) == whole.record
        #expect(isSame, "kill \(round), after \(line) lines of the ledger and \(pause) s")
        if round == 0 && kind == .search { try compareReports(run, whole, in: folder) }
        try FileManager.default.removeItem(at: folder.appending(path: store))
      }
      #expect(2 * early >= count - 1, "most processes ended before they were killed")
    }
  }

  private func compareReports(_ run: URL, _ whole: SmallRun.Undisturbed, in folder: URL) throws {
    let copy = try whole.copy(into: folder.appending(path: "whole"))
    for (path, name) in [(copy, "one"), (run, "two")] {
      let outcome = try Dartboard.run(["report", path.path(), "--into", name], in: folder)
      #expect(outcome.code == 0, Comment(rawValue: outcome.errors))
    }
    let files = try FileManager.default.contentsOfDirectory(
      atPath: folder.appending(path: "one").path()
    ).sorted()
    #expect(files.contains("README.md") && files.contains("curves.png"))
    for file in files where file != "README.md" {
      let one = try Data(contentsOf: folder.appending(path: "one/\(file)"))
      #expect(try one == Data(contentsOf: folder.appending(path: "two/\(file)")), "\(file)")
    }
    // The page names the folder that its record is in; nothing else may differ.
    let pages = try [(copy, "one"), (run, "two")].map { path, name in
      try String(contentsOf: folder.appending(path: "\(name)/README.md"), encoding: .utf8)
        .replacing(path.deletingLastPathComponent().lastPathComponent + "/", with: "store/")
    }
    #expect(pages[0] == pages[1])
  }

  @Test(
    "a signal to stop ends the step, writes a checkpoint and says how to go on",
    arguments: [
      (SmallRun.search, SIGINT, 130), (.train, SIGTERM, 143),
    ] as [(SmallRun, Int32, Int32)]
  )
  func stopped(_ kind: SmallRun, _ signal: Int32, _ code: Int32) throws {
    try withFolder { folder in
      try kind.write(in: folder)
      let process = try kind.start(store: "runs", in: folder)
      let store = folder.appending(path: "runs")
      process.wait { lineCount(onlyRun(in: store)?.appending(path: "ledger.jsonl")) >= 3 }
      process.send(signal)
      let outcome = try process.outcome()
      #expect(outcome.code == code)
      let run = try #require(onlyRun(in: store))
      #expect(outcome.errors.contains("dartboard resume runs/\(run.lastPathComponent)"))
      #expect(outcome.output.isEmpty)
      let resumed = try finish(kind, "runs", threads: 1, in: folder)
      let again = try Dartboard.run(["resume", run.path()], in: folder)
      #expect(again.code == 0 && again.output.contains("finished"))
      let isSame = try recordOf(resumed) == kind.undisturbed().record
      #expect(isSame)
    }
  }

  @Test("of two processes on one run one is refused and the other goes on")
  func twoProcesses() throws {
    try withFolder { folder in
      try SmallRun.search.write(in: folder)
      let first = try SmallRun.search.start(store: "runs", in: folder)
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
      let isSame = try recordOf(run) == SmallRun.search.undisturbed().record
      #expect(isSame)
    }
  }
}
