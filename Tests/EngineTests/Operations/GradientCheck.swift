import Engine

/// A small network around what is tested, and the comparison of its gradients with differences.
struct Probe {
  let execution: Execution

  /// Records a stem, what `body` adds, and a classifier; fills weights, images and labels.
  init(
    height: Int = 5,
    width: Int = 6,
    channels: Int = 4,
    batch: Int = 5,
    precision: Precision = .double,
    choice: KernelChoice = .best,
    threads: Int = 1,
    _ body: (Tape, Value) -> Value
  ) {
    let tape = Tape()
    let image = tape.input(height: height, width: width, channels: 3)
    let stem = tape.convolution(
      image,
      channels: channels,
      kernel: 3,
      relu: false,
      norm: NormOptions(isAffine: true),
      name: "stem"
    )
    tape.classifier(body(tape, stem), classes: 3, name: "classifier")
    execution = Execution(
      tape: tape,
      batch: batch,
      precision: precision,
      choice: choice,
      pool: ThreadPool(threads: threads)
    )
    execution.initialize(seed: 11)
    let noise = RandomStream(seed: 5, name: "probe")
    for (index, parameter) in execution.parameters.enumerated()
    where parameter.kind == .scale || parameter.kind == .offset {
      let values = execution.values(of: parameter).enumerated().map {
        $0.element + 0.4 * noise.normal(step: UInt64(index), index: UInt64($0.offset))
      }
      execution.set(parameter, to: values)
    }
    fillImages(height * width, batch, noise)
    for sample in 0..<batch { execution.labelBuffer[sample] = Int32(sample % 3) }
    for gate in execution.gateValues.indices {
      execution.gateValues[gate] = 0.3 + 0.5 * noise.uniform(step: 900, index: UInt64(gate))
    }
  }

  private func fillImages(_ pixels: Int, _ batch: Int, _ noise: RandomStream) {
    let bytes = execution.imageBytes
    for pixel in 0..<pixels * batch {
      for channel in 0..<3 {
        let value = noise.normal(step: 1000, index: UInt64(pixel * 3 + channel))
        if execution.precision == .float {
          bytes.bindMemory(to: Float.self)[pixel * 8 + channel] = Float(value)
        } else {
          bytes.bindMemory(to: Double.self)[pixel * 8 + channel] = value
        }
      }
    }
  }

  func step() {
    execution.forward(count: execution.batch)
    execution.backward(weights: true, gates: true)
  }

  private func loss() -> Double {
    execution.forward(count: execution.batch)
    return execution.loss
  }

  /// Central difference in one coordinate, by Richardson extrapolation from two widths.
  private func difference(_ set: (Double) -> Void, at value: Double) -> Double {
    func central(_ width: Double) -> Double {
      set(value + width)
      let above = loss()
      set(value - width)
      let below = loss()
      set(value)
      return (above - below) / (2 * width)
    }
    return (4 * central(1e-6) - central(2e-6)) / 3
  }

  /// The largest difference between a gradient and its central differences, relative to the largest
  /// entry of the tensor, over up to `samples` entries of every parameter and all gates.
  func worstError(samples: Int = 7) -> (String, Double) {
    step()
    var worst = ("", 0.0)
    let gradients = execution.parameters.map { execution.gradient(of: $0) }
    let gates = execution.gateGradients
    // Directly after a normalization a constant has no effect: such gradients are zero to rounding.
    let floor = 1e-3
    for (parameter, gradient) in zip(execution.parameters, gradients) {
      var values = execution.values(of: parameter)
      let scale = max(floor, gradient.map { abs($0) }.max() ?? 0)
      let stride = max(1, values.count / samples)
      for index in Swift.stride(from: 0, to: values.count, by: stride) {
        let expected = difference(
          {
            values[index] = $0
            execution.set(parameter, to: values)
          },
          at: values[index]
        )
        let error = abs(expected - gradient[index]) / scale
        if !(error <= worst.1) { worst = ("\(parameter.name)[\(index)]", error) }
      }
    }
    let gateScale = max(floor, gates.map { abs($0) }.max() ?? 0)
    for gate in gates.indices {
      let expected = difference(
        { execution.gateValues[gate] = $0 },
        at: execution.gateValues[gate]
      )
      let error = abs(expected - gates[gate]) / gateScale
      if !(error <= worst.1) { worst = ("gate \(gate)", error) }
    }
    return worst
  }
}

/// Every recorded operation, alone behind a gate together with a skip connection where shapes allow.
enum OperationCase: String, CaseIterable, Sendable {
  case convolution3, convolution5Stride2, convolution3Dilated, pointwise, noNorm
  case factorizedReduction
  case separable3, separable5, separable7, separable3Stride2, dilated3, dilated5Stride2
  case separableAffine, maximumPool, averagePool, maximumPoolStride2, averagePoolStride2
  case wholePool2, averagePool5Stride3, maximumPool7, widePoolNoNorm
  case skip, concatenation, factors, affineFactors, reuse, noise, copy
  case depthwise5, depthwise3Stride2, grouped, tall, wideStride2, even, rectifiedPool, auxiliary
  case slice, shuffle, bypass, partialChannels

