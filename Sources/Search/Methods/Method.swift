import Records

/// When alpha moves.
public struct AlphaTiming: Sendable, Hashable, Codable {
  /// The share of the epochs at the start in which only the weights move.
  public var rest: Double
  /// Steps of the weights for each step of alpha.
  public var every: Int

  /// Creates a timing; alpha moves in every step unless told otherwise.
  public init(rest: Double = 0, every: Int = 1) {
    self.rest = rest
    self.every = every
  }
}

/// A search method: one choice on every axis, each with its options.
public struct Method: Sendable, Hashable, Codable {
  /// How alpha becomes operation weights.
  @Chosen<RelaxationCatalog> public var relaxation: any Relaxation
  /// How edges are weighed against each other.
  @Chosen<EdgeWeightCatalog> public var edges: any EdgeWeights
  /// How weights and alpha move.
  @Chosen<UpdateRuleCatalog> public var update: any UpdateRule
  /// When alpha moves.
  public var timing: AlphaTiming
  /// What is added to the search.
  public var regularizers: RegularizerSet
  /// How the search space changes.
  @Chosen<SpaceScheduleCatalog> public var schedule: any SpaceSchedule
  /// When the search ends.
  @Chosen<StoppingCatalog> public var stopping: any StoppingRule
  /// How an architecture is read off.
  @Chosen<DerivationCatalog> public var derivation: any Derivation

  /// Creates a method; the defaults are first-order DARTS.
  public init(
    relaxation: any Relaxation = Softmax(),
    edges: any EdgeWeights = EqualEdges(),
    update: any UpdateRule = BilevelFirstOrder(),
    timing: AlphaTiming = AlphaTiming(),
    regularizers: RegularizerSet = RegularizerSet(),
    schedule: any SpaceSchedule = FixedSpace(),
    stopping: any StoppingRule = FixedEpochs(),
    derivation: any Derivation = ArgmaxTop2()
  ) {
    self.relaxation = relaxation
    self.edges = edges
    self.update = update
    self.timing = timing
    self.regularizers = regularizers
    self.schedule = schedule
    self.stopping = stopping
    self.derivation = derivation
  }

  /// Every axis with the choice made there, in the order documentation lists them.
  public var axes: [(axis: String, choice: any AxisChoice)] {
    [
      (RelaxationCatalog.name, relaxation), (EdgeWeightCatalog.name, edges),
      (UpdateRuleCatalog.name, update), (SpaceScheduleCatalog.name, schedule),
      (StoppingCatalog.name, stopping), (DerivationCatalog.name, derivation),
    ]
  }

  /// Whether the architecture parameters move.
  public var movesAlpha: Bool { update.movesAlpha && relaxation.movesAlpha }

  /// Forward and backward work of a step over that of `darts-v1`, counted in passes; an operation that
  /// is not computed counts nothing.
  ///
  /// - Parameter operations: operations on an edge.
  public func relativeCost(operations: Int) -> Double {
    let drawsArchitectures =
      update is Candidates
      || (update as? WeightsOnly)?.paths == .architecture
    let share =
      drawsArchitectures
      ? 1 / Double(max(1, operations)) : relaxation.activeShare(of: operations)
    var cost = update.relativeCost * share
    if let attack = regularizers.active(AdversarialPerturbation.self) {
      cost += 0.5 * Double(attack.steps + 1) * share
    }
    return cost
  }

  /// The axes that differ from first-order DARTS, and the regularizers that are on.
  public var differences: [String] {
    var result = zip(axes, Method().axes).compactMap { own, plain -> String? in
      own.choice.isEqual(plain.choice) ? nil : "\(own.axis) \(own.choice.id)"
    }
    if timing.rest > 0 { result.append("alpha rests \(timing.rest)") }
    return result + regularizers.active.map { "regularizer \($0.id)" }
  }
}
