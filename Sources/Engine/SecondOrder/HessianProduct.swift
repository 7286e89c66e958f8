import CKernels

/// Products of the Hessian of the mean loss with a direction in gates and weights, exact to rounding.
///
/// The derivative of forward and backward pass along the direction (Pearlmutter, "Fast Exact
/// Multiplication by the Hessian", Neural Computation 1994, section 3).
///
/// Looks at the batch of the execution's last forward pass. With batch statistics their dependence on
/// the direction is included. Where a rectification or a maximum has no second derivative, that of the
/// branch taken counts, as in the gradient. The memory is that of the execution once more, with a place
/// for every gradient. Of several products after one forward pass that move gates alone, the first costs
/// most: it keeps the gradients that the others need.
public final class HessianProduct {
  let execution: Execution
  private(set) var norms: [NormTangent] = []
  /// The weight part of the direction and its transposed matrices.
  let direction, transposedDirection: Buffer
  private let products: Buffer
  private let partials: Buffer
  private let values, gradients: Buffer
  private let onesBuffer: Buffer
  private var twins: [Worker] = []
  private(set) var tangents: [OperationTangent] = []
  /// The same for the inner loops, which count no references.
  private var uncounted: [Unmanaged<OperationTangent>] = []
  private var current: [Task] = []
  private let kept: KeptGradients
  /// Of the round's tasks those before which a gradient is kept, and which.
  private var keeps: [Int?] = []
  private var isKept: [Bool]
  /// The forward pass whose gradients are kept; nil for none.
  private var keptPass: Int?
  /// Whether derivatives read kept gradients.
  private var usesKept = false
  let losses: UnsafeMutablePointer<Double>

  /// The gate part of the direction, one number per gate.
  public var gateDirection: [Double]
  /// Whether the direction has a weight part; without one a product costs less.
  public private(set) var movesWeights = false
  private(set) var wantsWeights = false
  /// The gate part of the last product.
  public private(set) var gateProduct: [Double]

  /// Allocates what products with the Hessian of `execution` need.
  public init(_ execution: Execution) {
    self.execution = execution
    let size = execution.elementSize
    let count = execution.weights.count
    direction = Buffer(count: count, elementSize: size)
    transposedDirection = Buffer(count: count, elementSize: size)
    products = Buffer(count: count, elementSize: size)
    partials = Buffer(count: execution.partials.count, elementSize: size)
    values = Buffer(count: execution.values.count, elementSize: size)
    gradients = Buffer(count: execution.gradientArena.count, elementSize: size)
    kept = KeptGradients(execution)
    isKept = execution.tape.tensors.map { _ in false }
    let widest = execution.tape.tensors.map { $0.layout.padded }.max() ?? 0
    onesBuffer = Buffer(count: widest, elementSize: size)
    for index in 0..<widest { onesBuffer[index] = 1 }
    gateDirection = [Double](repeating: 0, count: execution.gateValues.count)
    gateProduct = gateDirection
    losses = .allocate(capacity: execution.batch)
    losses.initialize(repeating: 0, count: execution.batch)
    norms = execution.norms.enumerated().map { index, norm in
      let tangent = NormTangent(norm)
      if let affine = execution.tape.norms[index].affine {
        let (gamma, beta) = (execution.parameters[affine.gamma], execution.parameters[affine.beta])
        tangent.gamma = direction.at(gamma.offset)
        tangent.beta = direction.at(beta.offset)
        tangent.gammaProduct = products.at(gamma.offset)
        tangent.betaProduct = products.at(beta.offset)
      }
      return tangent
    }
    twins = (0..<execution.pool.threads).map { _ in
      Worker(
        kernels: execution.choice.table(execution.precision),
        plan: execution.scratch.twin,
        elementSize: size,
        termCount: 2 * execution.termCount + 4
      )
    }
    tangents = execution.tape.operations.map { operation in
      guard let operation = operation as? any SecondOrderOperation else {
        preconditionFailure("\(operation.name) has no second derivative")
      }
      return operation.tangent(in: self)
    }
    for tangent in tangents { tangent.connect() }
    uncounted = tangents.map { Unmanaged.passUnretained($0) }
  }

  deinit { losses.deallocate() }

  // MARK: - Direction and product

