import Foundation
import Interchange
import Probes
import Records
import Reports
import Search
import Testing

@Suite("Import of RobustDARTS runs")
struct RobustDARTSTests {
  static let genotype =
    "Genotype(normal=[('skip_connect', 0), ('dil_conv_3x3', 1), ('skip_connect', 0), "
    + "('sep_conv_3x3', 2), ('skip_connect', 0), ('skip_connect', 1), ('skip_connect', 0), "
    + "('skip_connect', 1)], normal_concat=range(2, 6), reduce=[('max_pool_3x3', 0), "
    + "('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 1), ('skip_connect', 2), "
    + "('max_pool_3x3', 0), ('max_pool_3x3', 0), ('max_pool_3x3', 1)], reduce_concat=range(2, 6))"

  /// A log of two epochs with validation accuracies of 40 and 55 percent.
  static let log = """
    2019-07-16 13:39:20,853 gpu device = 0
    2019-07-16 13:39:21,000 param size = 0.405146MB
    2019-07-16 13:39:22,000 epoch 0 lr 2.500000e-02 drop_prob 0.000000e+00 cutout_prob 0.000000e+00
    2019-07-16 13:39:23,000 train 000 2.288599e+00 10.937500 54.687500
    2019-07-16 13:39:24,000 train_acc 30.500000
    2019-07-16 13:39:25,000 valid 000 1.9 41.0 90.0
    2019-07-16 13:39:26,000 valid_acc 40.000000
    2019-07-16 13:39:27,000 genotype = \(genotype)
    2019-07-16 13:39:28,000 epoch 1 lr 2.497632e-02 drop_prob 4.081633e-03 cutout_prob 2.040816e-03
    2019-07-16 13:39:29,000 train 000 1.5 45.0 90.0
    2019-07-16 13:39:30,000 train_acc 44.000000
    2019-07-16 13:39:31,000 valid_acc 55.000000
    2019-07-16 13:39:32,000 genotype = \(genotype)

    """

  static func errors(_ valid: [Double]) -> String {
    let list = valid.map { "\($0)" }.joined(separator: ", ")
    let losses = valid.map { _ in "1.5" }.joined(separator: ", ")
    return """
      {"train_acc": [\(list)], "train_loss": [\(losses)], "valid_acc": [\(list)], \
      "valid_loss": [\(losses)]}
      """
  }

  @Test(
    "The log decides whether an errors file holds errors or accuracies",
    arguments: [([60.0, 45.0], "errors"), ([40.0, 55.0], "accuracies")]
  )
  func orientation(_ values: [Double], _ meaning: String) throws {
    let folder = try TemporaryFolder()
    let job = "s1/cifar10/0.2_0.0009-77"
    try folder.write(Self.log, to: "\(job)/log_1.txt")
    try folder.write(Self.errors(values), to: "\(job)/errors_1.json")
    let search = try #require(try RobustDARTSImport.read(folder.path).first)
    #expect(search.epochs.map { $0.validAccuracy } == [0.4, 0.55])
    #expect(search.epochs.map { $0.validLoss } == [1.5, 1.5])
    #expect(search.spec.decisions.contains { $0.contains("hold \(meaning)") })
    #expect(search.spec.weightDecay == 0.0009)
    #expect(search.spec.dropPath == 0.2)
    #expect(search.spec.space == "s1")
    #expect(search.spec.classes == 10)
  }

