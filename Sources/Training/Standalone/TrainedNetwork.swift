import Engine
import Networks

/// The network that the text of a training describes: a DARTS literal, or a string of NAS-Bench-201,
/// which is built with that benchmark's residual blocks between its stages.
enum TrainedNetwork {
  /// Reads the text.
  ///
  /// - Throws: `GenotypeError` with the place of the first fault.
  static func architecture(_ text: String) throws(GenotypeError) -> DescribedArchitecture {
    let benchmark = NASBench201Format()
    guard benchmark.recognizes(text) else { return .genotype(try DARTSLiteral.parse(text)) }
    return try benchmark.read(text)
  }

  /// Records the network.
  ///
  /// - Throws: `GenotypeError` when it cannot be built.
  static func tape(
    _ text: String,
    _ shape: NetworkShape,
    dropsPaths: Bool
  ) throws(GenotypeError) -> Tape {
    let architecture = try architecture(text)
    if case .genotype(let genotype) = architecture {
      return try DerivedNetwork.tape(genotype, shape, dropsPaths: dropsPaths)
    }
    return try NASBench201Space.standard.network(
      architecture,
      shape,
      DerivedOptions(dropsPaths: dropsPaths)
    )
  }
}
