import Engine

/// A cell about to be recorded.
struct CellSite {
  /// Its place in the network.
  let index: Int
  /// Its kind.
  let kind: CellKind
  /// Channels of its nodes.
  let channels: Int
  /// Its preprocessed inputs; the last is the output of the cell before.
  let inputs: [Value]

  /// Height of its nodes.
  var height: Int { extent(inputs[inputs.count - 1].height) }
  /// Width of its nodes.
  var width: Int { extent(inputs[inputs.count - 1].width) }

  private func extent(_ input: Int) -> Int { kind == .normal ? input : (input + 1) / 2 }
}

/// What supernets and derived networks share: the stem, the preprocessing of cell inputs, the order
/// of cells and the classifier (DARTS's `model_search.py` and `model.py`).
struct CellStack {
  let shape: NetworkShape
  let tape: Tape
  let isAffine: Bool
  /// How many of the cells before a cell reads; the stem stands for those that do not exist.
  var inputs = 2

  /// Records the network.
  ///
  /// - Parameters:
  ///   - ended: called with a cell's place and output.
  ///   - cell: records one cell from its preprocessed inputs.
  func record(ended: (Int, Value) -> Void = { _, _ in }, _ cell: (CellSite) -> Value) {
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
    var history = [(value: Value, depth: Int)](repeating: (stem, 0), count: inputs)
    var channels = shape.channels
    var depth = 0
    for (index, kind) in shape.kinds.enumerated() {
      if kind == .reduce { channels *= 2 }
      let ready = history.enumerated().map { place, entry in
        preprocessed(
          entry.value,
          channels: channels,
          halvings: depth - entry.depth,
          name: "cells.\(index).preprocess\(place)"
        )
      }
      let output = cell(CellSite(index: index, kind: kind, channels: channels, inputs: ready))
      if kind == .reduce { depth += 1 }
      history.removeFirst()
      history.append((output, depth))
      ended(index, output)
    }
    let last = history[inputs - 1].value
    tape.classifier(last, classes: shape.classes, name: "classifier")
  }

  /// A 1x1 convolution, or as many factorized reductions as the extents must be halved.
  private func preprocessed(_ x: Value, channels: Int, halvings: Int, name: String) -> Value {
    let norm = NormOptions(isAffine: isAffine)
    if halvings == 0 {
      return tape.convolution(
        x,
        channels: channels,
        kernel: 1,
        relu: true,
        norm: norm,
        name: name
      )
    }
    return (0..<halvings).reduce(x) { value, number in
      tape.factorizedReduction(
        value,
        channels: channels,
        norm: norm,
        name: number == 0 ? name : name + ".\(number)"
      )
    }
  }
}