  @Test("Without a log the derivatives decide, and without either the person importing is asked")
  func undecided() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.errors([60, 45]), to: "errors_1.json")
    let error = try #require(throws: ImportError.self) {
      try RobustDARTSImport.read(folder.path)
    }
    #expect(error.description.contains("--acc-keys"))
    let stated = try RobustDARTSImport.read(folder.path, holdsErrors: true)
    #expect(stated.first?.epochs.first?.validAccuracy == 0.4)
    try folder.write("{\"epoch\": 0, \"H\": [[1, 0], [0, 2]]}\n", to: "derivatives_1.json")
    let decided = try RobustDARTSImport.read(folder.path)
    #expect(decided.first?.epochs.first?.validAccuracy == 0.4)
  }

  @Test("Eigenvalues, symmetry and the sums of rows come out of a stored Hessian")
  func hessian() throws {
    let folder = try TemporaryFolder()
    // Two alphas an edge, 28 edges: rows of an edge sum to the decay of 0.25.
    let rows = (0..<56).map { row -> [Double] in
      let weight = Double(row / 2)
      return (0..<56).map { column -> Double in
        if row / 2 != column / 2 { return 0 }
        return row == column ? 0.25 + weight : -weight
      }
    }
    let text = "[" + rows.map { "\($0)" }.joined(separator: ", ") + "]"
    try folder.write(
      "{\"epoch\": 4, \"H\": \(text), \"g\": \([Double](repeating: 0.5, count: 56))}\n",
      to: "derivatives_2.json"
    )
    let search = try #require(try RobustDARTSImport.read(folder.path).first)
    let hessian = try #require(search.hessians.first)
    #expect(hessian.epoch == 4)
    #expect(abs(hessian.dominant - 54.25) < 1e-10)
    #expect(abs(hessian.smallest - 0.25) < 1e-10)
    #expect(hessian.asymmetry == 0)
    #expect(abs((hessian.rowSum ?? 0) - 0.25) < 1e-12)
    #expect(abs((hessian.gradientNorm ?? 0) - 0.5 * 56.0.squareRoot()) < 1e-12)
  }

  @Test("A series that starts again replaces the one before, and the record says so")
  func concatenated() throws {
    let folder = try TemporaryFolder()
    let lines = [0, 2, 4, 0, 2].map { "{\"epoch\": \($0), \"H\": [[\($0 + 1)]]}" }
    try folder.write(lines.joined(separator: "\n") + "\n", to: "derivatives_1.json")
    let search = try #require(try RobustDARTSImport.read(folder.path).first)
    #expect(search.hessians.map { $0.epoch } == [0, 2])
    #expect(search.spec.decisions.contains { $0.contains("2 series") })
  }

  @Test(
    "A broken file is one error with its place, and nothing is imported",
    arguments: [
      ("derivatives_1.json", "{\"epoch\": 0, \"H\": [[1, 0], [0", "line 1, column"),
      ("derivatives_1.json", "{\"epoch\": 0, \"H\": [[1, NaN], [0, 1]]}", "column 22"),
      ("derivatives_1.json", "{\"epoch\": 0, \"H\": [[1, 0], [0]]}", "a square of numbers"),
      ("derivatives_1.json", "{\"epoch\": 0, \"H\": [[1, 0]]}", "a square of numbers"),
      ("derivatives_1.json", "{\"epoch\": 0.5, \"H\": [[1]]}", "whole number"),
      ("derivatives_1.json", "{\"H\": [[1]]}", "epoch and H"),
      ("derivatives_1.json", "{\"epoch\": 0, \"H\": [[1]], \"x\": 1}", "the keys epoch, H and g"),
      ("derivatives_1.json", "{\"epoch\": 0, \"H\": [[1]], \"g\": [1, 2]}", "a gradient of 1"),
      ("derivatives_1.json", "{\"epoch\": 0, \"H\": [[1e999]]}", "range of Double"),
      (
        "derivatives_1.json", "{\"epoch\": 0, \"H\": [[1]]}\n{\"epoch\": 1, \"H\": [[1,0],[0,1]]}",
        "1 alphas, as before"
      ),
      ("errors_1.json", "{\"train_acc\": [1], \"valid_acc\": [1]}", "key 'train_loss'"),
      (
        "errors_1.json",
        "{\"train_acc\":[1],\"train_loss\":[1],\"valid_acc\":[1,2],\"valid_loss\":[1]}",
        "2 numbers, as 'valid_acc' has"
      ),
      (
        "errors_1.json",
        "{\"train_acc\":[1],\"train_loss\":[1],\"valid_acc\":[101],\"valid_loss\":[1]}",
        "a percentage"
      ),
      ("errors_1.json", "{\"train_acc\": [NaN]}", "line 1, column 16"),
      ("arch_1", "Genotype(normal=[('skip', 0)", "a genotype"),
      ("log_1.txt", "epoch 0 lr 0.1\nvalid_acc 140\n", "line 2"),
      ("log_1.txt", "epoch 0 lr 0.1\ngenotype = Genotype(normal=[('a', 0)\nx\n", "line 2"),
    ]
  )
  func broken(_ name: String, _ text: String, _ message: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.log, to: "a/log_1.txt")
    try folder.write(text, to: "b/\(name)")
    let error = try #require(throws: ImportError.self) {
      try RobustDARTSImport.read(folder.path)
    }
    #expect(error.description.contains("/b/\(name)"))
    #expect(error.description.contains(message), "\(error)")
    #expect(!error.description.contains("\n"))
  }

  @Test("Logs that were cut, never started or end in numbers that are none are read up to there")
  func damaged() throws {
    let folder = try TemporaryFolder()
    let cut = String(Self.log.dropLast(30))
    try folder.write(cut, to: "log_1.txt")
    let started = Self.log.split(separator: "\n").prefix(4).joined(separator: "\n")
    try folder.write(started + "\n", to: "log_2.txt")
    let numb = Self.log + "2019-07-16 13:40:00,000 epoch 2 lr 1e-2\n2019 valid 000 nan 0.0 0.0\n"
    try folder.write(numb, to: "log_3.txt")
    let searches = try RobustDARTSImport.read(folder.path)
    #expect(searches.map { $0.epochs.count } == [2, 0, 2])
    #expect(searches[0].spec.notes.contains { $0.contains("the log was cut there") })
    #expect(searches[1].spec.notes.contains { $0.contains("never") })
    #expect(searches[2].spec.notes.contains { $0.contains("epoch 2 began and did not end") })
  }

  @Test("An imported run is a record that is not written twice, and a link leads nowhere")
  func record() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.log, to: "in/log_1.txt")
    try folder.write(Self.genotype, to: "in/arch_1")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/in/round",
      withDestinationPath: "\(folder.path)/in"
    )
    let searches = try RobustDARTSImport.read("\(folder.path)/in")
    #expect(searches.count == 1)
    let store = "\(folder.path)/runs"
    let first = try ImportWriter.write(searches, store: store, manifest: [:])
    let again = try ImportWriter.write(searches, store: store, manifest: [:])
    #expect(first.map { $0.existed } == [false])
    #expect(again.map { $0.existed } == [true])
    #expect(RunStore(root: store).runs() == first.map { $0.folder })
    #expect(try FileManager.default.contentsOfDirectory(atPath: store).count == 1)
    let history = try HistoryReader.read(first[0].folder)
    #expect(history.epochs.count == 2)
    #expect(history.isFinished)
    #expect(history.epochs.last?.normal?.skips == 6)
    #expect(CollapseJudge().judge(history).verdict == .collapsed)
    let summary = RunSummary(first[0].folder)
    #expect(summary.verdict == "collapsed")
    #expect(summary.fits(["kind=imported-search", "collapsed"]))
    #expect(!summary.fits(["verdict=healthy"]))
  }

  @Test("Mutated files never trap: they are read or refused")
  func mutations() throws {
    let folder = try TemporaryFolder()
    let files: [(String, [UInt8])] = [
      ("log_1.txt", Array(Self.log.utf8)), ("errors_1.json", Array(Self.errors([60, 45]).utf8)),
      (
        "derivatives_1.json",
        Array("{\"epoch\": 0, \"H\": [[1, 0.5], [0.5, 2e-1]], \"g\": [1, 2]}\n".utf8)
      ),
      ("arch_1", Array(Self.genotype.utf8)),
    ]
    for (name, bytes) in files { try folder.write(bytes, to: name) }
    var generator = SeededGenerator(state: 5)
    var (read, refused) = (0, 0)
    for round in 0..<400 {
      let (name, bytes) = files[round % files.count]
      try folder.write(generator.mutate(bytes), to: name)
      do {
        _ = try RobustDARTSImport.read(folder.path)
        read += 1
      } catch {
        refused += 1
      }
      try folder.write(bytes, to: name)
    }
    #expect(read > 20)
    #expect(refused > 100)
  }
}
