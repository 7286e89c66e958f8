import CKernels

/// A tape with memory and a timetable: runs forward and backward passes over batches.
///
/// Samples are cut into at most eight chunks by the batch size alone; sums over samples are made
/// inside a chunk in sample order, then over chunks in chunk order, so the number of threads reaches
/// no bit. A pass allocates no tensor.
public final class Execution {
  /// The largest number of samples in a batch.
  public let batch: Int
  /// The element type.
  public let precision: Precision
  /// The implementation of the inner loops.
  public let choice: KernelChoice
  /// The recorded parameters.
  public let parameters: [Parameter]
  /// The number of classes.
  public let classes: Int
  let plan: TapePlan
  let elementSize: Int
  let chunkSize: Int
  let chunks: Int
  /// The number of pieces of a chunk, which run one after the other on any thread, so that a thread with
  /// nothing left to do takes over less than a chunk.
  let links: Int
  let weights: Buffer
  let weightGradients: Buffer
  let transposed: Buffer
  let logits: Buffer
  let labels: UnsafeMutablePointer<Int32>
  let losses: UnsafeMutablePointer<Double>
  let ranks: UnsafeMutablePointer<Int32>
  private(set) var norms: [NormState] = []
  let factors: [SampleFactor]
  /// The weight of every gated term.
  public var gateValues: [Double]
  /// Whether a gated term and what only it needs are computed.
  public var activeGates: [Bool]
  var gateGradientValues: [Double]
  /// The share of the target spread evenly over the classes.
  public var labelSmoothing = 0.0
  /// The seed of operations that draw random numbers; `initialize` sets it.
  public var noiseSeed: UInt64 = 0
  /// The step at which operations that draw random numbers draw: another step, other numbers.
  public var noiseStep: UInt64 = 0

  private(set) var samples = 0
  /// Forward passes so far.
  private(set) var forwardPasses = 0
  private(set) var usesBatchStatistics = true
  private(set) var updatesRunning = false
  private(set) var wantsWeights = false
  private(set) var wantsGates = false

  /// More pieces of a chunk gain nothing.
  private static let mostLinks = 4
  /// What a piece takes of the tensors of a round at least, in bytes: of less, handing over takes longer
  /// than waiting.
  private static let leastLink = 384 << 10

  let tape: Tape
  let operations: [Operation]
  /// The same for the inner loops: counting references to objects that all threads share is seen in
  /// the time of a step.
  let uncounted: [Unmanaged<Operation>]
  let pool: ThreadPool
  let values: Buffer
  let gradientArena: Buffer
  private(set) var views: [View] = []
  private(set) var gradientViews: [View?] = []
  var workers: [Worker] = []
  let partials: Buffer
  let parts: PartialPlan
  /// Of each parameter the elements of its block that do not exist, found once.
  private let structuralZeros: [[Int]]
  /// The round being run, where in a part it writes gradients of weights, and the parameters whose
  /// parts are being added.
  var current: [Task] = []
  var currentParts = 0..<0
  var currentParameters: [Int] = []
  /// What tasks of the round being run only read and add up.
  let streams: StreamList
  /// What a worker of this tape needs.
  private(set) var scratch = ScratchPlan()
  private(set) var termCount = 1

