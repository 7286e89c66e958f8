import Engine

/// The second classifier of an evaluation network of DARTS (`AuxiliaryHeadCIFAR` of its `model.py`),
/// on the maps after two thirds of the depth.
///
/// The mean over 5x5 pixels goes in steps of 3 on 8x8 maps and of 2 on the 7x7 maps of 28x28 images,
/// so that 2x2 pixels remain for the last convolution.
struct AuxiliaryHead {
  /// The weight of its loss (DARTS, section 3.2).
  static let share = 0.4
  /// Extents it needs at least.
  static let smallest = 7

  /// Records the head.
  static func record(on tape: Tape, _ x: Value, classes: Int) {
    let norm = NormOptions(isAffine: true)
    let step = min(x.height, x.width) >= 8 ? 3 : 2
    let pooled = tape.pool(
      x,
      .average,
      window: PoolWindow(size: 5, stride: step, padding: 0),
      relu: true,
      norm: nil,
      name: "auxiliary.pool"
    )
    let narrow = tape.convolution(
      pooled,
      channels: 128,
      kernel: 1,
      relu: false,
      norm: norm,
      name: "auxiliary.first"
    )
    let wide = tape.convolution(
      narrow,
      channels: 768,
      window: (2, 2),
      relu: true,
      norm: norm,
      name: "auxiliary.second"
    )
    tape.auxiliaryClassifier(
      wide,
      classes: classes,
      relu: true,
      share: share,
      name: "auxiliary.classifier"
    )
  }
}
