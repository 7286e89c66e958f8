public import Engine

/// A set of architectures, and how to search in it: one file per space in `Spaces`, one line in
/// `SpaceCatalog`.
public protocol SearchSpace: Sendable {
  /// The name in specs and records; never changed once published.
  var id: String { get }
  /// What it is, in one line.
  var summary: String { get }
  /// Where it comes from.
  var source: String { get }
  /// The names of all operations that occur, in the order of the columns of alpha.
  var operations: [String] { get }
  /// The size of the supernet in the paper.
  var paperShape: NetworkShape { get }
  /// A size that a processor searches in minutes.
  var compactShape: NetworkShape { get }

  /// The decisions of a supernet.
  func layout(_ shape: NetworkShape) -> AlphaLayout
  /// Records the supernet; gates have the order of `layout(shape)`.
  func supernet(_ shape: NetworkShape) -> Tape
  /// Whether a supernet may mix only a part of its channels.
  var allowsPartialChannels: Bool { get }
  /// Records the supernet in which only the first 1/`channelDivisor` of the channels are mixed and the
  /// others pass the operations by; the same gates.
  ///
  /// - Precondition: the divisor is 1, or the space allows partial channels and the divisor divides
  ///   `shape.channels`.
  func supernet(_ shape: NetworkShape, channelDivisor: Int) -> Tape
  /// Records the network of an architecture, to be trained alone.
  ///
  /// - Throws: `GenotypeError` when it does not belong to the space or cannot be built.
  func network(
    _ architecture: DescribedArchitecture,
    _ shape: NetworkShape,
    _ options: DerivedOptions
  ) throws(GenotypeError) -> Tape
  /// The architecture that choices make; the edges of a node keep the order of the choices.
  func architecture(_ choices: [AlphaChoice], in layout: AlphaLayout) -> DescribedArchitecture
  /// The choices that make an architecture.
  ///
  /// - Throws: `GenotypeError` when it does not belong to the space.
  func choices(
    of architecture: DescribedArchitecture,
    in layout: AlphaLayout
  ) throws(GenotypeError) -> [AlphaChoice]
  /// Reads an architecture as the field writes it.
  func architecture(parsing text: String) throws(GenotypeError) -> DescribedArchitecture
  /// Writes an architecture as the field does.
  func text(_ architecture: DescribedArchitecture) -> String
}

/// How a derived network is built.
public struct DerivedOptions: Sendable, Hashable {
  /// Whether edges get per-sample factors, for drop path.
  public var dropsPaths: Bool
  /// Whether a second classifier stands at two thirds of the depth.
  public var hasAuxiliaryHead: Bool

  /// Creates options.
  public init(dropsPaths: Bool = false, hasAuxiliaryHead: Bool = false) {
    self.dropsPaths = dropsPaths
    self.hasAuxiliaryHead = hasAuxiliaryHead
  }
}

extension SearchSpace {
  /// All channels are mixed.
  public var allowsPartialChannels: Bool { false }

  /// The whole supernet.
  public func supernet(_ shape: NetworkShape, channelDivisor: Int) -> Tape {
    precondition(channelDivisor == 1, "\(id) mixes all channels, not 1/\(channelDivisor)")
    return supernet(shape)
  }

  /// Reads any of the formats.
  public func architecture(parsing text: String) throws(GenotypeError) -> DescribedArchitecture {
    try GenotypeFormatCatalog.read(text, operations: operations)
  }

  /// The error for an architecture of another space.
  func failure(_ architecture: DescribedArchitecture, expected: String) -> GenotypeError {
    .notRepresentable(
      format: "of space \(id)",
      reason: "expected \(expected), got "
        + architecture.kindName
    )
  }
}

extension DescribedArchitecture {
  /// What kind of architecture it is, in words.
  public var kindName: String {
    switch self {
    case .genotype: "a normal and a reduction cell"
    case .cells(let cells): "\(cells.count) cells of their own"
    case .nasBench201: "a cell of NAS-Bench-201"
    case .blocks(let blocks): "\(blocks.count) blocks"
    }
  }
}
