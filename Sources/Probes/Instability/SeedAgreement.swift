public import Networks
import Statistics

/// How much searches that differ only in their seed agree.
public struct SeedAgreement: Sendable, Hashable {
  /// Searches compared.
  public let seeds: Int
  /// Edit distance of the derived cells over every pair of searches, nodes renumbered at best.
  public let distances: [Double]
  /// Kendall's tau-b of alpha over every pair, the mean over the rows in which it is defined.
  public let alphaTaus: [Double]
  /// How many different architectures came out, isomorphic ones counted once.
  public let distinct: Int
  /// The share of the searches that found the most frequent architecture.
  public let modalShare: Double
  /// Retrained accuracy, 0...1, of those that were retrained.
  public let accuracies: [Double]

  /// Compares.
  ///
  /// - Parameters:
  ///   - architectures: one for each seed.
  ///   - alphas: alpha or operation weights at the end, one list for each seed.
  ///   - layout: which of them compete.
  ///   - accuracies: as far as known.
  /// - Precondition: as many alphas as architectures.
  public init(
    architectures: [DescribedArchitecture],
    alphas: [[Double]],
    layout: AlphaLayout,
    accuracies: [Double] = []
  ) {
    precondition(architectures.count == alphas.count, "one alpha for each architecture")
    seeds = architectures.count
    self.accuracies = accuracies
    var (distances, taus): ([Double], [Double]) = ([], [])
    var groups: [(DescribedArchitecture, Int)] = []
    for (index, architecture) in architectures.enumerated() {
      for other in 0..<index {
        distances.append(architecture.distance(to: architectures[other]))
        if let tau = Self.tau(alphas[index], alphas[other], layout) { taus.append(tau) }
      }
      let same = groups.firstIndex { $0.0.distance(to: architecture) == 0 }
      if let same { groups[same].1 += 1 } else { groups.append((architecture, 1)) }
    }
    self.distances = distances
    alphaTaus = taus
    distinct = groups.count
    let most = groups.map { $0.1 }.max() ?? 0
    modalShare = seeds > 0 ? Double(most) / Double(seeds) : .nan
  }

  /// The mean edit distance over pairs; nil for one seed.
  public var meanDistance: Double? { Summary(distances)?.mean }
  /// The mean tau over pairs; nil for one seed.
  public var meanTau: Double? { Summary(alphaTaus)?.mean }

  /// The edit distance of two cells drawn at random from a space, over `draws` pairs: what no
  /// agreement at all looks like.
  public static func chanceDistance(
    _ space: any SearchSpace,
    _ layout: AlphaLayout,
    seed: UInt64,
    draws: Int = 200
  ) -> Double {
    let sample = ArchitectureSample(layout, count: 2 * draws, seed: seed, isStratified: false)
    let all = sample.architectures.map { space.architecture($0, in: layout) }
    let total = (0..<draws).reduce(0) { $0 + all[2 * $1].distance(to: all[2 * $1 + 1]) }
    return total / Double(max(1, draws))
  }

  private static func tau(_ one: [Double], _ other: [Double], _ layout: AlphaLayout) -> Double? {
    let values = layout.rows.compactMap { row in
      KendallTau.tauB(row.range.map { one[$0] }, row.range.map { other[$0] }).value
    }
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

extension DescribedArchitecture {
  /// The edit distance, cells added, nodes renumbered at best; infinite between architectures of
  /// different kinds.
  func distance(to other: DescribedArchitecture) -> Double {
    switch (self, other) {
    case (.genotype(let one), .genotype(let other)):
      Double(one.relabelledEditDistance(to: other))
    case (.cells(let one), .cells(let other)) where one.count == other.count:
      zip(one, other).reduce(0) { $0 + Double($1.0.relabelledEditDistance(to: $1.1)) }
    case (.nasBench201(let one), .nasBench201(let other)): Double(one.editDistance(to: other))
    default: .infinity
    }
  }
}
