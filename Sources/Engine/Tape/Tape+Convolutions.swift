extension Tape {
  /// Records (relu,) k x k convolution, normalization.
  ///
  /// Padding keeps the size; stride 2 gives ceil(size / 2). Parameters: `name.conv.weight` and, when
  /// affine, `name.norm.weight`, `name.norm.bias`.
  public func convolution(
    _ x: Value,
    channels: Int,
    kernel: Int,
    stride: Int = 1,
    dilation: Int = 1,
    relu: Bool,
    norm: NormOptions?,
    name: String
  ) -> Value {
    precondition(kernel % 2 == 1, "\(name): a kernel has an odd size, got \(kernel)")
    return convolution(
      x,
      channels: channels,
      window: (kernel, kernel),
      stride: (stride, stride),
      dilation: dilation,
      relu: relu,
      norm: norm,
      name: name
    )
  }

  /// Records relu, two 1x1 convolutions of stride 2 that see the even and the odd pixels and write
  /// half of the channels each, normalization (DARTS's factorized reduction).
  ///
  /// [H, W] -> [ceil(H / 2), ceil(W / 2)]: an odd size is taken as if followed by a zero row and
  /// column, where the original fails.
  public func factorizedReduction(
    _ x: Value,
    channels: Int,
    norm: NormOptions?,
    name: String
  ) -> Value {
    precondition(channels % 2 == 0, "\(name): channels must be even, got \(channels)")
    let layout = ChannelLayout(channels)
    let height = (x.height + 1) / 2
    let width = (x.width + 1) / 2
    let half = channels / 2
    let weights = [0..<half, half..<channels].enumerated().map { index, range in
      parameter(
        name + ".conv_\(index + 1).weight",
        .convolution,
        shape: [half, x.layout.count, 1, 1],
        rows: x.layout,
        columns: layout,
        columnIndices: Array(range)
      )
    }
    return dense(
      x,
      weights,
      taps: [(down: 0, right: 0), (down: 1, right: 1)],
      stride: (2, 2),
      size: (height, width),
      layout,
      relu: true,
      norm: norm,
      name: name
    )
  }

  /// Records (relu,) depthwise k x k convolution, normalization.
  ///
  /// Parameters: `name.depthwise.weight` and the normalization's.
  public func depthwiseConvolution(
    _ x: Value,
    kernel: Int,
    stride: Int = 1,
    relu: Bool,
    norm: NormOptions?,
    name: String
  ) -> Value {
    precondition(kernel % 2 == 1, "\(name): a kernel has an odd size, got \(kernel)")
    let height = (x.height - 1) / stride + 1
    let width = (x.width - 1) / stride + 1
    let output = tensor(height, width, x.layout)
    let weight = parameter(
      name + ".depthwise.weight",
      .depthwise,
      shape: [x.layout.count, 1, kernel, kernel],
      taps: kernel * kernel,
      columns: x.layout
    )
    let normIndex = normalization(of: output, x.layout, norm, name: name + ".norm")
    operations.append(
      DepthwiseConvolution(
        name: name,
        gate: currentGate,
        input: x,
        output: output,
        norm: normIndex,
        height: height,
        width: width,
        kernel: kernel,
        stride: stride,
        relu: relu,
        parameter: weight
      )
    )
    return Value(tensor: output, norm: normIndex, height: height, width: width, layout: x.layout)
  }

  /// Records (relu,) 1x1 convolution in groups, channel shuffle, normalization.
  ///
  /// Group g of the output sees group g of the input; shuffled, its j-th channel stands at
  /// j * groups + g (Zhang et al., "ShuffleNet", CVPR 2018, section 3.1). Parameters:
  /// `name.group_<g>.weight` [channels / groups, input channels / groups, 1, 1].
  public func groupedConvolution(
    _ x: Value,
    channels: Int,
    groups: Int,
    shuffles: Bool,
    relu: Bool,
    norm: NormOptions?,
    name: String
  ) -> Value {
    let inputs = x.layout.count
    precondition(
      groups > 0 && channels % groups == 0 && inputs % groups == 0,
      "\(name): \(inputs) to \(channels) channels do not divide into \(groups) groups"
    )
    let layout = ChannelLayout(channels)
    let (rows, columns) = (inputs / groups, channels / groups)
    let weights = (0..<groups).map { group in
      parameter(
        name + ".group_\(group).weight",
        .convolution,
        shape: [columns, rows, 1, 1],
        rows: x.layout,
        columns: layout,
        rowIndices: Array(group * rows..<(group + 1) * rows),
        columnIndices: (0..<columns).map {
          shuffles ? $0 * groups + group : group * columns + $0
        }
      )
    }
    return dense(
      x,
      weights,
      taps: [(down: Int, right: Int)](repeating: (0, 0), count: groups),
      stride: (1, 1),
      size: (x.height, x.width),
      layout,
      relu: relu,
      norm: norm,
      name: name
    )
  }

  /// Records (relu,) a convolution with a window of its own height and width, normalization.
  ///
  /// Odd windows are padded and keep the size at stride 1; windows of even height or width are not
  /// padded along it and shrink the image by one pixel less than their size. Parameters:
  /// `name.conv.weight` [channels, input channels, height, width].
  public func convolution(
    _ x: Value,
    channels: Int,
    window: (height: Int, width: Int),
    stride: (down: Int, right: Int) = (1, 1),
    dilation: Int = 1,
    relu: Bool,
    norm: NormOptions?,
    name: String
  ) -> Value {
    func outputs(_ extent: Int, _ size: Int, _ stride: Int) -> Int {
      let padding = size % 2 == 1 ? size - 1 : 0
      return (extent + padding - size) / stride + 1
    }
    precondition(
      x.height >= window.height || window.height % 2 == 1,
      "\(name): a window of height \(window.height) on \(x.height) pixels"
    )
    precondition(
      dilation == 1 || (window.height % 2 == 1 && window.width % 2 == 1),
      "\(name): only odd windows are dilated"
    )
    let layout = ChannelLayout(channels)
    let height = outputs(x.height, window.height, stride.down)
    let width = outputs(x.width, window.width, stride.right)
    let weight = parameter(
      name + ".conv.weight",
      .convolution,
      shape: [channels, x.layout.count, window.height, window.width],
      taps: window.height * window.width,
      rows: x.layout,
      columns: layout
    )
    let first = (
      down: window.height % 2 == 1 ? window.height / 2 : 0,
      right: window.width % 2 == 1 ? window.width / 2 : 0
    )
    let taps = (0..<window.height * window.width).map {
      (
        down: ($0 / window.width - first.down) * dilation,
        right: ($0 % window.width - first.right) * dilation
      )
    }
    return dense(
      x,
      [weight],
      taps: taps,
      stride: stride,
      size: (height, width),
      layout,
      relu: relu,
      norm: norm,
      name: name
    )
  }

  /// Records a dense convolution whose weights, taps and size are known, and its normalization.
  private func dense(
    _ x: Value,
    _ weights: [(Int, Parameter)],
    taps: [(down: Int, right: Int)],
    stride: (down: Int, right: Int),
    size: (height: Int, width: Int),
    _ layout: ChannelLayout,
    relu: Bool,
    norm: NormOptions?,
    name: String
  ) -> Value {
    let output = tensor(size.height, size.width, layout)
    let normIndex = normalization(of: output, layout, norm, name: name + ".norm")
    operations.append(
      Convolution(
        name: name,
        gate: currentGate,
        input: x,
        output: output,
        norm: normIndex,
        height: size.height,
        width: size.width,
        channels: layout.padded,
        taps: taps,
        stride: stride.down,
        strideRight: stride.right,
        relu: relu,
        parameters: weights
      )
    )
    return Value(
      tensor: output,
      norm: normIndex,
      height: size.height,
      width: size.width,
      layout: layout
    )
  }
}
