import Engine
import Search

/// What a probe may change of a supernet, kept to be put back bit for bit: weights, running
/// statistics, gates.
struct SupernetState {
  private let weights: [UInt8]
  private let running: [Double]
  private let gates: [Double]
  private let active: [Bool]

  /// Keeps the state of an execution.
  init(_ execution: Execution) {
    weights = Array(execution.weightBytes)
    running = execution.runningStatistics
    gates = execution.gateValues
    active = execution.activeGates
  }

  /// Puts everything back.
  func restore(_ execution: Execution) {
    execution.weightBytes.copyBytes(from: weights)
    execution.runningStatistics = running
    execution.gateValues = gates
    execution.activeGates = active
  }
}
