/// How the output of an operation is normalized.
public struct NormOptions: Sendable, Hashable {
  /// Whether scale and offset are learned; DARTS learns them only in derived networks.
  public var isAffine: Bool
  /// Added to the variance.
  public var epsilon: Double
  /// The share of a new batch in the running statistics.
  public var momentum: Double

  /// Creates options; the defaults are PyTorch's and those of a search.
  public init(isAffine: Bool = false, epsilon: Double = 1e-5, momentum: Double = 0.1) {
    self.isAffine = isAffine
    self.epsilon = epsilon
    self.momentum = momentum
  }
}

/// A network written down once, operation by operation, before any memory exists.
///
/// Every recording method returns the value later operations read. `Execution` plans memory and
/// timetable from the finished tape and runs it many times.
public final class Tape {
  var tensors: [TensorRecord] = []
  var norms: [NormRecord] = []
  /// The parameters in the order they were recorded.
  public private(set) var parameters: [Parameter] = []
  var operations: [Operation] = []
  var classes = 0
  var image: Value?
  private(set) var weightCount = 0
  /// The number of gates; terms refer to them by index.
  public var gateCount = 0
  /// The number of per-sample factors.
  public var factorCount = 0
  /// The gate that switches on what is recorded next, nil for always on.
  public var currentGate: Int?
  private var names: Set<String> = []
  /// The pools so far by what they compute.
  private var pools: [Pooling.Kind: [Pooling]] = [:]

  /// Creates an empty tape.
  public init() {}

  /// Records the image batch, [height, width, channels] a sample.
  public func input(height: Int, width: Int, channels: Int) -> Value {
    precondition(image == nil, "a tape has one input")
    let layout = ChannelLayout(channels)
    tensors.append(
      TensorRecord(height: height, width: width, layout: layout, hasGradient: false)
    )
    let value = Value(
      tensor: tensors.count - 1,
      norm: nil,
      height: height,
      width: width,
      layout: layout
    )
    image = value
    return value
  }

  func tensor(_ height: Int, _ width: Int, _ layout: ChannelLayout) -> Int {
    tensors.append(TensorRecord(height: height, width: width, layout: layout))
    return tensors.count - 1
  }

  func parameter(
    _ name: String,
    _ kind: Parameter.Kind,
    shape: [Int],
    taps: Int = 1,
    rows: ChannelLayout? = nil,
    columns: ChannelLayout,
    rowIndices: [Int]? = nil,
    columnIndices: [Int]? = nil
  ) -> (Int, Parameter) {
    precondition(names.insert(name).inserted, "two parameters are named \(name)")
    let parameter = Parameter(
      name: name,
      kind: kind,
      shape: shape,
      taps: taps,
      rows: rows,
      columns: columns,
      rowIndices: rowIndices ?? Array(0..<(rows?.count ?? 1)),
      columnIndices: columnIndices ?? Array(0..<columns.count),
      offset: weightCount
    )
    weightCount += parameter.storedCount
    parameters.append(parameter)
    return (parameters.count - 1, parameter)
  }

  func normalization(
    of tensor: Int,
    _ layout: ChannelLayout,
    _ options: NormOptions?,
    name: String
  ) -> Int? {
    guard let options else { return nil }
    var affine: (gamma: Int, beta: Int)?
    if options.isAffine {
      let gamma = parameter(name + ".weight", .scale, shape: [layout.count], columns: layout)
      let beta = parameter(name + ".bias", .offset, shape: [layout.count], columns: layout)
      affine = (gamma.0, beta.0)
    }
    norms.append(
      NormRecord(
        tensor: tensor,
        affine: affine,
        epsilon: options.epsilon,
        momentum: options.momentum,
        name: name
      )
    )
    return norms.count - 1
  }

