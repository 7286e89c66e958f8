import Engine

/// What supernets and derived networks share: the stem, the preprocessing of cell inputs, the order
/// of cells and the classifier (DARTS's `model_search.py` and `model.py`).
struct CellStack {
  let shape: NetworkShape
  let tape: Tape
  let isAffine: Bool

  /// Records the network; `cell` records one cell from its two preprocessed inputs.
  func record(
    _ cell: (
      _ index: Int, _ kind: CellKind, _ channels: Int, _ inputs: [Value]
    ) -> Value
  ) {
    let image = tape.input(
      height: shape.height,
      width: shape.width,
      channels: shape.imageChannels
    )
    let stem = tape.convolution(
      image,
      channels: shape.stemMultiplier * shape.channels,
      kernel: 3,
      relu: false,
      norm: NormOptions(isAffine: true),
      name: "stem"
    )
    var before = stem
    var last = stem
    var channels = shape.channels
    var reducedBefore = false
    let norm = NormOptions(isAffine: isAffine)
    for (index, kind) in shape.kinds.enumerated() {
      if kind == .reduce { channels *= 2 }
      let name = "cells.\(index).preprocess"
      let first =
        reducedBefore
        ? tape.factorizedReduction(before, channels: channels, norm: norm, name: name + "0")
        : tape.convolution(
          before,
          channels: channels,
          kernel: 1,
          relu: true,
          norm: norm,
          name: name + "0"
        )
      let second = tape.convolution(
        last,
        channels: channels,
        kernel: 1,
        relu: true,
        norm: norm,
        name: name + "1"
      )
      let output = cell(index, kind, channels, [first, second])
      before = last
      last = output
      reducedBefore = kind == .reduce
    }
    tape.classifier(last, classes: shape.classes, name: "classifier")
  }

  /// Height and width of a cell's nodes.
  static func extents(_ kind: CellKind, _ input: Value) -> (height: Int, width: Int) {
    kind == .normal
      ? (input.height, input.width) : ((input.height + 1) / 2, (input.width + 1) / 2)
  }
}
