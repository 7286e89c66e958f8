/// A stage of a block-wise network: blocks of the same width.
public struct BlockStage: Sendable, Hashable {
  /// Channels of its blocks.
  public let channels: Int
  /// How many blocks.
  public let repeats: Int
  /// The stride of its first block.
  public let stride: Int

  /// Creates a stage.
  public init(channels: Int, repeats: Int, stride: Int) {
    self.channels = channels
    self.repeats = repeats
    self.stride = stride
  }
}

/// The network around and between the searched blocks.
public struct StageTable: Sendable, Hashable {
  /// Channels of the stem, a 3x3 convolution.
  public let stem: Int
  /// Its stride.
  public let stemStride: Int
  /// Channels of a block `k3_e1` that is not searched; nil for none.
  public let first: Int?
  /// The searched stages.
  public let stages: [BlockStage]
  /// Channels of the last 1x1 convolution.
  public let head: Int

  /// Creates a table.
  public init(stem: Int, stemStride: Int, first: Int?, stages: [BlockStage], head: Int) {
    self.stem = stem
    self.stemStride = stemStride
    self.first = first
    self.stages = stages
    self.head = head
  }

  /// The number of searched blocks.
  public var blockCount: Int { stages.reduce(0) { $0 + $1.repeats } }

  /// The table with another width of the stem and number of blocks: widths are scaled and rounded to
  /// even numbers, repeats are shared out by the table's own, at least one a stage.
  public func scaled(stem width: Int, blocks: Int) -> StageTable {
    func scale(_ channels: Int) -> Int {
      // Halves of a channel and odd numbers, which two groups cannot divide, round up.
      max(2, (channels * width + 2 * stem - 1) / (2 * stem) * 2)
    }
    let all = blockCount
    var placed = 0
    var before = 0
    let scaled = stages.map { stage in
      before += stage.repeats
      let until = max(placed + 1, (before * blocks + all / 2) / all)
      defer { placed = until }
      return BlockStage(
        channels: scale(stage.channels),
        repeats: until - placed,
        stride: stage.stride
      )
    }
    return StageTable(
      stem: width,
      stemStride: stemStride,
      first: first.map(scale),
      stages: scaled,
      head: scale(head)
    )
  }

  /// What one searched block sees and gives.
  public struct Layer: Sendable, Hashable {
    /// Channels of its input.
    public let inputs: Int
    /// Channels of its output.
    public let outputs: Int
    /// Its stride.
    public let stride: Int

    /// Creates a layer.
    public init(inputs: Int, outputs: Int, stride: Int) {
      self.inputs = inputs
      self.outputs = outputs
      self.stride = stride
    }

    /// Whether the identity is a choice.
    public var allowsSkip: Bool { stride == 1 && inputs == outputs }
  }

  /// The searched blocks in order.
  public var layers: [Layer] {
    var inputs = first ?? stem
    return stages.flatMap { stage in
      (0..<stage.repeats).map { number in
        defer { inputs = stage.channels }
        return Layer(
          inputs: inputs,
          outputs: stage.channels,
          stride: number == 0 ? stage.stride : 1
        )
      }
    }
  }
}
