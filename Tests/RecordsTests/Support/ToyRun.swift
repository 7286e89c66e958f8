import Foundation
import Records

/// A run of two epochs of four steps whose state is a few numbers: what a recorder needs and no more.
final class ToyRun: RecordedRun {
  struct Ended: RunEvent, Hashable {
    static let id = "toy.epoch"
    static let version = 1
    var epoch: Int
    var sum: Double
  }

  let stepsPerEpoch = 4
  let epochs = 2
  var weights: [Float] = [1, 2, 3]
  var moment: [Double] = [0]
  var decisions: [String] = []
  /// What a broken description leaves out.
  var forgetsMoment = false

  func step(epoch: Int, number: Int) {
    moment[0] = 0.9 * moment[0] + Double(weights[0])
    for index in weights.indices { weights[index] -= 0.01 * Float(moment[0]) }
    decisions.append("\(epoch).\(number)")
  }

  func concludeEpoch(_ epoch: Int) {}

  func exchange(_ state: StateExchange) throws(StoreError) {
    try state.numbers("weights", "layer.weight", &weights, shape: [1, 3])
    if !forgetsMoment || !state.isRestoring { try state.numbers("momentum", "moment", &moment) }
    try state.value("method", "decisions", &decisions)
    weights.withUnsafeBytes { state.witness($0) }
  }

  /// Runs to the end, or to a stop after `limit` steps.
  @discardableResult
  func drive(_ recorder: RunRecorder, limit: Int = .max, each: () -> Void = {}) throws -> Bool {
    var done = 0
    do {
      try recorder.drive(
        self,
        isStopping: { done >= limit },
        begun: { try recorder.log.append(Ended(epoch: -1, sum: 0)) },
        stepped: {
          done = $0
          each()
        },
        ended: { epoch in
          try recorder.log.append(Ended(epoch: epoch, sum: moment[0]))
          each()
        }
      )
    } catch let stop as RunInterrupted {
      #if DEBUG
      precondition(stop.step == limit)
      #endif
      return false
    }
    try recorder.finish(.object(["sum": .number(moment[0])]))
    return true
  }
}