  /// Sets the weight part of the direction from memory laid out like `Execution.weightBytes`.
  ///
  /// - Precondition: as many bytes.
  public func setWeightDirection(_ bytes: UnsafeRawBufferPointer) {
    precondition(
      bytes.count == direction.bytes.count,
      "a direction of \(direction.bytes.count) bytes expected, got \(bytes.count)"
    )
    direction.bytes.copyMemory(from: bytes)
    movesWeights = true
  }

  /// Sets a parameter's part of the direction from values in logical order.
  public func setDirection(_ parameter: Parameter, to values: [Double]) {
    precondition(
      values.count == parameter.count,
      "\(parameter.name) has \(parameter.count) values, got \(values.count)"
    )
    for (place, value) in zip(parameter.storage(), values) { direction[place] = value }
    movesWeights = true
  }

  /// Takes the weight part out of the direction.
  public func clearWeightDirection() {
    direction.zero()
    movesWeights = false
  }

  /// A parameter's part of the last product, in logical order.
  public func product(of parameter: Parameter) -> [Double] {
    parameter.storage().map { products[$0] }
  }

  /// The weight part of the last product, in the order of `Execution.weightBytes`.
  public var weightProductBytes: UnsafeMutableRawBufferPointer { products.bytes }

  /// The derivative of the mean loss along the direction, from the last product.
  public var lossDerivative: Double {
    (0..<execution.samples).reduce(0) { $0 + losses[$1] }
  }

  /// Multiplies the Hessian with the direction; may be called again after one forward pass.
  ///
  /// - Parameter weights: whether the weight part of the product is wanted.
  /// - Precondition: the last pass of the execution was a forward pass or a product.
  public func apply(weights: Bool) {
    wantsWeights = weights
    if movesWeights { execution.transpose(direction, into: transposedDirection) }
    for index in gateProduct.indices { gateProduct[index] = 0 }
    let movesGatesAlone = !movesWeights && !weights
    usesKept = movesGatesAlone && keptPass == execution.forwardPasses
    keptPass = nil
    if !usesKept {
      execution.beginBackward(weights: false, gates: true)
      for tensor in isKept.indices { isKept[tensor] = false }
    }
    for round in execution.plan.forward { run(round, .forward) }
    if weights { products.zero() }
    let backward: Direction =
      usesKept ? .backwardAlone : movesGatesAlone ? .backwardAndKeep : .backward
    for (index, round) in execution.plan.backward.enumerated() {
      run(round, backward, parts: weights ? execution.parts.ranges[index] : 0..<0)
      if weights { addPartials(execution.parts.complete[index]) }
    }
    if movesGatesAlone { keptPass = execution.forwardPasses }
  }

  /// What a round runs: derivatives alone, or each after the operation itself.
  private enum Direction {
    case forward, backward, backwardAndKeep, backwardAlone

    var runsOperations: Bool { self == .backward || self == .backwardAndKeep }
  }

  // MARK: - What derivatives look up

  /// Where the derivative of a tensor lies; that of the images is zero.
  func view(_ tensor: Int) -> View {
    execution.view(tensor).moved(from: execution.values, to: values)
  }

  func gradientView(_ tensor: Int) -> View? {
    execution.gradientView(tensor).map { counterpart($0) }
  }

  /// Where the derivative of a gradient lies.
  func counterpart(_ gradient: View) -> View {
    gradient.moved(from: execution.gradientArena, to: gradients)
  }

  /// The gradient that the derivative of an operation reads.
  func own(_ operation: Operation) -> OwnGradient? {
    guard let tensor = operation.output.map({ execution.gradientHolder(of: $0) }),
      let view = execution.gradientView(tensor)
    else { return nil }
    return OwnGradient(passing: view, kept: kept.views[tensor] ?? view)
  }

  /// Where a gradient is in this product.
  func view(_ gradient: OwnGradient) -> View { usesKept ? gradient.kept : gradient.passing }

  /// A coefficient of one per lane.
  var ones: UnsafeMutableRawPointer { onesBuffer.base }

  func addGateProduct(_ gate: Int, _ value: Double) { gateProduct[gate] += value }

  /// A chunk's part of a parameter's product of the rounds being run.
  func partial(_ parameter: Int, chunk: Int) -> UnsafeMutableRawPointer {
    partials.at(chunk * execution.parts.stride + execution.parts.offsets[parameter])
  }

