import CKernels

/// One summand of a node.
public struct Term: Sendable {
  /// What is added.
  public let value: Value
  /// The index of its weight among the gates; nil for the constant one.
  public let gate: Int?
  /// The index of its per-sample factor, nil for none.
  public let factor: Int?

  /// Creates a term.
  public init(_ value: Value, gate: Int? = nil, factor: Int? = nil) {
    self.value = value
    self.gate = gate
    self.factor = factor
  }
}

/// A node of a cell: the sum of gate * value over its terms, normalizations folded in, every term
/// read once.
///
/// The mixed operation of DARTS (section 2.2) and the sum over a node's edges in one.
///
/// Backwards one pass over (node gradient, term) yields the gate's gradient and what the term's
/// normalization needs.
final class WeightedNode: Operation {
  var terms: [Term]
  let height: Int
  let width: Int
  let channels: Int
  private var bound: Bound?

  /// A term and its addresses; references in it are not counted, because all threads would count at one
  /// place.
  struct BoundTerm {
    let source: Source
    let gate: Int?
    /// The per-sample factor; nil for none.
    let factors: UnsafeMutablePointer<Double>?
    let isFused: Bool
    /// Whether the last forward pass added it.
    var isActive = false
    /// Coefficient per lane in the element type.
    let coefficient: UnsafeMutableRawPointer
    /// Sums of gradient and of gradient times centred tensor, [chunk][channel].
    let first, second: UnsafeMutablePointer<Double>
  }

  /// The addresses found by `bind`, as those of the terms.
  struct Bound {
    unowned(unsafe) let execution: Execution
    let terms: UnsafeMutableBufferPointer<BoundTerm>
    /// The terms that the last forward pass added.
    fileprivate(set) var active: UnsafeMutableBufferPointer<Int>
    /// The terms whose sums are made in the round that runs, all when the first of them asks.
    fileprivate(set) var gathered: UnsafeMutableBufferPointer<Int>
    let output: View
    let gradient: View
    let base: UnsafeMutableRawPointer
    let hasFactors: Bool
  }

  /// What the addresses lie in.
  private final class Memory {
    /// Coefficients of the terms, [term][lane], and the constant summand.
    let elements: Buffer
    /// Sums of the terms, [term][2][chunk][lane].
    let doubles: Buffer
    let terms: UnsafeMutableBufferPointer<BoundTerm>
    /// Room for the terms that are switched on.
    let active: UnsafeMutableBufferPointer<Int>
    /// Room for the terms whose sums are made in a round.
    let gathered: UnsafeMutableBufferPointer<Int>

    init(terms count: Int, channels: Int, chunks: Int, elementSize: Int) {
      elements = Buffer(count: (count + 1) * channels, elementSize: elementSize)
      doubles = Buffer(count: 2 * count * chunks * channels, elementSize: 8)
      terms = .allocate(capacity: count)
      active = .allocate(capacity: count)
      gathered = .allocate(capacity: count)
    }

    deinit {
      terms.deallocate()
      active.deallocate()
      gathered.deallocate()
    }
  }
  private var memory: Memory?

  init(
    name: String,
    terms: [Term],
    output: Int,
    height: Int,
    width: Int,
    channels: Int
  ) {
    self.terms = terms
    self.height = height
    self.width = width
    self.channels = channels
    super.init(name: name, gate: nil, inputs: terms.map { $0.value }, output: output)
  }

  override func plan(_ scratch: inout ScratchPlan, _ tape: TapePlan) {
    scratch.need(.coefficients, (terms.count + 1) * channels)
    // Two sums in double of every term.
    scratch.need(.coefficients, 4 * terms.count * channels)
  }

  override func bind(to execution: Execution) {
    guard let output else { return }
    // A node that nothing reads is computed and has no gradient; its backward pass never runs.
    let gradient = execution.gradientView(output) ?? execution.view(output)
    let memory = Memory(
      terms: terms.count,
      channels: channels,
      chunks: execution.chunks,
      elementSize: execution.elementSize
    )
    let block = execution.chunks * channels
    let sums = memory.doubles.base.assumingMemoryBound(to: Double.self)
    for (index, term) in terms.enumerated() {
      memory.terms.initializeElement(
        at: index,
        to: BoundTerm(
          source: execution.source(term.value),
          gate: term.gate,
          factors: term.factor.map { execution.factors[$0].values },
          isFused: term.value.norm != nil && execution.plan.fusedInto[term.value.tensor] != nil,
          coefficient: memory.elements.at(index * channels),
          first: sums + 2 * index * block,
          second: sums + (2 * index + 1) * block
        )
      )
    }
    self.memory = memory
    bound = Bound(
      execution: execution,
      terms: memory.terms,
      active: UnsafeMutableBufferPointer(rebasing: memory.active[..<0]),
      gathered: UnsafeMutableBufferPointer(rebasing: memory.gathered[..<0]),
      output: execution.view(output),
      gradient: gradient,
      base: memory.elements.at(terms.count * channels),
      hasFactors: terms.contains { $0.factor != nil }
    )
  }

  var state: Bound {
    guard let bound else { preconditionFailure("\(name) runs before it was bound") }
    return bound
  }

