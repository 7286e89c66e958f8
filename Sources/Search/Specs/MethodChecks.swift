import Networks
import Records

/// Which choices of a method go together.
enum MethodChecks {
  /// Everything out of range or impossible; places are relative to the method.
  static func problems(_ method: Method, space: any SearchSpace) -> [SpecProblem] {
    var checks = SpecChecks()
    for (axis, choice) in method.axes { checks.add(choice.validate(), below: axis) }
    checks.add(method.regularizers.validate(), below: "regularizers")
    checks.range("timing.rest", method.timing.rest, 0...1)
    checks.range("timing.every", method.timing.every, 1...1_000_000)
    combinations(method, &checks)
    inSpace(method, space, &checks)
    return checks.problems
  }

  private static func combinations(_ method: Method, _ checks: inout SpecChecks) {
    let relaxation = method.relaxation
    let regularizers = method.regularizers
    checks.require(
      !(method.update.needsMixture && relaxation.isSampled),
      "update",
      expected: "a first-order rule beside the sampled relaxation \(relaxation.id)",
      got: method.update.id,
      remedy: "it differentiates one mixture several times; choose softmax or bilevel-first-order"
    )
    let perturbations = regularizers.active.map { $0.id }.filter { $0.hasSuffix("Perturbation") }
    checks.require(
      perturbations.isEmpty || !relaxation.isSampled,
      "regularizers",
      expected: "no perturbation of the sampled weights of \(relaxation.id)",
      got: perturbations.joined(separator: ", "),
      remedy: "perturbations stay on the simplex of a mixture; choose softmax"
    )
    checks.require(
      perturbations.count < 2,
      "regularizers",
      expected: "a random or an adversarial perturbation",
      got: "both"
    )
    checks.require(
      regularizers.active(OperationDropout.self) == nil || !relaxation.isSampled,
      "regularizers.operationDropout",
      expected: "a relaxation that mixes all operations",
      got: relaxation.id,
      remedy: "a drawn operation that is dropped leaves nothing; choose softmax or sigmoid"
    )
    checks.require(
      method.movesAlpha || method.stopping.eigenvalueInterval == 0,
      "stopping",
      expected: "a rule that needs no curvature in alpha, which never moves",
      got: method.stopping.id,
      remedy: "choose fixed"
    )
    checks.require(
      method.movesAlpha || regularizers.penalties.isEmpty,
      "regularizers",
      expected: "no penalty on alpha, which never moves",
      got: regularizers.penalties.map { $0.id }.joined(separator: ", ")
    )
    checks.require(
      regularizers.active(EdgeBudget.self) == nil || method.edges.hasParameters,
      "regularizers.edgeBudget",
      expected: "edges with weights of their own",
      got: "edges \(method.edges.id)",
      remedy: "choose edges: capped"
    )
    checks.require(
      method.derivation is BestCandidate == method.update is Candidates,
      "derivation",
      expected: "best-candidate together with the update rule candidates, and only then",
      got: "\(method.derivation.id) with \(method.update.id)"
    )
    checks.require(
      !(method.stopping.decayFactor != nil && method.schedule.stages.count > 1),
      "stopping",
      expected: "a rule that does not go back, as the network changes between stages",
      got: method.stopping.id
    )
    checks.require(
      !(method.update is Candidates && method.schedule.stages.count > 1),
      "schedule",
      expected: "one stage, as every candidate starts anew",
      got: method.schedule.id
    )
  }

  private static func inSpace(
    _ method: Method,
    _ space: any SearchSpace,
    _ checks: inout SpecChecks
  ) {
    checks.require(
      method.relaxation.channelDivisor == 1 || space.allowsPartialChannels,
      "relaxation",
      expected: "a space of cells, whose edges keep the number of channels",
      got: "\(method.relaxation.id) in \(space.id)",
      remedy: "choose softmax"
    )
    let hasSkip = space.operations.contains("skip_connect")
    for name in ["auxiliarySkip", "skipDropout"]
    where method.regularizers.active.contains(where: { $0.id == name }) {
      checks.require(
        hasSkip,
        "regularizers.\(name)",
        expected: "a space with skip_connect",
        got: space.id
      )
    }
    if method.schedule.stages.count > 1 {
      checks.require(
        space.layout(space.compactShape).rows.allSatisfy { $0.cell == nil },
        "schedule",
        expected: "a space whose cells share alpha, so that depth can change",
        got: space.id
      )
    }
    guard method.relaxation is GroupedSoftmax else { return }
    let parametric = space.operations.map {
      OperationCatalog.operation($0)?.isParametric ?? false
    }
    checks.require(
      Set(parametric).count == 2,
      "relaxation",
      expected: "a space with operations of both groups",
      got: "\(space.id), whose operations "
        + (parametric.first == true ? "all have weights" : "have none")
    )
  }

  /// The kinds that each axis allows, with their defaults.
  static let table: SpecChoices = {
    var table = SpecChoices()
    func add<Family: Axis>(_ family: Family.Type) {
      for choice in Family.all {
        let erased = Family.erased(choice)
        guard let members = try? erased.members() else {
          preconditionFailure("the defaults of \(erased.id) do not encode")
        }
        table.add("choices.\(Family.name)", kind: erased.id, tree: members)
      }
    }
    add(RelaxationCatalog.self)
    add(EdgeWeightCatalog.self)
    add(UpdateRuleCatalog.self)
    add(SpaceScheduleCatalog.self)
    add(StoppingCatalog.self)
    add(DerivationCatalog.self)
    return table
  }()
}
