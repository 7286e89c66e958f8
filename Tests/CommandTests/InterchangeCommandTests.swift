import Foundation
import Testing

@Suite("Commands on imported and exported runs", .serialized)
struct InterchangeCommandTests {
  static let cell =
    "[('skip_connect', 0), ('skip_connect', 1), ('skip_connect', 0), ('skip_connect', 1), "
    + "('skip_connect', 0), ('skip_connect', 1), ('sep_conv_3x3', 0), ('skip_connect', 1)]"

  /// A log of ten epochs whose cell is skip connections from the first epoch on.
  static var log: String {
    var lines = ["args = Namespace(epochs=10, seed=2, set='cifar10')"]
    for epoch in 0..<10 {
      lines.append("epoch \(epoch) lr 1e-2")
      lines.append("train 000 1.0 50.0 90.0")
      lines.append("train_acc \(50 + epoch).0")
      lines.append("valid_acc \(40 + epoch).0")
      lines.append(
        "genotype = Genotype(normal=\(cell), normal_concat=range(2, 6), reduce=\(cell), "
          + "reduce_concat=range(2, 6))"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("import, diagnose, runs, report and export work one after the other")
  func chain() throws {
    try withFolder { folder in
      try Data(Self.log.utf8).write(to: folder.appending(path: "search.txt"))
      let imported = try Dartboard.run(["import", "log", "search.txt", "--json"], in: folder)
      try #require(imported.code == 0, Comment(rawValue: imported.errors))
      let list = try JSONSerialization.jsonObject(with: Data(imported.output.utf8))
      let run = try #require((list as? [[String: Any]])?.first?["run"] as? String)

      let diagnosed = try Dartboard.run(
        ["diagnose", run, "--json", "--fail-on", "collapsed"],
        in: folder
      )
      #expect(diagnosed.code == 3)
      let verdict = try object(diagnosed.output)
      #expect(verdict["verdict"] as? String == "collapsed")
      #expect(verdict["onsetEpoch"] as? Int == 0)
      #expect((verdict["evidence"] as? [Any])?.isEmpty == false)
      let passed = try Dartboard.run(["diagnose", run, "--fail-on", "not-trained"], in: folder)
      #expect(passed.code == 0)
      let early = try object(
        try Dartboard.run(["diagnose", run, "--epochs", "2", "--json"], in: folder).output
      )
      #expect(early["verdict"] as? String == "undecided")
      #expect(early["onsetEpoch"] is NSNull)

      let runs = try Dartboard.run(["runs", "kind=imported-search", "collapsed"], in: folder)
      #expect(runs.output.contains("search"))
      let none = try Dartboard.run(["runs", "verdict=healthy"], in: folder)
      #expect(none.output.contains("no run"))
      let report = try Dartboard.run(["report", run], in: folder)
      #expect(report.code == 0, Comment(rawValue: report.errors))

      for (format, start) in [
        ("csv", "epoch,"), ("json", "{\"events\":"), ("genotype", "Genotype("),
      ] {
        let out = try Dartboard.run(
          ["export", run, "--format", format, "--into", "out.\(format)"],
          in: folder
        )
        #expect(out.code == 0, Comment(rawValue: out.errors))
        let text = try String(
          contentsOf: folder.appending(path: "out.\(format)"),
          encoding: .utf8
        )
        #expect(text.hasPrefix(start))
      }
      let empty = try Dartboard.run(["export", run, "--format", "onnx"], in: folder)
      #expect(empty.code == 2)
      #expect(empty.errors.contains("dartboard train"))
    }
  }

  @Test("a search of our own is diagnosed, and a training leaves weights in every format")
  func own() throws {
    try withFolder { folder in
      let spec = """
        name: tiny
        channels: 4
        cells: 3
        epochs: 1
        batch: 8
        data: {dataset: synthetic, trainImages: 16, testImages: 8, resize: average-2}
        probes: {curvature: false, discretization: false}

        """
      try Data(spec.utf8).write(to: folder.appending(path: "tiny.yaml"))
      let search = try Dartboard.run(["search", "--spec", "tiny.yaml", "--json"], in: folder)
      try #require(search.code == 0, Comment(rawValue: search.errors))
      let run = try #require(try object(search.output)["run"] as? String)
      let verdict = try object(try Dartboard.run(["diagnose", run, "--json"], in: folder).output)
      #expect(["undecided", "not-trained"].contains(verdict["verdict"] as? String))
      for format in ["safetensors", "npz", "tensorboard"] {
        let out = try Dartboard.run(["export", run, "--format", format], in: folder)
        #expect(out.code == 0, Comment(rawValue: out.errors))
      }
      let train = try Dartboard.run(
        [
          "train", "--genotype", run, "--dataset", "synthetic", "--images", "16", "--epochs", "1",
          "--channels", "4", "--cells", "3", "--batch", "8", "--resize", "average-2", "--json",
        ],
        in: folder
      )
      try #require(train.code == 0, Comment(rawValue: train.errors))
      let trained = try #require(try object(train.output)["run"] as? String)
      let model = try Dartboard.run(
        ["export", trained, "--format", "onnx", "--into", "net.onnx"],
        in: folder
      )
      #expect(model.code == 0, Comment(rawValue: model.errors))
      let size = try Data(contentsOf: folder.appending(path: "net.onnx")).count
      #expect(size > 10_000)
    }
  }

  @Test("a broken file is one error with file and place, and no folder is left")
  func broken() throws {
    try withFolder { folder in
      try Data("{\"epoch\": 0}\n{\"epoch\":".utf8).write(to: folder.appending(path: "t.jsonl"))
      let outcome = try Dartboard.run(["import", "trace", "t.jsonl", "--out", "st"], in: folder)
      #expect(outcome.code == 2)
      #expect(outcome.errors.contains("t.jsonl, line 2, column"))
      #expect(outcome.output.isEmpty)
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "st").path))
      let misspelt = try Dartboard.run(["diagnose", "x", "--fail-on", "colapsed"], in: folder)
      #expect(misspelt.code == 64)
      #expect(misspelt.errors.contains("did you mean 'collapsed'?"))
      #expect(try Dartboard.run(["diagnose", "absent"], in: folder).code == 2)
    }
  }
}
