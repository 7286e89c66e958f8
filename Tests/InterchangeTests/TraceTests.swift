import Foundation
import Interchange
import Probes
import Records
import Reports
import Testing

@Suite("Import of traces")
struct TraceTests {
  static let header = """
    {"trace": 1, "classes": 10, "epochs": 3, "operations": ["none", "skip_connect", "sep_conv_3x3"]}

    """

  static func read(_ text: String) throws -> SearchImport {
    let folder = try TemporaryFolder()
    return try TraceImport.read(
      try folder.write(text, to: "trace.jsonl"),
      derive: TraceDerivation.cell
    )
  }

  @Test("Alphas become weights and cells, accuracies shares, and every choice is noted")
  func whole() throws {
    let row = "[1, 2, 0]"
    let rows = "[" + [String](repeating: row, count: 14).joined(separator: ", ") + "]"
    let search = try Self.read(
      Self.header + """
        {"epoch": 0, "alpha_normal": \(rows), "valid_accuracy": 12.5}
        {"epoch": 2, "alpha_normal": \(rows), "dominant_eigenvalue": 0.25, "train_loss": null}

        """
    )
    let weights = try #require(search.epochs[0].normalWeights?.first)
    #expect(abs(weights.reduce(0, +) - 1) < 1e-12)
    #expect(abs(weights[1] - 0.6652409557748219) < 1e-12)
    #expect(search.epochs[0].validAccuracy == 0.125)
    #expect(search.epochs[1].eigenvalue == 0.25)
    #expect(search.genotype?.contains("('skip_connect', 0), ('skip_connect', 1)") == true)
    #expect(search.isFinished)
    #expect(search.spec.decisions.count == 2)
    let folder = try TemporaryFolder()
    let outcome = try ImportWriter.write([search], store: folder.path, manifest: [:])[0]
    let history = try HistoryReader.read(outcome.folder)
    #expect(history.epochs.map { $0.normal?.skips } == [8, 8])
    #expect(FileManager.default.fileExists(atPath: outcome.folder.alphaPath))
    #expect(outcome.folder.isFinished)
  }

  @Test(
    "A broken trace is one error with the line",
    arguments: [
      ("{\"epoch\": 0}\n{\"epoch\": 0}\n", "line 2, key 'epoch'"),
      ("{\"epoch\": 0}\n{\"epo\n", "line 2, column"),
      ("{\"epoch\": 0, \"loss\": 1}\n", "line 1"),
      ("{\"epoch\": 0, \"valid_acuracy\": 1}\n", "did you mean 'valid_accuracy'?"),
      ("{\"epoch\": -1}\n", "whole number from 0"),
      ("{\"epoch\": 0, \"valid_accuracy\": 101}\n", "from 0 to 100"),
      ("{\"epoch\": 0, \"train_loss\": NaN}\n", "line 1, column"),
      ("{\"epoch\": 0, \"alpha_normal\": [[1, 2], \"x\"]}\n", "row 2"),
      ("{\"epoch\": 0, \"alpha_normal\": [[1, null]]}\n", "row 1, column 2"),
      ("{\"epoch\": 0, \"operations\": [\"a\"], \"alpha_normal\": [[1, 2]]}\n", "rows of 1"),
      (
        "{\"epoch\": 0, \"alpha_normal\": [[1, 2]]}\n{\"epoch\": 1, \"alpha_normal\": [[1]]}\n",
        "the shape of epoch 0"
      ),
      ("{\"epoch\": 0, \"genotype\": \"os.system('x')\"}\n", "a genotype"),
      ("{\"epoch\": 0}\n{\"trace\": 1}\n", "'trace' first"),
      ("{\"trace\": 2}\n{\"epoch\": 0}\n", "from 1 to 1"),
      ("[1]\n", "an object"),
      ("", "no epoch"),
      ("{\"epoch\": 0, \"epoch\": 1}\n", "a name used once"),
    ]
  )
  func broken(_ text: String, _ message: String) throws {
    let error = try #require(throws: ImportError.self) { try Self.read(text) }
    #expect(error.description.contains(message), "\(error)")
    #expect(error.description.contains("trace.jsonl"))
  }

  @Test("Mutated traces never trap: they are read or refused")
  func mutations() throws {
    let folder = try TemporaryFolder()
    let text =
      Self.header + "{\"epoch\": 0, \"alpha_normal\": [[1, 2, 3], [4, 5, 6]], \"valid_loss\": 2}\n"
      + "{\"epoch\": 1, \"alpha_normal\": [[1, 2, 3], [4, 5, 6]], \"valid_accuracy\": 55.5}\n"
    var generator = SeededGenerator(state: 9)
    var refused = 0
    for _ in 0..<300 {
      let path = try folder.write(generator.mutate(Array(text.utf8)), to: "trace.jsonl")
      do {
        _ = try TraceImport.read(path, derive: TraceDerivation.cell)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 100)
    #expect(refused < 300)
  }

  @Test(
    "A search in PyTorch that logs with trace_logger.py is imported and diagnosed",
    .enabled(if: Peer.python("torch") != nil, "no Python with PyTorch")
  )
  func pytorch() throws {
    let python = try #require(Peer.python("torch"))
    let folder = try TemporaryFolder()
    let path = folder.path + "/search.jsonl"
    let result = try Peer.run(
      python,
      ["-B", "small_darts.py", path],
      in: Places.package + "/fixtures/peers"
    )
    #expect(result.status == 0)
    let search = try TraceImport.read(path, derive: TraceDerivation.cell)
    #expect(search.epochs.count == 6)
    #expect(search.epochs.allSatisfy { $0.normalWeights?.count == 14 && $0.genotype != nil })
    #expect((search.epochs.last?.validAccuracy ?? 0) > 0.5)
    let outcome = try ImportWriter.write([search], store: folder.path, manifest: [:])[0]
    let verdict = CollapseJudge().judge(try HistoryReader.read(outcome.folder))
    #expect(verdict.verdict == .healthy)
    let report = try HistoryReport.write(outcome.folder, to: folder.path + "/report", version: "0")
    #expect(try String(contentsOfFile: report, encoding: .utf8).contains("alpha.png"))
  }

  @Test("The logger that users copy has fewer than 60 lines")
  func size() throws {
    let text = try String(
      contentsOfFile: Places.package + "/fixtures/peers/trace_logger.py",
      encoding: .utf8
    )
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count < 60)
  }
}
