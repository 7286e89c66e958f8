import Engine

/// The network around the cells of NAS-Bench-201 (Dong, Yang, ICLR 2020, section 2.1): a stem,
/// cells, residual blocks of stride 2 where the channels double, normalization and classifier.
struct ResidualStack {
  let shape: NetworkShape
  let tape: Tape

  private let norm = NormOptions(isAffine: true)

  init(shape: NetworkShape, tape: Tape) {
    self.shape = shape
    self.tape = tape
  }

  /// Records the network; `cell` records one cell from its place and input.
  func record(_ cell: (Int, Value) -> Value) {
    let image = tape.input(
      height: shape.height,
      width: shape.width,
      channels: shape.imageChannels
    )
    var x = tape.convolution(
      image,
      channels: shape.channels,
      kernel: 3,
      relu: false,
      norm: norm,
      name: "stem"
    )
    for (index, kind) in shape.kinds.enumerated() {
      x = kind == .normal ? cell(index, x) : residual(x, name: "cells.\(index)")
    }
    let last = tape.pool(
      x,
      .average,
      window: PoolWindow(size: 1, padding: 0),
      norm: norm,
      name: "last"
    )
    tape.classifier(last, classes: shape.classes, relu: true, name: "classifier")
  }

  /// Two convolutions, the first of stride 2, beside a mean over 2x2 pixels and a 1x1 convolution.
  private func residual(_ x: Value, name: String) -> Value {
    let channels = 2 * x.layout.count
    let first = tape.convolution(
      x,
      channels: channels,
      kernel: 3,
      stride: 2,
      relu: true,
      norm: norm,
      name: name + ".conv_a"
    )
    let second = tape.convolution(
      first,
      channels: channels,
      kernel: 3,
      relu: true,
      norm: norm,
      name: name + ".conv_b"
    )
    // Odd extents round up like the convolution's: their windows begin one pixel earlier.
    let isOdd = x.height % 2 == 1 || x.width % 2 == 1
    let halved = tape.pool(
      x,
      .average,
      window: isOdd ? PoolWindow(stride: 2) : PoolWindow(size: 2, stride: 2, padding: 0),
      norm: nil,
      name: name + ".pool"
    )
    let shortcut = tape.convolution(
      halved,
      channels: channels,
      kernel: 1,
      relu: false,
      norm: nil,
      name: name + ".shortcut"
    )
    return tape.node([Term(second), Term(shortcut)], name: name + ".sum")
  }
}