  // MARK: - The timetable

  private func forEachOperation(_ body: (Int, Phase) -> Void) {
    for task in current {
      if case .operation(let index, let phase) = task.work { body(index, phase) }
    }
  }

  /// Runs a round's derivatives, in the backward pass each after the operation itself.
  private func run(_ round: [Task], _ direction: Direction, parts: Range<Int> = 0..<0) {
    let execution = execution
    let operations = execution.tape.operations
    current.removeAll(keepingCapacity: true)
    keeps.removeAll(keepingCapacity: true)
    for task in round
    where execution.isActive(task) && (wantsWeights || !task.servesWeightsOnly) {
      current.append(task)
      keeps.append(direction == .backwardAndKeep ? newlyRead(by: task) : nil)
    }
    forEachOperation { index, phase in
      if direction.runsOperations { operations[index].prepare(phase) }
      tangents[index].prepare(phase)
    }
    execution.pool.run(execution.chunks) { chunk, worker in
      runChunk(chunk, execution.workers[worker], twins[worker], direction, parts: parts)
    }
    forEachOperation { index, phase in
      if direction.runsOperations { operations[index].finish(phase) }
      tangents[index].finish(phase)
    }
  }

  /// The tensor whose gradient a task is the first to read.
  private func newlyRead(by task: Task) -> Int? {
    guard case .operation(let index, let phase) = task.work,
      let tensor = KeptGradients.read(by: index, phase, execution), !isKept[tensor]
    else { return nil }
    isKept[tensor] = true
    return tensor
  }

  private func runChunk(
    _ chunk: Int,
    _ worker: Worker,
    _ twin: Worker,
    _ direction: Direction,
    parts: Range<Int>
  ) {
    for each in [worker, twin] {
      each.chunk = chunk
      each.forget()
    }
    if !parts.isEmpty {
      partials.at(chunk * execution.parts.stride + parts.lowerBound).initializeMemory(
        as: UInt8.self,
        repeating: 0,
        count: parts.count * execution.elementSize
      )
    }
    for place in current.indices {
      guard case .operation(let index, let phase) = current[place].work else { continue }
      if direction.runsOperations {
        execution.uncounted[index]._withUnsafeGuaranteedRef { $0.begin(phase, chunk: chunk) }
      }
      uncounted[index]._withUnsafeGuaranteedRef { $0.begin(phase, chunk: chunk) }
    }
    let first = chunk * execution.chunkSize
    let end = min(execution.samples, first + execution.chunkSize)
    if first >= end { return }
    for sample in first..<end {
      for place in current.indices {
        switch current[place].work {
        case .clear(let tensor): clear(tensor, sample)
        case .operation(let index, let phase):
          if let tensor = keeps[place] { kept.keep(tensor, sample, ones: ones, worker) }
          if direction.runsOperations {
            execution.uncounted[index]._withUnsafeGuaranteedRef {
              $0.run(phase, sample, worker)
            }
          }
          uncounted[index]._withUnsafeGuaranteedRef { tangent in
            switch phase {
            case .forward: tangent.forward(sample, worker, twin)
            case .reduce: tangent.reduce(sample, worker, twin)
            case .gradient: tangent.gradient(sample, worker, twin)
            }
          }
        }
      }
    }
  }

  /// Zeroes a gradient and its derivative.
  private func clear(_ tensor: Int, _ sample: Int) {
    guard let own = execution.gradientView(tensor) else { return }
    for view in [own, counterpart(own)] {
      view.at(sample).initializeMemory(as: UInt8.self, repeating: 0, count: view.sampleStride)
    }
  }

  /// Adds the chunks' parts of complete products, in chunk order.
  private func addPartials(_ used: [Int]) {
    guard !used.isEmpty else { return }
    execution.pool.run(used.count) { position, worker in
      let parameter = execution.parameters[used[position]]
      let target = products.at(parameter.offset)
      twins[worker].kernels.pointee.sum_parts(
        target,
        partial(used[position], chunk: 0),
        Int64(execution.parts.stride),
        Int64(execution.chunks),
        Int64(parameter.storedCount)
      )
      execution.clearStructuralZeros(used[position], target)
    }
  }
}
