/// A step of a network as its tape has it, for writing it in another format.
///
/// Tensors have numbers; a tensor that an operation writes may be followed by a normalization, which
/// everything that reads it applies first.
public struct NetworkLayer: Sendable, Hashable {
  /// What is read: a tensor, with its normalization or without.
  public struct Input: Sendable, Hashable {
    /// The tensor's number.
    public let tensor: Int
    /// The number of the normalization in between, in tape order; nil for none.
    public let normalization: Int?
    /// Height in pixels.
    public let height: Int
    /// Width in pixels.
    public let width: Int
    /// The number of channels.
    public let channels: Int

    init(_ value: Value) {
      tensor = value.tensor
      normalization = value.norm
      height = value.height
      width = value.width
      channels = value.layout.count
    }
  }

  /// What is computed.
  public enum Kind: Sendable, Hashable {
    /// The image.
    case image
    /// (relu,) k x k convolution with padding that keeps the size.
    case convolution(weight: String, kernel: Int, stride: Int, dilation: Int, relu: Bool)
    /// relu, two 1x1 convolutions of stride 2, the second one pixel down and right, side by side.
    case factorizedReduction(weights: [String])
    /// (relu,) depthwise and pointwise convolution.
    case separable(
      depthwise: String,
      pointwise: String,
      kernel: Int,
      stride: Int,
      dilation: Int,
      relu: Bool
    )
    /// A pool over the pixels that exist.
    case pool(isMaximum: Bool, window: PoolWindow)
    /// The sum of the inputs, each times its gate; nil for one.
    case sum(gates: [Int?])
    /// The inputs' channels one after the other.
    case concatenation
    /// Global mean and linear layer.
    case classifier(weight: String, bias: String, classes: Int)
    /// An operation that has no notation here.
    case other(String)
  }

  /// The operation's name.
  public let name: String
  /// What is computed.
  public let kind: Kind
  /// What is read.
  public let inputs: [Input]
  /// The tensor that is written; nil for the classifier.
  public let output: Int?
  /// The gate that switches it on; nil when it always runs.
  public let gate: Int?
}

extension Tape {
  /// Every step in an order in which each reads what was written before.
  public var layers: [NetworkLayer] {
    var result: [NetworkLayer] = []
    if let image {
      result.append(
        NetworkLayer(
          name: "image",
          kind: .image,
          inputs: [],
          output: image.tensor,
          gate: nil
        )
      )
    }
    var slots: [Int: [Int]] = [:]
    for (index, record) in tensors.enumerated() {
      if let parent = record.parent { slots[parent.tensor, default: []].append(index) }
    }
    var written: Set<Int> = []
    for operation in operations {
      result.append(
        NetworkLayer(
          name: operation.name,
          kind: kind(of: operation),
          inputs: operation.inputs.map { NetworkLayer.Input($0) },
          output: operation.output,
          gate: operation.gate
        )
      )
      guard let output = operation.output, let parent = tensors[output].parent?.tensor,
        let parts = slots[parent]
      else { continue }
      written.insert(output)
      guard parts.allSatisfy({ written.contains($0) }) else { continue }
      result.append(
        NetworkLayer(
          name: operation.name + ".concatenation",
          kind: .concatenation,
          inputs: parts.map { part in
            let record = tensors[part]
            return NetworkLayer.Input(
              Value(
                tensor: part,
                norm: nil,
                height: record.height,
                width: record.width,
                layout: record.layout
              )
            )
          },
          output: parent,
          gate: nil
        )
      )
    }
    return result
  }

  private func kind(of operation: Operation) -> NetworkLayer.Kind {
    switch operation {
    case let convolution as Convolution where convolution.blocks.count > 1:
      return .factorizedReduction(weights: convolution.blocks.map { $0.name })
    case let convolution as Convolution:
      let shape = convolution.blocks[0].shape
      let kernel = shape[shape.count - 1]
      let reach = convolution.taps.map { $0.right }.max() ?? 0
      return .convolution(
        weight: convolution.blocks[0].name,
        kernel: kernel,
        stride: convolution.stride,
        dilation: kernel > 1 ? reach / (kernel / 2) : 1,
        relu: convolution.relu
      )
    case let separable as SeparableConvolution:
      return .separable(
        depthwise: separable.depthwise.name,
        pointwise: separable.pointwise.name,
        kernel: separable.options.kernel,
        stride: separable.options.stride,
        dilation: separable.options.dilation,
        relu: separable.options.relu
      )
    case let pooling as Pooling:
      return .pool(isMaximum: pooling.isMaximum, window: pooling.window)
    case let node as WeightedNode:
      return .sum(gates: node.terms.map { $0.gate })
    case let classifier as Classifier:
      return .classifier(
        weight: classifier.matrix.name,
        bias: classifier.offset.name,
        classes: classifier.classes
      )
    default: return .other(String(describing: type(of: operation)))
    }
  }
}

/// What a normalization does when it does not look at the batch.
public struct NormalizationValues: Sendable, Hashable {
  /// Its name.
  public let name: String
  /// The scale, [channel]; ones when none is learned.
  public let scale: [Double]
  /// The offset, [channel]; zeros when none is learned.
  public let offset: [Double]
  /// The running mean, [channel].
  public let mean: [Double]
  /// The running variance, [channel].
  public let variance: [Double]
  /// Added to the variance.
  public let epsilon: Double
}

extension Execution {
  /// The network's steps.
  public var layers: [NetworkLayer] { tape.layers }

  /// The normalizations in tape order, channels in logical order.
  public var normalizations: [NormalizationValues] {
    zip(tape.norms, norms).map { record, norm in
      let lanes = tape.tensors[record.tensor].layout.lanes
      func values(_ parameter: Int?, _ missing: Double) -> [Double] {
        parameter.map { self.values(of: parameters[$0]) }
          ?? [Double](repeating: missing, count: lanes.count)
      }
      return NormalizationValues(
        name: record.name,
        scale: values(record.affine?.gamma, 1),
        offset: values(record.affine?.beta, 0),
        mean: lanes.map { norm.runningMean[$0] },
        variance: lanes.map { norm.runningVariance[$0] },
        epsilon: record.epsilon
      )
    }
  }
}
