import Records

/// Something added to a search, on when its weight is not zero: one file per choice, one line in
/// `RegularizerCatalog`.
///
/// A penalty adds to the loss that alpha moves against; a disturbance changes the gates or factors of
/// the passes that train the weights.
public protocol Regularizer: AxisChoice {
  /// How strong it is; 0 for off. What it multiplies is the regularizer's.
  var weight: Double { get set }
  /// The same at the strength of its paper.
  static var published: Self { get }
}

/// A term added to the loss that the architecture parameters move against.
public protocol ArchitecturePenalty: Regularizer {
  /// Its value in nats, the weight included.
  func value(_ context: PenaltyContext) -> Double
  /// d value / d parameters.
  func gradient(_ context: PenaltyContext) -> ArchitectureParameters
}

/// What a penalty is a function of.
public struct PenaltyContext: Sendable {
  /// The map from parameters to gates.
  public var mixture: Mixture
  /// alpha and beta.
  public var parameters: ArchitectureParameters
  /// Which operations are left.
  public var alive: [Bool]
  /// Where in its epochs the search stands.
  public var moment: Moment
  /// What each operation costs over all cells of its kind.
  public var costs: [OperationCosts]
  /// Where each row stands, as latency tables name places; empty where rows have no one place.
  public var places: [String]
  /// The factor that a schedule of the space controls.
  public var pressure: Double

  /// Creates a context.
  public init(
    mixture: Mixture,
    parameters: ArchitectureParameters,
    alive: [Bool],
    moment: Moment,
    costs: [OperationCosts] = [],
    places: [String] = [],
    pressure: Double = 1
  ) {
    self.mixture = mixture
    self.parameters = parameters
    self.alive = alive
    self.moment = moment
    self.costs = costs
    self.places = places
    self.pressure = pressure
  }

  /// The weight of every operation on its edge.
  var operationWeights: [Double] {
    mixture.operationWeights(parameters.alpha, alive: alive, moment: moment)
  }

  /// The gradient in the parameters of a function of the operations' weights on their edges.
  func pullback(_ gradient: [Double]) -> ArchitectureParameters {
    let plain = Mixture(layout: mixture.layout, relaxation: mixture.relaxation)
    let result = plain.pullback(
      ArchitectureParameters(alpha: parameters.alpha),
      gradient,
      alive: alive,
      moment: moment
    )
    return ArchitectureParameters(alpha: result.alpha, beta: parameters.beta.map { _ in 0 })
  }
}

/// What an operation of a supernet costs for one image, summed over the cells that share its alpha.
public struct OperationCosts: Sendable, Hashable, Codable {
  /// Weights.
  public var parameters: Double
  /// Multiply-adds of its convolutions.
  public var multiplyAdds: Double

  /// Creates costs.
  public init(parameters: Double, multiplyAdds: Double) {
    self.parameters = parameters
    self.multiplyAdds = multiplyAdds
  }
}

/// The regularizers of a method, by id; those not mentioned are off.
public struct RegularizerSet: Sendable {
  /// One of each, in the order of the catalogue.
  public private(set) var members: [any Regularizer]

  /// All off except those given.
  public init(_ active: any Regularizer...) {
    members = RegularizerCatalog.all.map { off in active.first { $0.id == off.id } ?? off }
  }

  /// Those that are on.
  public var active: [any Regularizer] { members.filter { $0.weight != 0 } }

  /// The penalties that are on.
  public var penalties: [any ArchitecturePenalty] {
    active.compactMap { $0 as? any ArchitecturePenalty }
  }

  /// The regularizer of a type, when it is on.
  public func active<Wanted: Regularizer>(_ type: Wanted.Type) -> Wanted? {
    for member in members where member.weight != 0 {
      if let found = member as? Wanted { return found }
    }
    return nil
  }

  /// Puts a regularizer in its place.
  public mutating func set(_ regularizer: any Regularizer) {
    members = members.map { $0.id == regularizer.id ? regularizer : $0 }
  }

  func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    for member in members {
      checks.add(member.validate(), below: member.id)
      if !member.weight.isFinite || member.weight < 0 {
        checks.atLeast("\(member.id).weight", member.weight, 0)
      }
    }
    return checks.problems
  }
}

extension RegularizerSet: Hashable {
  /// Whether every regularizer is the same with the same options.
  public static func == (one: RegularizerSet, other: RegularizerSet) -> Bool {
    zip(one.members, other.members).allSatisfy { $0.isEqual($1) }
  }

  /// Hashes every member.
  public func hash(into hasher: inout Hasher) {
    for member in members { member.hash(into: &hasher) }
  }
}

extension RegularizerSet: Codable {
  /// Reads the members by id.
  public init(from decoder: any Decoder) throws {
    let tree = try decoder.singleValueContainer().decode(JSONValue.self)
    guard case .object(let named) = tree else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "expected regularizers by name, got \(tree.text)"
        )
      )
    }
    members = try RegularizerCatalog.all.map { off in
      guard let members = named[off.id] else { return off }
      return try off.reading(members)
    }
  }

  /// Writes every member under its id.
  public func encode(to encoder: any Encoder) throws {
    var named: [String: JSONValue] = [:]
    for member in members { named[member.id] = try member.members() }
    var container = encoder.singleValueContainer()
    try container.encode(JSONValue.object(named))
  }
}

/// The regularizers, one line each, all off.
public enum RegularizerCatalog {
  /// Every regularizer in the order documentation lists them.
  public static let all: [any Regularizer] = [
    ZeroOneLoss(weight: 0),
    EntropyPenalty(weight: 0),
    EdgeBudget(weight: 0),
    CostPenalty(weight: 0),
    SparsityPressure(weight: 0),
    RandomPerturbation(weight: 0),
    AdversarialPerturbation(weight: 0),
    DropPath(weight: 0),
    OperationDropout(weight: 0),
    SkipDropout(weight: 0),
    AuxiliarySkip(weight: 0),
  ]

  /// The regularizer named `id`, off, or nil.
  public static func regularizer(_ id: String) -> (any Regularizer)? {
    all.first { $0.id == id }
  }
}