  /// Records relu, depthwise k x k convolution, pointwise convolution, normalization.
  ///
  /// Parameters: `name.depthwise.weight`, `name.pointwise.weight` and the normalization's.
  public func separableConvolution(
    _ x: Value,
    channels: Int,
    kernel: Int,
    stride: Int = 1,
    dilation: Int = 1,
    norm: NormOptions?,
    name: String
  ) -> Value {
    precondition(kernel % 2 == 1, "\(name): a kernel has an odd size, got \(kernel)")
    let layout = ChannelLayout(channels)
    let height = (x.height - 1) / stride + 1
    let width = (x.width - 1) / stride + 1
    let output = tensor(height, width, layout)
    let depthwise = parameter(
      name + ".depthwise.weight",
      .depthwise,
      shape: [x.layout.count, 1, kernel, kernel],
      taps: kernel * kernel,
      columns: x.layout
    )
    let pointwise = parameter(
      name + ".pointwise.weight",
      .convolution,
      shape: [channels, x.layout.count, 1, 1],
      rows: x.layout,
      columns: layout
    )
    let normIndex = normalization(of: output, layout, norm, name: name + ".norm")
    operations.append(
      SeparableConvolution(
        name: name,
        gate: currentGate,
        input: x,
        output: output,
        norm: normIndex,
        height: height,
        width: width,
        channels: layout.padded,
        options: SeparableConvolution.Options(
          kernel: kernel,
          stride: stride,
          dilation: dilation
        ),
        parameters: [depthwise, pointwise]
      )
    )
    return Value(tensor: output, norm: normIndex, height: height, width: width, layout: layout)
  }

  /// The two kinds of pool.
  public enum Pool: Sendable, Hashable {
    /// The largest pixel.
    case maximum
    /// The mean of the pixels that exist.
    case average
  }

  /// Records (relu,) a pool, 3x3 with padding 1 unless `window` says otherwise, and normalization.
  ///
  /// Pools of one kind and input, as on the edges that leave one node, are computed once and stored once.
  public func pool(
    _ x: Value,
    _ pool: Pool,
    window: PoolWindow = PoolWindow(),
    relu: Bool = false,
    norm: NormOptions?,
    name: String
  ) -> Value {
    let height = window.outputs(of: x.height)
    let width = window.outputs(of: x.width)
    let output = tensor(height, width, x.layout)
    let normIndex = normalization(of: output, x.layout, norm, name: name + ".norm")
    let kind = Pooling.Kind(
      input: x,
      isMaximum: pool == .maximum,
      window: window,
      relu: relu,
      isNormalized: norm != nil
    )
    let earlier = pools[kind, default: []]
    tensors[output].twin = earlier.first?.output
    let operation = Pooling(
      name: name,
      gate: currentGate,
      kind: kind,
      earlier: earlier,
      output: output,
      norm: normIndex,
      height: height,
      width: width
    )
    pools[kind] = earlier + [operation]
    operations.append(operation)
    return Value(tensor: output, norm: normIndex, height: height, width: width, layout: x.layout)
  }

  /// A tensor that nodes will write side by side.
  public struct Concatenation {
    /// All channels.
    public let whole: Value
    let slots: [Int]
  }

  /// Records a concatenation of `count` nodes of `channels` channels each, to be filled by `node`.
  public func concatenation(
    height: Int,
    width: Int,
    channels: Int,
    count: Int
  ) -> Concatenation {
    let part = ChannelLayout(channels)
    let layout = ChannelLayout(segments: [Int](repeating: channels, count: count))
    let whole = tensor(height, width, layout)
    let slots = (0..<count).map { index in
      let slot = tensor(height, width, part)
      tensors[slot].parent = (whole, index * part.padded)
      return slot
    }
    return Concatenation(
      whole: Value(tensor: whole, norm: nil, height: height, width: width, layout: layout),
      slots: slots
    )
  }

  /// Records a node: the gated sum of its terms, into slot `index` of `target` or a tensor of its own.
  ///
  /// - Precondition: there is a term, and all terms have the same extents.
  public func node(
    _ terms: [Term],
    into target: Concatenation? = nil,
    at index: Int = 0,
    name: String
  ) -> Value {
    guard let first = terms.first?.value else {
      preconditionFailure("\(name) has no terms")
    }
    for term in terms {
      precondition(
        (term.value.height, term.value.width, term.value.layout)
          == (first.height, first.width, first.layout),
        "\(name): terms of \(term.value.height)x\(term.value.width)x\(term.value.layout.count) "
          + "and \(first.height)x\(first.width)x\(first.layout.count) cannot be added"
      )
    }
    let output = target?.slots[index] ?? tensor(first.height, first.width, first.layout)
    operations.append(
      WeightedNode(
        name: name,
        terms: terms,
        output: output,
        height: first.height,
        width: first.width,
        channels: first.layout.padded
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
