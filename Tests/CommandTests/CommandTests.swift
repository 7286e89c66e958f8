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
      let search = try Dartboard.run(
        ["search", "--spec", "tiny.yaml", "--json", "--threads", "1"],
        in: folder
      )
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
          "--threads", "1",
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
    arguments: [
      "methods", "spaces", "operations", "datasets", "probes", "charts", "panels", "comparisons",
      "metrics", "events",
    ]
  )
  func lists(_ family: String) throws {
    try withFolder { folder in
      let plain = try Dartboard.run(["list", family], in: folder)
      let json = try Dartboard.run(["list", family, "--json"], in: folder)
      #expect(plain.code == 0 && json.code == 0)
      let values = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
      let entries = try #require(values as? [[String: Any]])
      #expect(!entries.isEmpty && entries.allSatisfy { $0["summary"] is String })
      // Every entry starts a line of the text, in the same order; notes may stand between.
      let starts = plain.output.split(separator: "\n").map {
        String($0.prefix { $0 != " " && $0 != ":" })
      }
      let ids = entries.compactMap { $0["id"] as? String }
      #expect(ids.count == entries.count)
      #expect(starts.filter(Set(ids).contains) == ids)
    }
  }

  @Test("a notebook from the starter runs, is found again, agrees with itself and tells a change")
  func notebook() throws {
    try withFolder { folder in
      let new = try Dartboard.run(["new", "notebook", "first"], in: folder)
      try #require(new.code == 0, Comment(rawValue: new.errors))
      #expect(try Dartboard.run(["new", "notebook", "first"], in: folder).code == 64)
      #expect(try Dartboard.run(["new", "notebook", "../out"], in: folder).code == 64)
      let file = folder.appending(path: "notebooks-md/first.md")
      var text = try String(contentsOf: file, encoding: .utf8)
      text = text.replacing(
        "epochs: 3, data.trainImages: 256",
        with: "epochs: 1, data.trainImages: 32, data.testImages: 16"
      )
      text = text.replacing("resize: average-2", with: "resize: average-4")
      text = text.replacing(
        "space: darts ",
        with: "probes: {curvature: false, convergence: false}\nspace: darts "
      )
      try Data(text.utf8).write(to: file)
      let run = try Dartboard.run(
        ["run", "notebooks-md/first.md", "--html", "--json", "--threads", "1"],
        in: folder
      )
      try #require(run.code == 0, Comment(rawValue: run.errors))
      #expect(run.output.contains("\"executed\":4"))
      let again = try Dartboard.run(["run", "notebooks-md/first.md", "--check"], in: folder)
      #expect(again.code == 0 && again.output.contains("4 runs found, 0 run now"))
      let figure = "reports/first/compare-curves-supernet.accuracy.png"
      let explained = try Dartboard.run(["explain", figure], in: folder)
      #expect(explained.code == 0 && explained.output.contains("csv     "))
      #expect(explained.output.contains("matches"))
      let page = folder.appending(path: "reports/first/README.md")
      let report = try String(contentsOf: page, encoding: .utf8)
      #expect(!report.contains("{{") && report.contains("## Made from"))
      try Data((report + "x").utf8).write(to: page)
      let changed = try Dartboard.run(["run", "notebooks-md/first.md", "--check"], in: folder)
      #expect(changed.code == 1 && changed.output.contains("README.md: line"))
      let several = try Dartboard.run(
        ["report", "methods-darts-v1-1", "methods-darts-v1-2"],
        in: folder
      )
      #expect(several.code == 0, Comment(rawValue: several.errors))
      let trace = try Dartboard.run(
        ["report", "methods-darts-v1-1", "--explain", "curves"],
        in: folder
      )
      #expect(trace.code == 0 && trace.output.contains("search.epoch, validation.accuracy"))
    }
  }

  @Test("a method whose name no folder can have gives its search another")
  func names() throws {
    try withFolder { folder in
      let run = try Dartboard.run(
        [
          "search", "--method", "darts+", "--epochs", "1", "--images", "32", "--batch", "16",
          "--channels", "4", "--cells", "2", "--no-probes", "--json",
        ],
        in: folder
      )
      #expect(run.code == 0 && run.output.contains("runs/darts-plus-synthetic-"), "\(run.output)")
    }
  }

  @Test("check runs the quick profile, compares, and tells what it could not render")
  func check() throws {
    try withFolder { folder in
      let text = """
        ---
        profile: full
        profiles:
          quick: {epochs: 1}
        ---
        # Words

        ```run
        name: small
        channels: 4
        cells: 2
        epochs: 2
        batch: 16
        data: {dataset: synthetic, trainImages: 32, testImages: 16}
        probes: {curvature: false}
        ```

        Ends at {{ small.supernet.accuracy }}.

        """
      let notebooks = folder.appending(path: "notebooks-md")
      try FileManager.default.createDirectory(at: notebooks, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: notebooks.appending(path: "study.md"))
      try Data("# Only words\n".utf8).write(to: notebooks.appending(path: "words.md"))
      let none = try Dartboard.run(["check"], in: folder)
      #expect(none.code == 1 && none.output.contains("README.md: missing"))
      #expect(none.output.contains("dartboard run notebooks-md/study.md --profile quick"))
      #expect(
        none.output.contains("words, profile full: not checked, it has nothing to run or show")
      )
      for profile in ["quick", "full"] {
        let run = try Dartboard.run(
          ["run", "notebooks-md/study.md", "--profile", profile],
          in: folder
        )
        try #require(run.code == 0, Comment(rawValue: run.errors))
      }
      let page = folder.appending(path: "reports/study/quick/README.md")
      let report = try String(contentsOf: page, encoding: .utf8)
      #expect(report.hasPrefix("> This is the profile `quick`") && report.contains("../README.md"))
      let same = try Dartboard.run(["check"], in: folder)
      #expect(same.code == 0, Comment(rawValue: same.output))
      #expect(same.output.contains("study, profile quick: reports/study/quick is what"))
      #expect(same.output.contains("study, profile full: reports/study is what"))
      // Without runs the quick ones are executed, the others are not.
      let fresh = try Dartboard.run(["check", "--out", "other", "--json"], in: folder)
      #expect(fresh.code == 0, Comment(rawValue: fresh.output))
      #expect(fresh.output.contains("1 of 1 runs are not in the store"))
      #expect(fresh.output.contains("\"checked\":\"stated\""))
      try Data(text.replacing("epochs: 2", with: "epochs: 3").utf8).write(
        to: notebooks.appending(path: "study.md")
      )
      let other = try Dartboard.run(["check", "--out", "other"], in: folder)
      #expect(other.code == 1, Comment(rawValue: other.output))
      #expect(other.output.contains("was not made from 1 of the notebook's 1 runs, small first"))
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
