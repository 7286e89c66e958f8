import Foundation
import Testing

@Suite(.serialized) struct VerifyTests {
  private func search(_ store: String, _ more: [String] = [], in folder: URL) throws -> URL {
    try SmallRun.search.write(in: folder)
    let outcome = try Dartboard.run(SmallRun.search.arguments(store: store) + more, in: folder)
    try #require(outcome.code == 0, Comment(rawValue: outcome.errors))
    return try #require(onlyRun(in: folder.appending(path: store)))
  }

  @Test(
    "a golden run that comes out the same, a changed one, a missing one and a stray are told apart"
  )
  func goldenChanged() throws {
    try withFolder { folder in
      let golden = folder.appending(path: "golden")
      try FileManager.default.createDirectory(at: golden, withIntermediateDirectories: true)
      try Data(SmallRun.search.yaml.utf8).write(to: golden.appending(path: "mine.yaml"))
      let missing = try Dartboard.run(["verify", "golden"], in: folder)
      #expect(missing.code == 2)
      #expect(missing.errors.contains("dartboard verify golden --update"))
      try Data().write(to: golden.appending(path: "stray.ledger.jsonl"))
      try Data().write(to: golden.appending(path: "stray.events.jsonl"))
      let update = try Dartboard.run(["verify", "golden", "--update"], in: folder)
      #expect(update.code == 0, Comment(rawValue: update.errors))
      #expect(update.output.contains("mine: recorded") && update.output.contains("stray: removed"))
      let same = try Dartboard.run(["verify", "golden", "--threads", "3"], in: folder)
      #expect(same.code == 0 && same.output.contains("mine: same"), Comment(rawValue: same.errors))
      let other = SmallRun.search.yaml.replacing("channels: 2", with: "channels: 2\nseed: 1")
      try Data(other.utf8).write(to: golden.appending(path: "mine.yaml"))
      let changed = try Dartboard.run(["verify", "golden"], in: folder)
      #expect(changed.code == 1)
      #expect(changed.output.contains("mine: different: the runs part at step 0"))
    }
  }

  @Test("a run is verified whole and in part, with other threads; bad requests are refused")
  func verify() throws {
    try withFolder { folder in
      let run = try search("runs", in: folder)
      let whole = try Dartboard.run(["verify", run.path(), "--threads", "2"], in: folder)
      #expect(whole.code == 0, Comment(rawValue: whole.errors))
      #expect(whole.output.hasPrefix("same: steps 0 to 12, 13 ledger entries"))
      let part = try Dartboard.run(
        ["verify", run.path(), "--steps", "11..12", "--threads", "1"],
        in: folder
      )
      #expect(part.code == 0 && part.output.contains("the checkpoint of step 11"))
      let early = try Dartboard.run(
        ["verify", run.path(), "--steps", "2..5", "--threads", "1"],
        in: folder
      )
      #expect(
        early.code == 0 && early.output.contains("4 ledger entries, executed again from its spec")
      )
      for (arguments, code) in [
        ([run.path(), "--steps", "5..2"], 64), ([run.path(), "--steps", "x"], 64),
        ([run.path(), "--steps", "90..99"], 2), (["absent"], 2), ([run.path(), "--update"], 64),
      ] as [([String], Int32)] {
        #expect(try Dartboard.run(["verify"] + arguments, in: folder).code == code)
      }
    }
  }

  @Test("diff finds the same, another seed, and a ledger that was tampered with")
  func diff() throws {
    try withFolder { folder in
      let one = try search("one", in: folder)
      let two = try search("two", ["--ledger-interval", "2"], in: folder)
      let same = try Dartboard.run(["diff", one.path(), two.path()], in: folder)
      #expect(same.code == 0, Comment(rawValue: same.errors))
      #expect(same.output.contains("Every step both record agrees, through step 12"))
      let three = try search("three", ["--seed", "7"], in: folder)
      let other = try Dartboard.run(["diff", one.path(), three.path(), "--json"], in: folder)
      #expect(other.code == 1, Comment(rawValue: other.errors))
      let value = try #require(
        try JSONSerialization.jsonObject(with: Data(other.output.utf8)) as? [String: Any]
      )
      #expect(value["step"] as? Int == 0 && value["same"] as? Bool == false)
      #expect((value["specs"] as? [String]) == ["seed: 0 and 7"])
      #expect((value["number"] as? [String: Any])?["group"] as? String != nil)
      #expect(try Dartboard.run(["diff", one.path(), "absent"], in: folder).code == 2)
      let ledger = two.appending(path: "ledger.jsonl")
      let text = try String(contentsOf: ledger, encoding: .utf8)
      try text.replacing("\"step\":4", with: "\"step\":5").write(
        to: ledger,
        atomically: true,
        encoding: .utf8
      )
      let damaged = try Dartboard.run(["diff", one.path(), two.path()], in: folder)
      #expect(damaged.code == 2 && damaged.errors.contains("line"))
    }
  }
}
