import Engine
import Foundation
import Records
import Testing

@testable import dartboard

@Suite struct ParityTests {
  private static var folder: URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../../fixtures/parity"
    ).standardizedFileURL
  }

  private func vectors(_ name: String) throws -> (parity: ParityCase, answers: [String: [Double]]) {
    let file = Self.folder.appending(path: name + ".safetensors")
    let tensors = try SafeTensors(data: try Data(contentsOf: file))
    var answers: [String: [Double]] = [:]
    for (key, tensor) in tensors.tensors where key.hasPrefix("answer/") {
      answers[String(key.dropFirst(7))] = tensor.numbers
    }
    return (try ParityCase(tensors), answers)
  }

  @Test(
    "PyTorch's loss, gradients and curvature are the engine's",
    arguments: ["supernet-float", "supernet-double", "derived-double"]
  )
  func agrees(_ name: String) throws {
    let (parity, answers) = try vectors(name)
    let ours = try ParityAnswers(parity, pool: ThreadPool(threads: 2)).values
    let comparison = try ParityComparison(
      ours: ours,
      theirs: answers,
      precision: parity.precision
    )
    for row in comparison.rows {
      #expect(row.isGood, "\(row.name) is off by \(row.error) of \(row.tolerance)")
    }
    #expect(comparison.isGood)
    #expect(ours.count > 40)
  }

  @Test("the vectors belong to the cases that are exported today")
  func current() throws {
    for parity in try ParityCase.small {
      let kept = try vectors(parity.id).parity.tensors
      for (name, tensor) in parity.tensors.tensors {
        #expect(kept.tensors[name] == tensor, "\(parity.id): \(name)")
      }
    }
  }

  @Test("a comparison notices a changed tensor, a missing one and NaN")
  func notices() throws {
    let theirs = ["loss": [1.0], "gradient/a": [1, 2], "gradient/alpha": [3.0]]
    func compare(_ ours: [String: [Double]]) throws -> ParityComparison {
      try ParityComparison(ours: ours, theirs: theirs, precision: .float)
    }
    #expect(try compare(theirs).isGood)
    var changed = theirs
    changed["gradient/a"] = [1, 2.001]
    #expect(try compare(changed).rows.filter { !$0.isGood }.map { $0.name } == ["gradient"])
    changed["gradient/a"] = [1, .nan]
    #expect(try !compare(changed).isGood)
    changed["gradient/a"] = nil
    #expect(throws: ParityError.self) { try compare(changed) }
    changed["gradient/a"] = [1]
    #expect(throws: ParityError.self) { try compare(changed) }
  }
}
