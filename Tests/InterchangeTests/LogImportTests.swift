import Interchange
import Testing

@Suite("Import of text logs")
struct LogImportTests {
  static let genotype = RobustDARTSTests.genotype

  @Test("DARTS prints a genotype before it trains: it belongs to the epoch before")
  func quark0() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      """
      03/12 01:10:00 PM gpu device = 0
      03/12 01:10:00 PM args = Namespace(arch_weight_decay=0.001, batch_size=64, epochs=2, \
      seed=2, set='cifar10', warmup_epochs=9, weight_decay=0.0003)
      03/12 01:10:01 PM epoch 0 lr 2.500000e-02
      03/12 01:10:01 PM genotype = \(Self.genotype)
      tensor([[0.1249, 0.1251]], grad_fn=<SoftmaxBackward>)
      03/12 01:10:02 PM train 000 2.3e+00 9.0 50.0
      03/12 01:10:03 PM train_acc 31.000000
      03/12 01:10:04 PM valid_acc 42.500000
      03/12 01:10:05 PM epoch 1 lr 2.400000e-02
      03/12 01:10:06 PM genotype = \(Self.genotype)
      03/12 01:10:07 PM train_acc 40.000000
      03/12 01:10:08 PM valid_acc 50.000000

      """,
      to: "log.txt"
    )
    let search = try LogImport.read(path)
    #expect(search.epochs.map { $0.validAccuracy } == [0.425, 0.5])
    #expect(search.epochs.map { $0.genotype == nil } == [false, true])
    #expect(search.epochs.map { $0.rate } == [0.025, 0.024])
    #expect(search.spec.seed == 2)
    #expect(search.spec.plannedEpochs == 2)
    #expect(search.spec.weightDecay == 0.0003)
    #expect(search.spec.classes == 10)
    #expect(search.isFinished)
  }

  @Test("The stages of P-DARTS follow one another")
  func stages() throws {
    let folder = try TemporaryFolder()
    var lines = ["2019-05-01 10:00:00,000 args = Namespace(epochs=2, seed=3)"]
    for stage in 0..<3 {
      for epoch in 0..<2 {
        lines.append("2019-05-01 10:00:00,000 Epoch: \(epoch) lr: 2.500000e-02")
        lines.append("2019-05-01 10:00:00,000 Train_acc \(30 + 10 * stage + epoch).000000")
        lines.append("2019-05-01 10:00:00,000 Valid_acc \(20 + 10 * stage + epoch).000000")
        lines.append("2019-05-01 10:00:00,000 Epoch time: 100s")
      }
    }
    let path = try folder.write(lines.joined(separator: "\n") + "\n", to: "log.txt")
    let search = try LogImport.read(path)
    #expect(search.epochs.map { $0.epoch } == [0, 1, 2, 3, 4, 5])
    #expect(search.epochs.last?.trainAccuracy == 0.51)
    #expect(search.spec.notes.count { $0.contains("a stage") } == 2)
  }

  @Test("A log that goes back is read as what was run last")
  func restarted() throws {
    let folder = try TemporaryFolder()
    var text = ""
    for (epoch, accuracy) in [(0, 10), (1, 20), (2, 30), (1, 25), (2, 35)] {
      text += "epoch \(epoch) lr 1e-2\ntrain_acc 5\nvalid_acc \(accuracy)\n"
    }
    let search = try LogImport.read(try folder.write(text, to: "log.txt"))
    #expect(search.epochs.map { $0.validAccuracy } == [0.1, 0.25, 0.35])
    #expect(search.spec.notes.contains { $0.contains("goes back from epoch 2 to 1") })
  }

  @Test("A file that is no log of a search is refused; a folder and a missing file are too")
  func others() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("hello\nworld\n", to: "log.txt")
    for bad in [path, folder.path, folder.path + "/absent"] {
      #expect(throws: ImportError.self) { try LogImport.read(bad) }
    }
  }
}