  /// Plans and allocates everything a batch of `batch` samples needs.
  ///
  /// - Parameter choice: the inner loops; those of the pool unless given.
  /// - Precondition: the tape ends in a classifier, `batch` > 0, `choice` runs on this machine.
  public init(
    tape: Tape,
    batch: Int,
    precision: Precision = .float,
    choice: KernelChoice? = nil,
    pool: ThreadPool
  ) {
    precondition(batch > 0, "a batch has at least one sample, got \(batch)")
    precondition(tape.classes > 0, "the tape has no classifier")
    let choice = choice ?? pool.kernels
    self.tape = tape
    operations = tape.operations
    uncounted = tape.operations.map { Unmanaged.passUnretained($0) }
    self.batch = batch
    self.precision = precision
    self.choice = choice
    self.pool = pool
    parameters = tape.parameters
    classes = tape.classes
    let size = precision.elementSize
    elementSize = size
    chunkSize = (batch + 7) / 8
    chunks = (batch + chunkSize - 1) / chunkSize
    let plan = TapePlan(tape, batch: batch, elementSize: size)
    self.plan = plan
    weights = Buffer(count: tape.weightCount, elementSize: size)
    weightGradients = Buffer(count: tape.weightCount, elementSize: size)
    transposed = Buffer(count: tape.weightCount, elementSize: size)
    let columns = ChannelLayout(tape.classes).padded
    logits = Buffer(count: batch * columns, elementSize: size)
    labels = .allocate(capacity: batch)
    labels.initialize(repeating: 0, count: batch)
    losses = .allocate(capacity: batch)
    losses.initialize(repeating: 0, count: batch)
    ranks = .allocate(capacity: batch)
    ranks.initialize(repeating: 0, count: batch)
    gateValues = [Double](repeating: 1, count: tape.gateCount)
    activeGates = [Bool](repeating: true, count: tape.gateCount)
    gateGradientValues = [Double](repeating: 0, count: tape.gateCount)
    factors = (0..<tape.factorCount).map { _ in SampleFactor(count: batch) }

    // Forward tensors live from the forward pass to the backward pass, each in a place of its own.
    var total = 0
    var starts = [Int](repeating: 0, count: tape.tensors.count)
    for (index, record) in tape.tensors.enumerated() where record.parent == nil {
      if let twin = record.twin {
        starts[index] = starts[twin]
        continue
      }
      starts[index] = total
      total += Self.room(of: record, batch: batch)
    }
    values = Buffer(count: total, elementSize: size)
    let share = total * size / plan.forward.count / chunks
    links = max(1, min(chunkSize, Self.mostLinks, share / Self.leastLink))
    let roots = plan.gradientLife.keys.sorted()
    let blocks = roots.map { root in
      let record = tape.tensors[root]
      let life = plan.gradientLife[root] ?? (0, 0)
      return LifetimePlan.Block(
        size: Self.room(of: record, batch: batch),
        first: life.first,
        last: life.last
      )
    }
    let placement = LifetimePlan(blocks)
    gradientArena = Buffer(count: placement.total, elementSize: size)
    var gradientStarts = [Int: Int](minimumCapacity: roots.count)
    for (index, root) in roots.enumerated() { gradientStarts[root] = placement.offsets[index] }

    structuralZeros = tape.parameters.map { $0.structuralZeros }
    let summands = tape.operations.map { ($0 as? WeightedNode)?.terms.count ?? 1 }
    streams = StreamList(
      streams: summands.reduce(0, +),
      tasks: (plan.forward + plan.backward).map { $0.count }.max() ?? 0
    )
    parts = PartialPlan(tape, rounds: plan.backward)
    partials = Buffer(count: chunks * parts.stride, elementSize: size)

    for index in tape.tensors.indices {
      let root = plan.root[index]
      views.append(view(index, in: values, at: starts[root]))
      gradientViews.append(gradientStarts[root].map { view(index, in: gradientArena, at: $0) })
    }
    for operation in operations { operation.plan(&scratch, plan) }
    bindAll(size)
  }

  /// Elements that a tensor of a batch takes in an arena.
  ///
  /// A node reads the same sample of many tensors of one shape. With an odd number of samples these lie
  /// side by side in the sets of a cache, whose number is a power of two, instead of in the same ones;
  /// a few lines more keep the first level's apart.
  static func room(of record: TensorRecord, batch: Int) -> Int {
    (batch | 1) * record.height * record.width * record.layout.padded + 144
  }

  /// Where a tensor lies in a buffer where that which owns its memory starts at `start`.
  private func view(_ tensor: Int, in buffer: Buffer, at start: Int) -> View {
    let record = tape.tensors[tensor]
    let root = plan.root[tensor]
    let whole = tape.tensors[root]
    let pixels = whole.height * whole.width
    let lanes = whole.layout.padded / plan.blocks[root]
    let lane = record.parent?.lane ?? 0
    return View(
      base: buffer.at(start + (plan.blocks[root] > 1 ? lane * pixels : lane)),
      sampleStride: pixels * whole.layout.padded * elementSize,
      pixelStride: lanes,
      blocks: tensor == root ? plan.blocks[root] : 1,
      blockStride: pixels * lanes * elementSize
    )
  }

