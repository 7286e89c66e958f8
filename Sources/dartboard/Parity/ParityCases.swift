import Engine
import Networks

extension ParityCase {
  /// The cases small enough to be kept as test vectors.
  static var small: [ParityCase] {
    get throws {
      let shape = NetworkShape(channels: 2, cells: 3, height: 8, width: 8, classes: 3)
      let space = CellSpace(
        id: "two-nodes",
        summary: "the operations of DARTS on two nodes",
        source: "a test",
        nodes: 2,
        operations: CellSpace.darts.operations
      )
      return [
        try ParityCase(
          id: "supernet-float",
          network: .supernet(space),
          shape: shape,
          batch: 6,
          precision: .float,
          comparesSpectrum: true
        ),
        try ParityCase(
          id: "supernet-double",
          network: .supernet(space),
          shape: shape,
          batch: 6,
          precision: .double,
          comparesSpectrum: true
        ),
        try ParityCase(
          id: "derived-double",
          network: .derived(try DARTSLiteral.parse(derived)),
          shape: shape,
          batch: 6,
          precision: .double,
          comparesSpectrum: false
        ),
      ]
    }
  }

  /// A genotype with every operation.
  private static let derived = """
    Genotype(normal=[('sep_conv_3x3', 0), ('dil_conv_5x5', 1), ('skip_connect', 0), \
    ('max_pool_3x3', 2)], normal_concat=range(2, 4), reduce=[('avg_pool_3x3', 0), \
    ('sep_conv_5x5', 1), ('skip_connect', 1), ('dil_conv_3x3', 2)], reduce_concat=range(2, 4))
    """

  /// All cases: the small ones, the DARTS space with its 224 alphas, and the network a search on
  /// CIFAR-10 starts with.
  static var all: [ParityCase] {
    get throws {
      try small + [
        ParityCase(
          id: "darts-224",
          network: .supernet(.darts),
          shape: NetworkShape(channels: 4, cells: 3, height: 8, width: 8),
          batch: 8,
          precision: .float,
          comparesSpectrum: true
        ),
        ParityCase(
          id: "darts-cifar",
          network: .supernet(.darts),
          shape: NetworkShape(),
          batch: 8,
          precision: .float,
          comparesSpectrum: false
        ),
      ]
    }
  }
}
