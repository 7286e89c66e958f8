/// How long operations take on a machine, as `dartboard bench operations` measures it.
///
/// Latencies of layers are added: a block-wise network's estimate (Cai et al., "ProxylessNAS", ICLR
/// 2019, section 3.3; Wu et al., "FBNet", CVPR 2019, section 3.3).
public struct LatencyTable: Sendable, Hashable, Codable {
  /// One measurement.
  public struct Entry: Sendable, Hashable, Codable {
    /// The operation's name.
    public var operation: String
    /// Channels of its input.
    public var inputs: Int
    /// Channels of its output.
    public var outputs: Int
    /// Its stride.
    public var stride: Int
    /// Height of its input in pixels.
    public var height: Int
    /// Width of its input in pixels.
    public var width: Int
    /// Microseconds for one image.
    public var microseconds: Double

    /// Creates an entry.
    public init(
      operation: String,
      inputs: Int,
      outputs: Int,
      stride: Int,
      height: Int,
      width: Int,
      microseconds: Double
    ) {
      self.operation = operation
      self.inputs = inputs
      self.outputs = outputs
      self.stride = stride
      self.height = height
      self.width = width
      self.microseconds = microseconds
    }
  }

  /// The machine's processor.
  public var machine: String
  /// Threads that ran.
  public var threads: Int
  /// The measurements.
  public var entries: [Entry]

  /// Creates a table.
  public init(machine: String, threads: Int, entries: [Entry]) {
    self.machine = machine
    self.threads = threads
    self.entries = entries
  }

  /// Microseconds of an operation in a place, nil when it was not measured there.
  public func microseconds(_ operation: String, at place: BlockSpace.Place) -> Double? {
    entries.first {
      $0.operation == operation && $0.inputs == place.layer.inputs
        && $0.outputs == place.layer.outputs && $0.stride == place.layer.stride
        && $0.height == place.height && $0.width == place.width
    }?.microseconds
  }

  /// Microseconds by operation and place, as in `k3_e6 16>24/2 28x28`: what a spec can hold.
  public var byPlace: [String: Double] {
    Dictionary(
      entries.map { entry in
        let layer = StageTable.Layer(
          inputs: entry.inputs,
          outputs: entry.outputs,
          stride: entry.stride
        )
        let place = BlockSpace.Place(layer: layer, height: entry.height, width: entry.width)
        return (place.key(entry.operation), entry.microseconds)
      },
      uniquingKeysWith: { first, _ in first }
    )
  }
}

extension BlockSpace {
  /// A searched layer and the image it sees.
  public struct Place: Sendable, Hashable {
    /// The layer.
    public let layer: StageTable.Layer
    /// Height of its input in pixels.
    public let height: Int
    /// Width of its input in pixels.
    public let width: Int

    /// Channels in and out, stride, and extents of the input, as in `16>24/2 28x28`.
    public var name: String {
      "\(layer.inputs)>\(layer.outputs)/\(layer.stride) \(height)x\(width)"
    }

    /// An operation in this place.
    public func key(_ operation: String) -> String { "\(operation) \(name)" }
  }

  /// The names of the places of the searched layers.
  public func placeNames(_ shape: NetworkShape) -> [String] { places(shape).map { $0.name } }

  /// The searched layers of a network in order.
  public func places(_ shape: NetworkShape) -> [Place] {
    let table = table(shape)
    var height = (shape.height - 1) / table.stemStride + 1
    var width = (shape.width - 1) / table.stemStride + 1
    return table.layers.map { layer in
      defer {
        height = (height - 1) / layer.stride + 1
        width = (width - 1) / layer.stride + 1
      }
      return Place(layer: layer, height: height, width: width)
    }
  }

  /// Microseconds of the searched layers of an architecture.
  ///
  /// - Throws: `GenotypeError` when the architecture is of another space or an operation was not
  ///   measured.
  public func latency(
    of architecture: DescribedArchitecture,
    _ shape: NetworkShape,
    _ table: LatencyTable
  ) throws(GenotypeError) -> Double {
    let layout = layout(shape)
    let choices = try choices(of: architecture, in: layout)
    var sum = 0.0
    for (place, choice) in zip(places(shape), choices) {
      let operation = layout.operation(choice)
      guard let own = table.microseconds(operation, at: place) else {
        throw .misfit(
          place: "latency table",
          expected: "\(operation), \(place.layer.inputs) to \(place.layer.outputs) channels, "
            + "stride \(place.layer.stride), \(place.height)x\(place.width)",
          got: "\(table.entries.count) others; measure it with dartboard bench operations"
        )
      }
      sum += own
    }
    return sum
  }
}