  func gateValue(_ term: BoundTerm, _ execution: Execution) -> Double {
    term.gate.map { execution.gateValues[$0] } ?? 1
  }

  /// Finds out which terms are switched on.
  private func activate() {
    guard let memory, let execution = bound?.execution else { return }
    var count = 0
    // Loops go by index: unoptimized builds allocate for every element of the others.
    for index in memory.terms.indices {
      let isActive = memory.terms[index].gate.map { execution.activeGates[$0] } ?? true
      memory.terms[index].isActive = isActive
      if isActive {
        memory.active[count] = index
        count += 1
      }
    }
    bound?.active = UnsafeMutableBufferPointer(rebasing: memory.active[..<count])
  }

  /// Notes that the next round makes the sums of a term.
  func gather(_ index: Int) {
    guard let memory, state.terms[index].isActive else { return }
    let count = state.gathered.count
    memory.gathered[count] = index
    bound?.gathered = UnsafeMutableBufferPointer(rebasing: memory.gathered[...count])
  }

  func forgetGathered() {
    guard let memory else { return }
    bound?.gathered = UnsafeMutableBufferPointer(rebasing: memory.gathered[..<0])
  }

  override func prepare(_ phase: Phase) {
    guard phase == .forward else { return }
    activate()
    let state = state
    let size = state.execution.elementSize
    for channel in 0..<channels {
      var base = 0.0
      for slot in state.active.indices {
        let term = state.terms[state.active[slot]]
        let gate = gateValue(term, state.execution)
        let scale = term.source.norm?.scale.get(channel, size: size) ?? 1
        let shift = term.source.norm?.shift.get(channel, size: size) ?? 0
        term.coefficient.put(gate * scale, at: channel, size: size)
        base += gate * shift
      }
      state.base.put(base, at: channel, size: size)
    }
  }

  override func forward(_ sample: Int, _ worker: Worker) {
    let state = state
    let size = worker.elementSize
    for slot in state.active.indices {
      let term = state.terms[state.active[slot]]
      worker.terms[slot] = dk_term(
        z: term.source.view.at(sample),
        coef: term.coefficient,
        ps: Int64(term.source.view.pixelStride)
      )
    }
    var base = state.base
    if state.hasFactors {
      // Factors differ between samples, so the coefficients are made for each.
      let own = worker.area(.coefficients)
      base = own + terms.count * channels * size
      for channel in 0..<channels {
        var sum = 0.0
        for slot in state.active.indices {
          let term = state.terms[state.active[slot]]
          let factor = term.factors?[sample] ?? 1
          let gate = factor * gateValue(term, state.execution)
          let scale = term.source.norm?.scale.get(channel, size: size) ?? 1
          let shift = term.source.norm?.shift.get(channel, size: size) ?? 0
          (own + slot * channels * size).put(gate * scale, at: channel, size: size)
          sum += gate * shift
        }
        base.put(sum, at: channel, size: size)
      }
      for slot in state.active.indices {
        worker.terms[slot].coef = UnsafeRawPointer(own + slot * channels * size)
      }
    }
    worker.kernels.pointee.weighted_sum(
      state.output.at(sample),
      Int64(state.output.pixelStride),
      worker.terms,
      Int64(state.active.count),
      base,
      Int64(height * width),
      Int64(channels)
    )
  }

  override func addStreams(_ phase: Phase, to streams: StreamList) {
    guard phase == .forward else { return }
    let state = state
    for slot in state.active.indices {
      streams.append(state.terms[state.active[slot]].source.view)
    }
  }

  override func begin(_ phase: Phase, chunk: Int) {
    guard phase == .reduce else { return }
    let state = state
    for index in state.terms.indices where !state.terms[index].isFused {
      clearSums(index, chunk: chunk)
    }
  }

  override func reduce(_ sample: Int, _ worker: Worker) {
    let state = state
    for slot in state.active.indices {
      let term = state.terms[state.active[slot]]
      if term.isFused { continue }
      if term.gate != nil, state.execution.wantsGates {
        addSums(UnsafeMutableBufferPointer(rebasing: state.active[slot...slot]), sample, worker)
      }
      guard let target = term.source.gradient else { continue }
      let factor = term.factors?[sample] ?? 1
      addTo(target, sample, weight: factor * gateValue(term, state.execution), state, worker)
    }
  }

  private func addTo(
    _ target: View,
    _ sample: Int,
    weight: Double,
    _ state: Bound,
    _ worker: Worker
  ) {
    let coefficient = worker.area(.coefficients)
    for channel in 0..<channels {
      coefficient.put(weight, at: channel, size: worker.elementSize)
    }
    worker.kernels.pointee.add_scaled(
      target.at(sample),
      Int64(target.pixelStride),
      state.gradient.at(sample),
      Int64(state.gradient.pixelStride),
      coefficient,
      Int64(height * width),
      Int64(channels)
    )
  }

  override func finish(_ phase: Phase) {
    guard phase == .reduce else { return }
    let state = state
    for slot in state.active.indices where !state.terms[state.active[slot]].isFused {
      finishSums(state.active[slot])
    }
  }
}