  /// Whether it has per-sample factors.
  var hasFactors: Bool { self == .factors || self == .affineFactors }

  func record(_ tape: Tape, _ x: Value) -> Value {
    let norm = NormOptions()
    func gated(_ value: Value, skip: Bool = true) -> Value {
      tape.gateCount = 2
      var terms = [Term(value, gate: 0)]
      let isSame = (value.height, value.width, value.layout) == (x.height, x.width, x.layout)
      if skip, isSame { terms.append(Term(x, gate: 1)) }
      return tape.node(terms, name: "node")
    }
    func separable(
      _ kernel: Int,
      stride: Int = 1,
      dilation: Int = 1,
      affine: Bool = false
    ) -> Value {
      gated(
        tape.separableConvolution(
          x,
          channels: 4,
          kernel: kernel,
          stride: stride,
          dilation: dilation,
          norm: NormOptions(isAffine: affine),
          name: "op"
        )
      )
    }
    func dense(_ kernel: Int, stride: Int = 1, dilation: Int = 1, channels: Int = 4) -> Value {
      gated(
        tape.convolution(
          x,
          channels: channels,
          kernel: kernel,
          stride: stride,
          dilation: dilation,
          relu: true,
          norm: norm,
          name: "op"
        )
      )
    }
    func pool(_ pool: Tape.Pool, stride: Int = 1) -> Value {
      window(pool, PoolWindow(stride: stride), norm)
    }
    func window(_ pool: Tape.Pool, _ window: PoolWindow, _ norm: NormOptions?) -> Value {
      gated(tape.pool(x, pool, window: window, norm: norm, name: "op"))
    }
    switch self {
    case .convolution3: return dense(3)
    case .convolution5Stride2: return dense(5, stride: 2)
    case .convolution3Dilated: return dense(3, dilation: 2)
    case .pointwise: return dense(1, channels: 11)
    case .noNorm:
      return gated(
        tape.convolution(x, channels: 4, kernel: 3, relu: true, norm: nil, name: "op")
      )
    case .factorizedReduction:
      return gated(tape.factorizedReduction(x, channels: 6, norm: norm, name: "op"))
    case .separable3: return separable(3)
    case .separable5: return separable(5)
    case .separable7: return separable(7)
    case .separable3Stride2: return separable(3, stride: 2)
    case .dilated3: return separable(3, dilation: 2)
    case .dilated5Stride2: return separable(5, stride: 2, dilation: 2)
    case .separableAffine: return separable(3, affine: true)
    case .maximumPool: return pool(.maximum)
    case .averagePool: return pool(.average)
    case .maximumPoolStride2: return pool(.maximum, stride: 2)
    case .averagePoolStride2: return pool(.average, stride: 2)
    case .wholePool2:
      return window(
        .maximum,
        PoolWindow(size: 2, stride: 2, padding: 0),
        NormOptions(isAffine: true)
      )
    case .averagePool5Stride3:
      return window(.average, PoolWindow(size: 5, stride: 3, padding: 0), norm)
    case .maximumPool7: return window(.maximum, PoolWindow(size: 7, stride: 1, padding: 3), norm)
    case .widePoolNoNorm: return window(.average, PoolWindow(size: 3, stride: 3, padding: 2), nil)
    case .skip:
      tape.gateCount = 1
      return tape.node([Term(x, gate: 0)], name: "node")
    case .noise:
      return gated(tape.noise(x, name: "op"))
    case .copy:
      return gated(
        tape.pool(
          x,
          .average,
          window: PoolWindow(size: 1, padding: 0),
          norm: NormOptions(isAffine: true),
          name: "op"
        )
      )
    case .depthwise5, .depthwise3Stride2:
      let isWide = self == .depthwise5
      return gated(
        tape.depthwiseConvolution(
          x,
          kernel: isWide ? 5 : 3,
          stride: isWide ? 1 : 2,
          relu: isWide,
          norm: norm,
          name: "op"
        )
      )
    case .grouped:
      return gated(
        tape.groupedConvolution(
          x,
          channels: 12,
          groups: 2,
          shuffles: true,
          relu: true,
          norm: norm,
          name: "op"
        )
      )
    case .tall, .wideStride2, .even:
      return gated(
        tape.convolution(
          x,
          channels: 4,
          window: self == .tall ? (5, 1) : self == .even ? (2, 2) : (1, 3),
          stride: self == .wideStride2 ? (1, 2) : (1, 1),
          relu: true,
          norm: norm,
          name: "op"
        )
      )
    case .rectifiedPool:
      return gated(
        tape.pool(
          x,
          .average,
          window: PoolWindow(size: 3, stride: 2, padding: 0),
          relu: true,
          norm: norm,
          name: "op"
        )
      )
    case .auxiliary:
      // Its loss is not the network's, so it stands behind zeros and must change no gradient.
      let blind = tape.zeros(like: x, name: "blind")
      tape.auxiliaryClassifier(blind, classes: 3, relu: true, share: 0, name: "auxiliary")
      tape.gateCount = 1
      return tape.node([Term(x, gate: 0)], name: "node")
    case .slice:
      // Channels 1 to 3 behind an operation, of a normalized input.
      return gated(
        tape.separableConvolution(
          tape.slice(x, channels: 1..<4, name: "slice"),
          channels: 3,
          kernel: 3,
          norm: norm,
          name: "op"
        ),
        skip: false
      )
    case .shuffle:
      // Two nodes, one of them half of the channels, and the input itself, interleaved into a slot.
      tape.gateCount = 2
      let half = tape.slice(x, channels: 0..<2, name: "half")
      let node = tape.node([Term(half, gate: 0)], name: "node")
      let cat = tape.concatenation(height: x.height, width: x.width, channels: 4, count: 2)
      let mixed = tape.selection(
        [node, x],
        [
          ChannelPick(channel: 1), ChannelPick(input: 1, channel: 3), ChannelPick(channel: 0),
          ChannelPick(input: 1, channel: 1),
        ],
        into: cat,
        at: 0,
        name: "mixed"
      )
      _ = tape.node([Term(mixed, gate: 1), Term(x)], into: cat, at: 1, name: "second")
      return tape.convolution(
        cat.whole,
        channels: 5,
        kernel: 1,
        relu: true,
        norm: norm,
        name: "after"
      )
    case .bypass:
      tape.gateCount = 5
      let one = tape.slice(x, channels: 0..<2, name: "one")
      let other = tape.slice(x, channels: 1..<3, name: "other")
      return tape.bypass(
        [Tape.BypassEdge(one, gates: 0..<3), Tape.BypassEdge(other, gates: 3..<5)],
        name: "node"
      )
    case .partialChannels:
      // An edge of PC-DARTS with K = 2: a convolution and a pool on two channels, two pass by.
      tape.gateCount = 2
      let part = tape.slice(x, channels: 0..<2, name: "part")
      let rest = tape.slice(x, channels: 2..<4, name: "rest")
      let op = tape.separableConvolution(part, channels: 2, kernel: 3, norm: norm, name: "op")
      let pooled = tape.pool(part, .maximum, norm: norm, name: "pool")
      let parts = [
        tape.node([Term(op, gate: 0), Term(pooled, gate: 1)], name: "mixed"),
        tape.bypass([Tape.BypassEdge(rest, gates: 0..<2)], name: "passing"),
      ]
      return tape.selection(
        parts,
        (0..<4).map { ChannelPick(input: $0 % 2, channel: $0 / 2) },
        name: "node"
      )
    case .concatenation:
      tape.gateCount = 2
      let cat = tape.concatenation(height: x.height, width: x.width, channels: 4, count: 2)
      let first = tape.node([Term(x, gate: 0)], into: cat, at: 0, name: "first")
      let op = tape.separableConvolution(
        first,
        channels: 4,
        kernel: 3,
        norm: norm,
        name: "op"
      )
      _ = tape.node([Term(op, gate: 1), Term(first)], into: cat, at: 1, name: "second")
      return tape.convolution(
        cat.whole,
        channels: 5,
        kernel: 1,
        relu: true,
        norm: norm,
        name: "after"
      )
    case .factors:
      tape.gateCount = 1
      tape.factorCount = 2
      let op = tape.separableConvolution(
        x,
        channels: 4,
        kernel: 3,
        norm: NormOptions(isAffine: true),
        name: "op"
      )
      return tape.node(
        [Term(op, gate: 0, factor: 0), Term(x, factor: 1)],
        name: "node"
      )
    case .affineFactors:
      // Factors on a reduction and on a pool, both fused with their normalizations.
      tape.gateCount = 2
      tape.factorCount = 2
      let affine = NormOptions(isAffine: true)
      let reduced = tape.factorizedReduction(x, channels: 4, norm: affine, name: "op")
      let pooled = tape.pool(
        x,
        .maximum,
        window: PoolWindow(stride: 2),
        norm: affine,
        name: "pool"
      )
      return tape.node(
        [Term(reduced, gate: 0, factor: 0), Term(pooled, gate: 1, factor: 1)],
        name: "node"
      )
    case .reuse:
      tape.gateCount = 2
      let op = tape.separableConvolution(x, channels: 4, kernel: 3, norm: norm, name: "op")
      let again = tape.separableConvolution(
        op,
        channels: 4,
        kernel: 5,
        norm: norm,
        name: "again"
      )
      return tape.node([Term(op, gate: 0), Term(again, gate: 1), Term(op)], name: "node")
    }
  }
}
