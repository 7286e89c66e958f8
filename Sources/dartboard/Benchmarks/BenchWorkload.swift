import Engine
import Networks
import Search
import Training

/// A training step to be timed: what the network is, how large, and which passes a step makes.
struct BenchWorkload: Sendable {
  /// The network of a workload.
  enum Network: Sendable {
    /// The supernet of a space; a step is bilevel and first-order.
    case supernet(any SearchSpace)
    /// A genotype trained alone.
    case derived(Genotype)
  }

  /// The name, as in `dartboard bench supernet` and in reports.
  let id: String
  let network: Network
  var shape: NetworkShape
  var batch: Int

  /// Cost of searching: the reference work.
  static let supernet = BenchWorkload(
    id: "supernet",
    network: .supernet(CellSpace.darts),
    shape: NetworkShape(channels: 16, cells: 8),
    batch: 16
  )

  /// The reference work in larger batches.
  static let large = BenchWorkload(
    id: "supernet-batch-64",
    network: .supernet(CellSpace.darts),
    shape: NetworkShape(channels: 16, cells: 8),
    batch: 64
  )

  /// The size at which a search ends within minutes.
  static let micro = BenchWorkload(
    id: "supernet-micro",
    network: .supernet(CellSpace.darts),
    shape: NetworkShape(channels: 8, cells: 5, height: 16, width: 16),
    batch: 64
  )

  /// Training a found network at full width.
  static let derived = BenchWorkload(
    id: "derived",
    network: .derived(PublishedGenotype.dartsV2.genotype),
    shape: NetworkShape(channels: 36, cells: 20),
    batch: 96
  )

  /// Dense convolutions: five cells a stage, which with the two residual blocks are 17.
  static let nasBench201 = BenchWorkload(
    id: "nasbench201",
    network: .supernet(NASBench201Space.standard),
    shape: NASBench201Space.standard.paperShape,
    batch: 64
  )

  /// Everything `dartboard bench` times, cheapest first.
  static let all = [micro, supernet, nasBench201, large, derived]

  /// What PyTorch's twin is told: the workload, its cells a stage for NAS-Bench-201, its extents.
  var peerArguments: [String] {
    let (name, peerCells) =
      switch network {
      case .derived: ("derived", shape.cells)
      case .supernet(let space) where space.id == NASBench201Space.standard.id:
        ("nasbench201", (shape.cells - 2) / 3)
      case .supernet: ("supernet", shape.cells)
      }
    return [
      name, "--channels", "\(shape.channels)", "--cells", "\(peerCells)", "--batch", "\(batch)",
      "--size", "\(shape.height)",
    ]
  }

  /// The command that times it here.
  var ownArguments: [String] {
    let name =
      switch network {
      case .derived: "derived"
      case .supernet(let space):
        space.id == NASBench201Space.standard.id ? "nasbench201" : "supernet"
      }
    return [
      "bench", name, "--channels", "\(shape.channels)", "--cells", "\(shape.cells)", "--batch",
      "\(batch)", "--size", "\(shape.height)",
    ]
  }

  /// Records the network.
  ///
  /// - Throws: `GenotypeError`.
  func tape() throws -> Tape {
    switch network {
    case .supernet(let space): space.supernet(shape)
    case .derived(let genotype): try DerivedNetwork.tape(genotype, shape)
    }
  }
}
