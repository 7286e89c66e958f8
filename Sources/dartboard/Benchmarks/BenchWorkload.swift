import Engine
import Networks
import Search
import Training

/// A training step to be timed: what the network is, how large, and which passes a step makes.
struct BenchWorkload: Sendable {
  /// The network of a workload.
  enum Network: Sendable {
    /// The supernet of a space; a step is bilevel and first-order.
    case supernet(CellSpace)
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
    network: .supernet(.darts),
    shape: NetworkShape(channels: 16, cells: 8),
    batch: 16
  )

  /// The reference work in larger batches.
  static let large = BenchWorkload(
    id: "supernet-batch-64",
    network: .supernet(.darts),
    shape: NetworkShape(channels: 16, cells: 8),
    batch: 64
  )

  /// The size at which a search ends within minutes.
  static let micro = BenchWorkload(
    id: "supernet-micro",
    network: .supernet(.darts),
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

  /// Everything `dartboard bench` times, cheapest first.
  static let all = [micro, supernet, large, derived]

  /// Records the network.
  ///
  /// - Throws: `GenotypeError`.
  func tape() throws -> Tape {
    switch network {
    case .supernet(let space): Supernet.tape(space, shape)
    case .derived(let genotype): try DerivedNetwork.tape(genotype, shape)
    }
  }
}
