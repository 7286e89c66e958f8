/// Early stopping on the growth of the dominant eigenvalue of the alpha Hessian (Zela et al.,
/// "Understanding and Robustifying Differentiable Architecture Search", ICLR 2020, section 4.1).
///
/// A pure function of the series of eigenvalues: a search in progress, a finished one and an imported
/// one are decided the same way. All lengths count measurements, not epochs.
public struct EigenvalueRatio: Sendable, Hashable, Codable {
  /// What the rule decides.
  public struct Decision: Sendable, Hashable, Codable {
    /// The epoch after which the search stops.
    public var decidedEpoch: Int
    /// The epoch whose genotype is returned.
    public var returnedEpoch: Int
    /// The local mean at the end over the one before.
    public var ratio: Double
  }

  /// The most measurements a local mean is over.
  public var window: Int
  /// The fewest measurements a local mean is over.
  public var leastWindow: Int
  /// Measurements a local mean is attributed back by; 2 puts it at the middle of a window of 5.
  public var offset: Int
  /// Measurements between the two local means.
  public var delta: Int
  /// A ratio above this stops the search.
  public var factor: Double
  /// The earliest epoch whose genotype may be returned.
  public var earliestEpoch: Int

  /// Creates a rule.
  public init(
    window: Int,
    leastWindow: Int,
    offset: Int,
    delta: Int,
    factor: Double,
    earliestEpoch: Int
  ) {
    self.window = window
    self.leastWindow = leastWindow
    self.offset = offset
    self.delta = delta
    self.factor = factor
    self.earliestEpoch = earliestEpoch
  }

  /// The rule as the authors' code has it: means of five measurements attributed to the middle one,
  /// four measurements apart, a ratio above 1.3, nothing before epoch 10.
  ///
  /// With a measurement every second epoch it first decides at epoch 22 and returns epoch 10.
  public static let code = EigenvalueRatio(
    window: 5,
    leastWindow: 3,
    offset: 2,
    delta: 4,
    factor: 1.3,
    earliestEpoch: 10
  )

  /// The rule as the paper states it: means of the last five measurements, five apart, the earlier
  /// below 0.75 times the later.
  public static let paper = EigenvalueRatio(
    window: 5,
    leastWindow: 5,
    offset: 0,
    delta: 5,
    factor: 1 / 0.75,
    earliestEpoch: 0
  )

  /// A series the rule cannot be applied to.
  public enum Fault: Error, Sendable, Hashable, CustomStringConvertible {
    /// An eigenvalue is not finite.
    case notFinite(epoch: Int, value: Double)
    /// Epochs and eigenvalues are not paired, or epochs do not rise.
    case unordered(String)

    /// One line.
    public var description: String {
      switch self {
      case .notFinite(let epoch, let value):
        "dominant eigenvalue of epoch \(epoch): expected a finite number, got \(value)"
      case .unordered(let reason): "series of eigenvalues: \(reason)"
      }
    }
  }

  /// The local mean at each measurement; nil where there are too few.
  public func localMeans(_ eigenvalues: [Double]) -> [Double?] {
    eigenvalues.indices.map { place in
      guard place + 1 >= leastWindow else { return nil }
      let part = eigenvalues[max(0, place + 1 - window)...place]
      return part.reduce(0, +) / Double(part.count)
    }
  }

  /// The later local mean over the earlier, for each measurement; nil where one is missing, the
  /// earlier is not positive, or its genotype is too early to be returned.
  public func ratios(epochs: [Int], eigenvalues: [Double]) -> [Double?] {
    let means = localMeans(eigenvalues)
    return eigenvalues.indices.map { place in
      let returned = place - offset - delta
      guard returned >= 0, epochs[returned] >= earliestEpoch, let now = means[place],
        let before = means[place - delta], before > 0
      else { return nil }
      return now / before
    }
  }

  /// The first stop, or nil when the rule never fires.
  ///
  /// - Parameters:
  ///   - epochs: of the measurements, rising.
  ///   - eigenvalues: the dominant eigenvalue at each.
  ///   - plannedEpochs: how many epochs the search has; stopping after the last one is no stop.
  /// - Throws: `Fault` for a value that is not finite or epochs that do not rise.
  public func decide(
    epochs: [Int],
    eigenvalues: [Double],
    plannedEpochs: Int? = nil
  ) throws(Fault) -> Decision? {
    guard epochs.count == eigenvalues.count else {
      throw .unordered("\(epochs.count) epochs are paired with \(eigenvalues.count) values")
    }
    for place in epochs.indices {
      guard eigenvalues[place].isFinite else {
        throw .notFinite(epoch: epochs[place], value: eigenvalues[place])
      }
      guard place == 0 || epochs[place] > epochs[place - 1] else {
        throw .unordered("epoch \(epochs[place]) follows epoch \(epochs[place - 1])")
      }
    }
    let ratios = ratios(epochs: epochs, eigenvalues: eigenvalues)
    for (place, ratio) in ratios.enumerated() {
      guard let ratio, ratio > factor else { continue }
      if let plannedEpochs, epochs[place] >= plannedEpochs - 1 { return nil }
      return Decision(
        decidedEpoch: epochs[place],
        returnedEpoch: epochs[place - offset - delta],
        ratio: ratio
      )
    }
    return nil
  }
}
