import Foundation
import Testing

/// `genotype`, `space` and `train` as users call them.
@Suite(.serialized) struct SpaceCommandTests {
  private func json(_ arguments: [String], in folder: URL) throws -> [String: Any] {
    let outcome = try Dartboard.run(arguments + ["--json"], in: folder)
    #expect(outcome.code == 0 && outcome.errors.isEmpty, Comment(rawValue: outcome.errors))
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(value as? [String: Any])
  }

  @Test(
    "published networks and supernets have their known counts",
    arguments: [
      (["genotype", "count", "DARTS_V1"], ["parameters": 3_169_414]),
      (
        ["genotype", "count", "DARTS_V2"],
        ["parameters": 3_349_342, "convolutionMultiplyAdds": 528_353_280]
      ),
      (["genotype", "count", "PDARTS"], ["parameters": 3_433_798]),
      (["genotype", "count", "PC_DARTS_cifar"], ["parameters": 3_634_678]),
      (["space", "count", "darts"], ["parameters": 1_930_618]),
      (["space", "count", "s1"], ["parameters": 405_146]),
      (["space", "count", "s2"], ["parameters": 665_466]),
      (["space", "count", "s3"], ["parameters": 665_466]),
      (["space", "count", "s4"], ["parameters": 624_506]),
    ] as [([String], [String: Int])]
  )
  func counts(_ arguments: [String], _ expected: [String: Int]) throws {
    try withFolder { folder in
      let size =
        arguments[0] == "genotype"
        ? ["--cells", "20", "--channels", "36", "--classes", "10"]
        : ["--cells", "8", "--channels", "16", "--classes", "10"]
      let found = try json(arguments + size, in: folder)
      for (name, value) in expected { #expect(found[name] as? Int == value, "\(name)") }
      let sum =
        (found["convolutionMultiplyAdds"] as? Int ?? 0)
        + (found["linearMultiplyAdds"] as? Int ?? 0)
      #expect(found["multiplyAdds"] as? Int == sum)
    }
  }

  private static let cell = "|none~0|+|nor_conv_3x3~0|none~1|+|skip_connect~0|none~1|none~2|"
  private static let other = "|none~0|+|nor_conv_1x1~0|none~1|+|skip_connect~0|none~1|none~2|"

  @Test("architectures are shown, compared, drawn, and their neighbours listed")
  func questions() throws {
    try withFolder { folder in
      let shown = try json(["genotype", "show", Self.cell], in: folder)
      #expect(shown["space"] as? String == "nasbench201" && shown["text"] as? String == Self.cell)
      let compared = try json(["genotype", "compare", Self.cell, Self.other], in: folder)
      #expect(compared["editDistance"] as? Int == 1 && compared["equal"] as? Bool == false)
      // What flows into node 2 goes nowhere in either.
      #expect(compared["isomorphic"] as? Bool == true)
      let gold =
        "Genotype(gene=[[('skip_connect', 0, 2)], [('skip_connect', 1, 2)], "
        + "[('sep_conv_3x3', 1, 2)]], concat=[2])"
      let drawn = try json(["genotype", "draw", gold, "--into", "pictures"], in: folder)
      let files = try #require(drawn["files"] as? [String])
      #expect(files == ["cell-0", "cell-1", "cell-2", "cells"].map { "pictures/\($0).png" })
      for file in files {
        let data = try Data(contentsOf: folder.appending(path: file))
        #expect(data.starts(with: [0x89, 0x50, 0x4E, 0x47]))
      }
      let near = try Dartboard.run(["space", "neighbours", "nasbench201", Self.cell], in: folder)
      #expect(near.output.split(separator: "\n").count == 24)
      let drawing = ["space", "sample", "gold", "--reach", "3", "--cells", "2", "--count", "3"]
      let sampled = try Dartboard.run(drawing + ["--json"], in: folder)
      let texts = try JSONSerialization.jsonObject(with: Data(sampled.output.utf8)) as? [String]
      #expect(texts?.count == 3 && texts?[0].contains("inputs=3") == true)
      let table = "arch,accuracy\n\(Self.cell),91.5\n"
      try Data(table.utf8).write(to: folder.appending(path: "table.csv"))
      let found = try json(["space", "lookup", Self.cell, "--table", "table.csv"], in: folder)
      #expect(found["accuracy"] as? Double == 91.5)
    }
  }

  @Test(
    "a fault names the place and what was expected there",
    arguments: [
      (["genotype", "show", "DARTS_V3"], 64, "did you mean 'DARTS_V1'?"),
      (["genotype", "show", "runs/absent"], 64, "runs/absent"),
      (["genotype", "show", "Genotype(normal=[('sep_conv_3x3', 0),]"], 64, "line 1, column"),
      (
        ["genotype", "show", "Genotype(normal=[('sep_conv_33', 0), ('skip_connect', 1)])"], 64,
        "line 1, column 19: no operation is named 'sep_conv_33' (did you mean 'sep_conv_3x3'?)"
      ),
      (["genotype", "count", "|none~0|+|none~0|none~2|"], 64, "line 1, column 23"),
      (["genotype", "count", "Blocks(k3_e1, k9_e1)"], 64, "line 1, column 15"),
      (["genotype", "count", "DARTS_V2", "--space", "s2"], 64, "known are skip_connect"),
      (["genotype", "count", "DARTS_V2", "--latency", "x.json"], 64, "blocks"),
      (["genotype", "compare", "DARTS_V2", cell], 64, "one space"),
      (["space", "count", "dart"], 64, "darts"),
      (["space", "count", "absent.yaml"], 64, "absent.yaml"),
      (["space", "count", "bad.yaml"], 64, "bad.yaml:2:13"),
      (["space", "count", "s1", "--reach", "3"], 64, "gold"),
      (["space", "sample", "darts", "--all"], 64, "100000"),
      (["space", "sample", "darts", "--count", "0"], 64, "1 to 1000000"),
      (["space", "neighbours", "s2", "DARTS_V2"], 64, "known are skip_connect"),
      (["space", "lookup", "DARTS_V2", "--table", "x.csv"], 64, "NAS-Bench-201"),
      (["space", "lookup", cell, "--table", "absent.csv"], 66, "absent.csv"),
      (["train", "--dataset", "synthetic"], 64, "--genotype"),
      (
        ["train", "--genotype", "Blocks(k3_e1, k3_e3)", "--cells", "3", "--dataset", "synthetic"],
        64, "2, as many as"
      ),
      (
        ["train", "--genotype", cell, "--auxiliary", "--dataset", "synthetic", "--images", "8"], 64,
        "auxiliary"
      ),
      (["search", "--space", "mobilenet", "--latency", "absent.json"], 64, "absent.json"),
    ] as [([String], Int, String)]
  )
  func faults(_ arguments: [String], _ code: Int, _ words: String) throws {
    try withFolder { folder in
      try Data("nodes: 2\noperations: {}\n".utf8).write(to: folder.appending(path: "bad.yaml"))
      let outcome = try Dartboard.run(arguments, in: folder)
      #expect(outcome.code == code && outcome.output.isEmpty, Comment(rawValue: outcome.errors))
      #expect(outcome.errors.contains(words), Comment(rawValue: outcome.errors))
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "runs").path()))
    }
  }

  @Test("operations are timed, and the table is used to count and to search")
  func latency() throws {
    try withFolder { folder in
      let size = ["--channels", "4", "--cells", "4"]
      let bench = try Dartboard.run(
        ["bench", "operations", "--size", "8", "--batch", "2", "--repetitions", "1"] + size,
        in: folder
      )
      #expect(bench.code == 0, Comment(rawValue: bench.errors))
      let counted = try json(
        ["genotype", "count", "Blocks(skip_connect, k5_e3, k7_e6, k3_e6)", "--size", "8"]
          + ["--channels", "4", "--latency", "latency.json"],
        in: folder
      )
      #expect(counted["latencyMicroseconds"] is Double)
      let search =
        ["search", "--space", "mobilenet", "--method", "fbnet", "--latency", "latency.json"]
        + [
          "--epochs", "1", "--images", "32", "--batch", "8", "--resize", "average-2", "--no-probes",
        ]
      let found = try json(search + size, in: folder)
      let run = try #require(found["run"] as? String)
      let spec = try String(contentsOf: folder.appending(path: run + "/spec.json"), encoding: .utf8)
      #expect(spec.contains("k7_e6") && spec.contains("\"latency\""))
      // Another size has places that were not measured.
      let other = try Dartboard.run(search + ["--channels", "6", "--cells", "4"], in: folder)
      #expect(other.code == 64 && other.errors.contains("bench operations"))
    }
  }

  @Test("what a search of a space in YAML derived is trained from its run")
  func users() throws {
    try withFolder { folder in
      let yaml = "nodes: 2\noperations: [skip_connect, nor_conv_3x3]\nchannels: 4\ncells: 3\n"
      try Data(yaml.utf8).write(to: folder.appending(path: "own.yaml"))
      let small = ["--epochs", "1", "--images", "32", "--batch", "8", "--resize", "average-2"]
      let search = ["search", "--space", "own.yaml", "--dataset", "synthetic", "--no-probes"]
      let run = try #require(try json(search + small, in: folder)["run"] as? String)
      let train = ["train", "--genotype", run, "--dataset", "synthetic", "--channels", "4"]
      let trained = try json(train + ["--cells", "3"] + small, in: folder)
      let name = try #require(trained["run"] as? String)
      let spec = try String(
        contentsOf: folder.appending(path: name + "/spec.json"),
        encoding: .utf8
      )
      #expect(spec.contains("nor_conv_3x3"))
      let counted = try json(["genotype", "count", run], in: folder)
      #expect((counted["parameters"] as? Int ?? 0) > 0)
    }
  }
}
