import Engine
import Foundation
import Records
import Search
import Testing
import Training

@Suite(.serialized) struct ResumeTests {
  /// Runs `spec` and stops after `step` steps.
  private func stopped(_ spec: SearchSpec, after step: Int, in store: String) throws -> RunFolder {
    let session = try TinySearch.session(spec, in: store)
    var done = 0
    #expect(throws: RunInterrupted.self) {
      try session.execute(progress: { done = $0.steps }, isStopping: { done >= step })
    }
    #expect(done == step)
    return session.folder
  }

  @Test("a search stopped after any step and resumed has the record of one never stopped")
  func everyStep() throws {
    try withTemporaryFolder { store in
      let whole = try TinySearch.session(TinySearch.spec(), in: store + "/whole")
      let genotype = try whole.execute()
      let expected = records(of: whole.folder)
      #expect(expected.count == 5)
      let ledger = try LedgerReader(path: whole.folder.ledgerPath)
      #expect(ledger.entries.map { $0.step } == Array(0...6))
      for step in 1..<6 {
        let folder = try stopped(TinySearch.spec(), after: step, in: store + "/\(step)")
        #expect(!folder.isFinished)
        let session = try TinySearch.resume(folder, threads: 1)
        #expect(session.resumedStep == step && session.notes.isEmpty)
        #expect(try session.execute() == genotype)
        for (name, data) in expected {
          #expect(records(of: folder)[name] == data, "\(name) after a stop at step \(step)")
        }
      }
    }
  }
}
