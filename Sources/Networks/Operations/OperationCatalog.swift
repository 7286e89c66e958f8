/// The operations, one line each.
public enum OperationCatalog {
  /// Every operation in the order documentation lists them.
  public static let all: [any CandidateOperation] = [
    NoOperation(),
    Pool3x3.maximum,
    Pool3x3.average,
    SkipConnection(),
    SeparableTwice(kernel: 3),
    SeparableTwice(kernel: 5),
    SeparableTwice(kernel: 7),
    DilatedSeparable(kernel: 3),
    DilatedSeparable(kernel: 5),
    DenseConvolution(kernel: 1),
    DenseConvolution(kernel: 3),
    FactorizedConvolution(),
    NoiseOperation(),
    InvertedResidual(kernel: 3, expansion: 1),
    InvertedResidual(kernel: 3, expansion: 1, groups: 2),
    InvertedResidual(kernel: 3, expansion: 3),
    InvertedResidual(kernel: 3, expansion: 6),
    InvertedResidual(kernel: 5, expansion: 1),
    InvertedResidual(kernel: 5, expansion: 1, groups: 2),
    InvertedResidual(kernel: 5, expansion: 3),
    InvertedResidual(kernel: 5, expansion: 6),
    InvertedResidual(kernel: 7, expansion: 3),
    InvertedResidual(kernel: 7, expansion: 6),
  ]

  /// The operation named `id`, or nil.
  public static func operation(_ id: String) -> (any CandidateOperation)? {
    all.first { $0.id == id }
  }
}
