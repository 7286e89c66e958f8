import CKernels

/// What an operation does at a place in the timetable.
enum Phase: Int, Sendable {
  /// Computes the output.
  case forward
  /// Sums over the batch what the gradient of a normalization needs.
  case reduce
  /// Turns the output's gradient into those of inputs and weights.
  case gradient
}

/// One step of the network: computes one tensor and, backwards, its inputs' gradients.
///
/// The parallel methods (`forward`, `reduce`, `gradient`) see one sample and one worker; the others
/// run alone. Sums over samples are kept per chunk and added in chunk order.
class Operation {
  /// What it is, for error messages and listings.
  let name: String
  /// The gate that switches it on; nil when it always runs.
  let gate: Int?
  /// What it reads.
  let inputs: [Value]
  /// The tensor it writes; nil for the loss.
  let output: Int?

  init(name: String, gate: Int?, inputs: [Value], output: Int?) {
    self.name = name
    self.gate = gate
    self.inputs = inputs
    self.output = output
  }

  /// The parameters whose gradients it adds to.
  var parameters: [Int] { [] }
  /// The tensors in whose memory its output is when an operation like it has run before.
  var twins: [Int] { [] }
  /// Zero pixels it needs around an input, nil when it reads no padded copy.
  var padding: Int? { nil }
  /// Whether its inputs may be stored slice by slice (`TapePlan.blocks`).
  var readsBlocks: Bool { false }
  /// Whether it can write its input's gradient over what is there instead of adding to it.
  var canOverwrite: Bool { false }
  /// Whether it can make the sums that the normalization of its input needs while it does so.
  var canSumInput: Bool { false }

  /// Asks for scratch memory.
  func plan(_ scratch: inout ScratchPlan, _ tape: TapePlan) {}
  /// Looks up addresses; called once.
  func bind(to execution: Execution) {}
  /// Runs before the round of a phase.
  func prepare(_ phase: Phase) {}
  /// Adds the tensors that a phase only reads and adds up, in the order in which it does; runs after
  /// `prepare`.
  func addStreams(_ phase: Phase, to streams: StreamList) {}
  /// Runs before the first sample of a chunk.
  func begin(_ phase: Phase, chunk: Int) {}
  func forward(_ sample: Int, _ worker: Worker) {}
  func reduce(_ sample: Int, _ worker: Worker) {}
  func gradient(_ sample: Int, _ worker: Worker) {}
  /// Runs after the round of a phase.
  func finish(_ phase: Phase) {}

  /// Runs a phase for a sample.
  final func run(_ phase: Phase, _ sample: Int, _ worker: Worker) {
    switch phase {
    case .forward: forward(sample, worker)
    case .reduce: reduce(sample, worker)
    case .gradient: gradient(sample, worker)
    }
  }
}