  deinit {
    labels.deallocate()
    losses.deallocate()
    ranks.deallocate()
  }

  private func bindAll(_ size: Int) {
    for record in tape.norms {
      let state = NormState(
        record: record,
        channels: tape.tensors[record.tensor].layout.padded,
        chunks: chunks,
        elementSize: size
      )
      if let affine = record.affine {
        state.gamma = weights.at(parameters[affine.gamma].offset)
        state.beta = weights.at(parameters[affine.beta].offset)
        state.gammaGradient = weightGradients.at(parameters[affine.gamma].offset)
        state.betaGradient = weightGradients.at(parameters[affine.beta].offset)
      }
      norms.append(state)
    }
    var terms = 1
    for operation in tape.operations {
      operation.bind(to: self)
      if let node = operation as? WeightedNode { terms = max(terms, node.terms.count) }
    }
    workers = (0..<pool.threads).map { _ in
      Worker(
        kernels: choice.table(precision),
        plan: scratch,
        elementSize: size,
        termCount: terms
      )
    }
    termCount = terms
  }

  // MARK: - Passes

  /// Computes loss and logits of the first `count` samples of the batch.
  ///
  /// - Parameters:
  ///   - useBatchStatistics: normalize by the batch (training) or by the running statistics.
  ///   - updateRunning: whether the running statistics take this batch in.
  public func forward(
    count: Int,
    useBatchStatistics: Bool = true,
    updateRunning: Bool = false
  ) {
    precondition((1...batch).contains(count), "a batch of 1...\(batch) samples, got \(count)")
    samples = count
    usesBatchStatistics = useBatchStatistics
    updatesRunning = updateRunning && useBatchStatistics
    wantsWeights = false
    wantsGates = false
    forwardPasses += 1
    // Loops over arrays go by index: unoptimized builds allocate for every element of the others.
    for round in plan.forward.indices { run(plan.forward[round], parts: 0..<0) }
  }

  /// Computes the gradients of the mean loss of the last forward pass.
  ///
  /// - Parameters:
  ///   - weights: whether the gradients of the weights are wanted.
  ///   - gates: whether those of the gates are.
  public func backward(weights wantsWeights: Bool, gates wantsGates: Bool) {
    beginBackward(weights: wantsWeights, gates: wantsGates)
    for round in plan.backward.indices {
      run(plan.backward[round], parts: wantsWeights ? parts.ranges[round] : 0..<0)
      if wantsWeights { addPartials(parts.complete[round]) }
    }
  }

  /// Forgets the gradients of the pass before.
  func beginBackward(weights wantsWeights: Bool, gates wantsGates: Bool) {
    precondition(samples > 0, "a backward pass needs a forward pass before it")
    self.wantsWeights = wantsWeights
    self.wantsGates = wantsGates
    for index in gateGradientValues.indices { gateGradientValues[index] = 0 }
    pool.run(parameters.count, context: context) { context, index, _ in
      let execution = Execution.at(context)
      execution.transpose(Int(index), execution.weights, into: execution.transposed)
    }
    if wantsWeights { weightGradients.zero() }
  }

  func isActive(_ task: Task) -> Bool {
    guard case .operation(let index, _) = task.work else { return true }
    return tape.operations[index].gate.map { activeGates[$0] } ?? true
  }

  /// Whether the pass needs a task: the gradients of weights cost nothing where only those of gates are
  /// wanted, nor does the way back to what no gate changes.
  func isWanted(_ task: Task) -> Bool {
    wantsWeights || !task.servesWeightsOnly
  }

  /// Clears what a parameter's block at `target` does not have.
  func clearStructuralZeros(_ parameter: Int, _ target: UnsafeMutableRawPointer) {
    let places = structuralZeros[parameter]
    // By index: without optimization an iterator takes from the heap at every step.
    for index in 0..<places.count { target.put(0, at: places[index], size: elementSize) }
  }
}
