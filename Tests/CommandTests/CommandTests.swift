import Foundation
import Testing

@Suite(.serialized) struct CommandTests {
  private static let tiny = """
    name: tiny
    channels: 4
    cells: 3
    epochs: 1
    batch: 8
    data:
      dataset: synthetic
      trainImages: 16
      testImages: 8
      resize: average-2
    probes:
      curvatureIterations: 2
      curvatureBatch: 8

    """

  @Test("search, report and train work one after the other")
  func chain() throws {
    try withFolder { folder in
      try Data(Self.tiny.utf8).write(to: folder.appending(path: "tiny.yaml"))
      let search = try Dartboard.run(["search", "--spec", "tiny.yaml", "--json"], in: folder)
      try #require(search.code == 0, Comment(rawValue: search.errors))
      #expect(search.errors.isEmpty)
      let result = try JSONSerialization.jsonObject(with: Data(search.output.utf8))
      let run = try #require((result as? [String: Any])?["run"] as? String)
      #expect(run.hasPrefix("runs/tiny-"))

      let report = try Dartboard.run(["report", run], in: folder)
      #expect(report.code == 0, Comment(rawValue: report.errors))

      let train = try Dartboard.run(
        [
          "train", "--genotype", run, "--dataset", "synthetic", "--images", "16", "--epochs", "1",
          "--channels", "4", "--cells", "3", "--batch", "8", "--resize", "average-2",
        ],
        in: folder
      )
      #expect(train.code == 0, Comment(rawValue: train.errors))
    }
  }

  @Test(
    "bad input is answered with one clear error, a documented code and nothing written",
    arguments: [
      (["search", "--space", "dart"], 64, ["space", "darts"]),
      (["search", "--method", "dartz"], 64, ["method", "darts-v1"]),
      (["search", "--dataset", "cifar"], 64, ["dataset", "cifar-10"]),
      (["search", "--channels", "0"], 64, ["channels", "0"]),
      (["search", "--epochs", "-1"], 64, ["epochs"]),
      (["search", "--threads", "0"], 64, ["threads", "1 to 256"]),
      (["search", "--spec", "absent.yaml"], 64, ["absent.yaml"]),
      (["search", "--spec", "bad.yaml"], 64, ["bad.yaml", "chanels", "channels"]),
      (["search", "--dataset", "mnist", "--data-dir", "."], 66, ["mnist", "--data-dir"]),
      (["train", "--genotype", "Genotype(normal=[", "--dataset", "synthetic"], 64, ["genotype"]),
      (["train", "--genotype", "absent-run", "--dataset", "synthetic"], 64, ["absent-run"]),
      (["report", "absent-run"], 2, ["absent-run"]),
      (["run", "absent.md"], 64, ["absent.md"]),
      (["run", "bad.md"], 64, ["bad.md"]),
      (["list", "nothing"], 64, ["nothing"]),
    ] as [([String], Int, [String])]
  )
  func badInput(_ arguments: [String], _ code: Int, _ words: [String]) throws {
    try withFolder { folder in
      try Data("name: x\nchanels: 8\n".utf8).write(to: folder.appending(path: "bad.yaml"))
      try Data("# Bad\n\n```show\npanel: nothing\n```\n".utf8).write(
        to: folder.appending(path: "bad.md")
      )
      let before = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
      let outcome = try Dartboard.run(arguments, in: folder)
      #expect(outcome.code == code, Comment(rawValue: outcome.errors))
      #expect(outcome.output.isEmpty)
      for word in words {
        #expect(
          outcome.errors.lowercased().contains(word.lowercased()),
          Comment(rawValue: outcome.errors)
        )
      }
      let after = try FileManager.default.contentsOfDirectory(atPath: folder.path())
        .filter { ![".output", ".errors"].contains($0) }.sorted()
      #expect(after == before)
    }
  }

  @Test(
    "every list is readable and has a JSON form",
    arguments: ["methods", "spaces", "operations", "datasets", "probes", "charts"]
  )
  func lists(_ family: String) throws {
    try withFolder { folder in
      let plain = try Dartboard.run(["list", family], in: folder)
      let json = try Dartboard.run(["list", family, "--json"], in: folder)
      #expect(plain.code == 0 && json.code == 0)
      let values = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
      let entries = try #require(values as? [[String: Any]])
      #expect(entries.count == plain.output.split(separator: "\n").count)
      #expect(entries.allSatisfy { $0["id"] is String && $0["summary"] is String })
    }
  }

  @Test("doctor ends well and names the data sets")
  func doctor() throws {
    try withFolder { folder in
      let outcome = try Dartboard.run(["doctor"], in: folder)
      #expect(outcome.code == 0)
      #expect(outcome.output.contains("kernels") && outcome.output.contains("cifar-10"))
    }
  }
}
