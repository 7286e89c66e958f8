import Engine
import Networks
public import Records

/// weight * (expected cost / reference)^power: makes expensive operations pay.
///
/// The expected cost is the sum over rows and operations of softmax weight times cost (FBNet: Wu et
/// al., CVPR 2019, equations 2 and 6 with power 0.6; ProxylessNAS: Cai et al., ICLR 2019, equations 5
/// and 6 with power 1; SNAS: Xie et al., ICLR 2019, section 2.3).
///
/// Deviations: added to the loss instead of multiplied; the reference is the expected cost when all
/// operations weigh the same, so that the weight is free of units.
public struct CostPenalty: ArchitecturePenalty {
  /// What is counted.
  public enum Measure: String, Sendable, Hashable, Codable {
    /// Multiply-adds of convolutions.
    case multiplyAdds
    /// Weights.
    case parameters
    /// The latency table of the options.
    case latency
  }

  /// The penalty of a network at the reference cost; 0 for off.
  public var weight: Double
  /// What is counted.
  public var measure: Measure
  /// The exponent of the relative cost.
  public var power: Double
  /// The time each operation takes, for `latency`, in any unit.
  ///
  /// By name, or by name and place as `dartboard bench operations` measures it, such as
  /// `k3_e6 16>24/2 28x28`. By name alone,
  /// operations left out cost nothing; with places, every operation must be there in every place.
  public var table: [String: Double]

  /// Creates the penalty.
  public init(
    weight: Double = 0.2,
    measure: Measure = .multiplyAdds,
    power: Double = 0.6,
    table: [String: Double] = [:]
  ) {
    self.weight = weight
    self.measure = measure
    self.power = power
    self.table = table
  }

  /// At the strength of the paper.
  public static var published: CostPenalty { CostPenalty() }
  /// The name, `cost`.
  public var id: String { "cost" }
  /// What it does.
  public var summary: String {
    "expected multiply-adds, parameters or latency (Wu et al., 2019, eq. 2; Cai et al., 2019, eq. 6)"
  }

  /// The cost of every operation in the order of alpha.
  func costs(_ context: PenaltyContext) -> [Double] {
    context.mixture.rows.enumerated().flatMap { number, row in
      let place = number < context.places.count ? context.places[number] : ""
      return row.range.map { index in
        switch measure {
        case .multiplyAdds: context.costs[index].multiplyAdds
        case .parameters: context.costs[index].parameters
        case .latency: latency(row.operations[index - row.range.lowerBound], at: place) ?? 0
        }
      }
    }
  }

  /// The time of an operation in a place, or wherever it stands; nil when the table lacks it.
  private func latency(_ operation: String, at place: String) -> Double? {
    (place.isEmpty ? nil : table[operation + " " + place]) ?? table[operation]
  }

  /// What a table that knows places lacks for a network.
  ///
  /// - Parameter places: where each row stands; empty where rows have no one place.
  func missing(_ layout: AlphaLayout, places: [String]) -> [SpecProblem] {
    guard weight > 0, measure == .latency, table.keys.contains(where: { $0.contains(" ") }) else {
      return []
    }
    let path = "choices.regularizers.cost.table"
    guard places.count == layout.rows.count else {
      return [
        SpecProblem(
          path,
          expected: "times by operation, as cells stand in several places",
          got: "times by place",
          remedy: "give a time to each operation, such as {sep_conv_3x3: 0.8}"
        )
      ]
    }
    for (row, place) in zip(layout.rows, places) {
      for operation in row.operations where latency(operation, at: place) == nil {
        return [
          SpecProblem(
            path,
            expected: "'\(operation) \(place)', a place of this network",
            got: "\(table.count) other places",
            remedy: "measure the operations at the size of the search: dartboard bench operations "
              + "--channels, --cells, --size, --image-channels"
          )
        ]
      }
    }
    return []
  }

  /// The relative cost that the weights give, and its slope in each weight.
  private func relative(_ context: PenaltyContext) -> (value: Double, slopes: [Double]) {
    let costs = costs(context)
    let reference = context.mixture.rows.reduce(0.0) { sum, row in
      sum + row.range.reduce(0) { $0 + costs[$1] } / Double(row.range.count)
    }
    guard reference > 0 else { return (0, costs.map { _ in 0 }) }
    let weights = context.operationWeights
    let expected = zip(weights, costs).reduce(0) { $0 + $1.0 * $1.1 }
    return (expected / reference, costs.map { $0 / reference })
  }

  /// weight * r^power.
  public func value(_ context: PenaltyContext) -> Double {
    let relative = relative(context).value
    return relative > 0 ? weight * Portable.exp(power * Portable.log(relative)) : 0
  }

  /// weight * power * r^(power - 1) * dr/dp, through the relaxation.
  public func gradient(_ context: PenaltyContext) -> ArchitectureParameters {
    let (value, slopes) = relative(context)
    let factor =
      value > 0 ? weight * power * Portable.exp((power - 1) * Portable.log(value)) : 0
    return context.pullback(slopes.map { factor * $0 })
  }

  /// A power that is not positive; latency without a table.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.above("power", power, 0)
    checks.require(
      weight == 0 || measure != .latency || table.values.contains { $0 > 0 },
      "table",
      expected: "times by operation, such as {sep_conv_3x3: 0.8}",
      got: "no positive number",
      remedy:
        "search with --latency and a table of dartboard bench operations, or choose measure: multiplyAdds"
    )
    return checks.problems
  }
}
