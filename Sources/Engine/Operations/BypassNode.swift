import CKernels

/// The sum of the channels that pass a mixed operation by, each edge weighted by the sum of its
/// operations' gates (PC-DARTS: Xu et al., ICLR 2020, equation 2 with edge weights).
///
/// Where gates are a distribution times the weight of the edge, that sum is the edge's weight. An edge
/// none of whose gates is active adds nothing.
final class BypassNode: Operation {
  let height: Int
  let width: Int
  let channels: Int
  /// The gates of each input's edge.
  let gates: [Range<Int>]
  private var bound: Bound?

  /// The addresses found by `bind`.
  final class Bound {
    unowned(unsafe) let execution: Execution
    let sources: [Source]
    let output: View
    let gradient: View?
    /// The weight of each edge once per lane, in the element type.
    let coefficients: Buffer
    /// Sums of gradient and of gradient times input, [edge][2][chunk][lane].
    let sums: Buffer
    var weights: [Double]
    var isActive: [Bool]

    init(
      execution: Execution,
      sources: [Source],
      output: View,
      gradient: View?,
      coefficients: Buffer,
      sums: Buffer
    ) {
      self.execution = execution
      self.sources = sources
      self.output = output
      self.gradient = gradient
      self.coefficients = coefficients
      self.sums = sums
      weights = sources.map { _ in 0 }
      isActive = sources.map { _ in false }
    }
  }

  init(name: String, inputs: [Value], gates: [Range<Int>], output: Int) {
    height = inputs[0].height
    width = inputs[0].width
    channels = inputs[0].layout.padded
    self.gates = gates
    super.init(name: name, gate: nil, inputs: inputs, output: output)
  }

  var state: Bound {
    guard let bound else { preconditionFailure("\(name) runs before it was bound") }
    return bound
  }

  var pixels: Int { height * width }

  override func bind(to execution: Execution) {
    guard let output else { return }
    bound = Bound(
      execution: execution,
      sources: inputs.map { execution.source($0) },
      output: execution.view(output),
      gradient: execution.gradientView(output),
      coefficients: Buffer(count: inputs.count * channels, elementSize: execution.elementSize),
      sums: Buffer(count: 2 * inputs.count * execution.chunks * channels, elementSize: 8)
    )
  }

  /// The sum of an edge's active gates among `values`, in their order.
  func weight(_ edge: Int, _ values: [Double], _ execution: Execution) -> Double {
    var sum = 0.0
    // Loops over arrays go by index: unoptimized builds allocate for every element of the others.
    for gate in gates[edge] where execution.activeGates[gate] { sum += values[gate] }
    return sum
  }

  override func prepare(_ phase: Phase) {
    guard phase == .forward else { return }
    let state = state
    for edge in gates.indices {
      var isActive = false
      for gate in gates[edge] where state.execution.activeGates[gate] { isActive = true }
      let weight = weight(edge, state.execution.gateValues, state.execution)
      state.isActive[edge] = isActive
      state.weights[edge] = weight
      for lane in 0..<channels { state.coefficients[edge * channels + lane] = weight }
    }
  }

  override func forward(_ sample: Int, _ worker: Worker) {
    let state = state
    state.output.at(sample).initializeMemory(
      as: UInt8.self,
      repeating: 0,
      count: state.output.sampleStride
    )
    for edge in gates.indices where state.isActive[edge] {
      add(state.sources[edge].view, times: coefficient(edge), to: state.output, sample, worker)
    }
  }

  /// The weight of an edge, once per lane.
  func coefficient(_ edge: Int) -> UnsafeMutableRawPointer {
    state.coefficients.at(edge * channels)
  }

  /// target += coefficient * view.
  func add(
    _ view: View,
    times coefficient: UnsafeMutableRawPointer,
    to target: View,
    _ sample: Int,
    _ worker: Worker
  ) {
    worker.kernels.pointee.add_scaled(
      target.at(sample),
      Int64(target.pixelStride),
      view.at(sample),
      Int64(view.pixelStride),
      coefficient,
      Int64(pixels),
      Int64(channels)
    )
  }

  /// The sums of an edge and a chunk in `buffer`: of the gradient, of gradient times input.
  func sums(_ edge: Int, chunk: Int, in buffer: Buffer) -> (
    first: UnsafeMutablePointer<Double>, second: UnsafeMutablePointer<Double>
  ) {
    let chunks = state.execution.chunks
    let base = buffer.base.assumingMemoryBound(to: Double.self)
    return (
      base + (2 * edge * chunks + chunk) * channels,
      base + ((2 * edge + 1) * chunks + chunk) * channels
    )
  }

  override func begin(_ phase: Phase, chunk: Int) {
    guard phase == .gradient, state.execution.wantsGates else { return }
    clear(chunk, in: state.sums)
  }

  func clear(_ chunk: Int, in buffer: Buffer) {
    for edge in gates.indices {
      let sums = sums(edge, chunk: chunk, in: buffer)
      sums.first.update(repeating: 0, count: channels)
      sums.second.update(repeating: 0, count: channels)
    }
  }

  /// Adds the inner products of a gradient and an input, lane by lane.
  func addProducts(
    _ gradient: View,
    _ input: View,
    _ edge: Int,
    _ sample: Int,
    in buffer: Buffer,
    _ worker: Worker
  ) {
    let sums = sums(edge, chunk: worker.chunk, in: buffer)
    worker.add(
      dk_pair(input, sample, mean: nil, first: sums.first, second: sums.second),
      with: gradient,
      sample,
      height: height,
      width: width,
      channels: channels
    )
  }

  override func gradient(_ sample: Int, _ worker: Worker) {
    let state = state
    guard let outer = state.gradient else { return }
    for edge in gates.indices where state.isActive[edge] {
      let source = state.sources[edge]
      if state.execution.wantsGates {
        addProducts(outer, source.view, edge, sample, in: state.sums, worker)
      }
      guard let target = source.gradient else { continue }
      add(outer, times: coefficient(edge), to: target, sample, worker)
    }
  }

  /// The inner product of an edge over the batch.
  func total(_ edge: Int, in buffer: Buffer) -> Double {
    var sum = 0.0
    for lane in 0..<channels {
      var product = 0.0
      for chunk in 0..<state.execution.chunks {
        product += sums(edge, chunk: chunk, in: buffer).second[lane]
      }
      sum += product
    }
    return sum
  }

  override func finish(_ phase: Phase) {
    let state = state
    guard phase == .gradient, state.execution.wantsGates else { return }
    for edge in gates.indices where state.isActive[edge] {
      let slope = total(edge, in: state.sums)
      for gate in gates[edge] where state.execution.activeGates[gate] {
        state.execution.gateGradientValues[gate] += slope
      }
    }
  }
}

extension Tape {
  /// A value that passes a mixed operation by, and the gates of that operation.
  public struct BypassEdge: Sendable {
    /// What passes.
    public let value: Value
    /// The gates of the edge's operations.
    public let gates: Range<Int>

    /// Creates an edge.
    public init(_ value: Value, gates: Range<Int>) {
      self.value = value
      self.gates = gates
    }
  }

  /// Records the sum of the edges' values, each times the sum of its gates.
  ///
  /// - Precondition: there is an edge; all have the same extents and no normalization.
  public func bypass(_ edges: [BypassEdge], name: String) -> Value {
    guard let first = edges.first?.value else { preconditionFailure("\(name) has no edges") }
    for edge in edges {
      precondition(
        edge.value.norm == nil
          && (edge.value.height, edge.value.width, edge.value.layout)
            == (first.height, first.width, first.layout),
        "\(name): values that are normalized or differ in extent cannot be added"
      )
    }
    let output = tensor(first.height, first.width, first.layout)
    operations.append(
      BypassNode(
        name: name,
        inputs: edges.map { $0.value },
        gates: edges.map { $0.gates },
        output: output
      )
    )
    return Value(
      tensor: output,
      norm: nil,
      height: first.height,
      width: first.width,
      layout: first.layout
    )
  }
}
