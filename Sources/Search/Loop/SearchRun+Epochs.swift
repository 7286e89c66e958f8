import Datasets
import Engine
public import Networks
import Records
import Training

extension SearchRun {
  /// What would be derived now, the architecture of the early end when there was one.
  public var choices: [AlphaChoice] {
    state.stop?.choices
      ?? method.derivation.choices(
        DerivationContext(
          layout: layout,
          weights: operationWeights(alpha),
          alive: state.alive
        )
      )
  }

  /// The architecture that would be derived now.
  public var architecture: DescribedArchitecture { space.architecture(choices, in: layout) }

  /// The architecture that would be derived now, as text.
  public var genotype: String { text(choices) }

  /// Choices as text.
  public func text(_ choices: [AlphaChoice]) -> String {
    space.text(space.architecture(choices, in: layout))
  }

  /// What the search found, once its last epoch has ended.
  public func result() -> [AlphaChoice] {
    if let stop = state.stop { return stop.choices }
    return method.derivation.finish(self) ?? choices
  }

  /// Evaluates after the last step of an epoch, then prunes and asks whether to stop.
  ///
  /// - Returns: the epoch's event, what changed, and the network before the pruning where the schedule
  ///   wants those on the way.
  public func ended(epoch: Int) -> (
    event: SearchEpoch, notes: [MethodNote], point: ParetoPoint?
  ) {
    self.epoch = epoch
    method.update.end(self, epoch: epoch)
    let weights = operationWeights(alpha)
    mix()
    let validation = execution.evaluate(
      plain,
      indices: split.architecture,
      normalization: .batch
    )
    let choices = choices
    let event = SearchEpoch(
      epoch: epoch,
      rate: rate(moment(epoch)),
      train: sum.score,
      validation: validation,
      operationWeights: weights,
      genotype: text(choices),
      skips: skips(choices),
      none: noneShare(weights),
      operationsLeft: state.alive.filter { $0 }.count,
      stateHash: stateHash()
    )
    var notes: [MethodNote] = []
    let (left, quiet) = (state.alive, state.memory.quiet)
    prune(weights, epoch: epoch, &notes)
    let point = paretoPoint(event, left: left, quiet: quiet)
    stopAtCost(epoch: epoch, &notes)
    report(epoch: epoch, choices: choices, &notes)
    state.endedEpochs = epoch + 1
    mix()
    return (event, notes, point)
  }

  /// Skip connections among the choices in normal and in reduction cells.
  func skips(_ choices: [AlphaChoice]) -> [Int] {
    CellKind.allCases.map { kind in
      choices.filter {
        layout.rows[$0.row].kind == kind && layout.operation($0) == "skip_connect"
      }.count
    }
  }

  /// The mean weight of `none` over the rows that have it, relative to the row's sum, and the rows in
  /// which it is strongest.
  private func noneShare(_ weights: [Double]) -> NoneShare {
    var shares: [Double] = []
    var first = 0
    for row in layout.rows {
      guard let place = row.operations.firstIndex(of: "none") else { continue }
      let sum = row.range.reduce(0) { $0 + weights[$1] }
      let own = weights[row.offset + place]
      shares.append(sum > 0 ? own / sum : 0)
      if row.range.allSatisfy({ $0 == row.offset + place || weights[$0] < own }) { first += 1 }
    }
    let mean = shares.isEmpty ? 0 : shares.reduce(0, +) / Double(shares.count)
    return NoneShare(weight: mean, strongest: first, rows: shares.count)
  }

  /// Lets the schedule of the space remove operations.
  private func prune(_ weights: [Double], epoch: Int, _ notes: inout [MethodNote]) {
    let (stage, moment) = stage(of: epoch)
    let stream = drawStream.child("schedule")
    var context = ScheduleContext(
      layout: layout,
      weights: weights,
      alive: state.alive,
      moment: moment,
      rest: method.timing.rest,
      memory: state.memory,
      accuracy: { self.accuracy(mask: $0, oneHot: $1, weights: weights) },
      draw: { stream.integer(below: $0, step: UInt64(epoch), index: UInt64($1)) }
    )
    method.schedule.remove(&context)
    let isLastOfStage = moment.epoch + 1 == moment.epochs
    if isLastOfStage, stage + 1 < method.schedule.stages.count {
      method.schedule.finishStage(stage, &context)
    }
    let removed = layout.operationOfIndex.indices.filter {
      state.alive[$0] && !context.alive[$0]
    }
    state.alive = context.alive
    state.memory = context.memory
    guard !removed.isEmpty else { return }
    let rows = layout.rowOfIndex
    notes.append(
      MethodNote(
        epoch: epoch,
        kind: "pruned",
        text: removed.map { "\(layout.rows[rows[$0]].id) \(layout.operationOfIndex[$0])" }
          .joined(separator: ", "),
        genotype: text(choices)
      )
    )
  }

  /// Tells the stopping rule about the epoch and does what it decides.
  private func report(
    epoch: Int,
    choices: [AlphaChoice],
    _ notes: inout [MethodNote]
  ) {
    let rule = method.stopping
    if rule is FixedEpochs { return }
    let interval = rule.eigenvalueInterval
    let isMeasured = interval > 0 && (epoch % interval == 0 || epoch + 1 == spec.epochs)
    let alpha = parameters.alpha
    state.reports.append(
      EpochReport(
        epoch: epoch,
        skips: skips(choices)[0],
        rankings: layout.rows.map { row in
          row.operations.indices.filter { mixture.isParametric[row.offset + $0] }
            .sorted { (-alpha[row.offset + $0], $0) < (-alpha[row.offset + $1], $1) }
        },
        eigenvalue: isMeasured ? dominantEigenvalue(epoch: epoch) : nil,
        choices: choices
      )
    )
    let isLast = epoch + 1 == spec.epochs
    let canGoBack = spec.weights.decay * state.decayFactor < rule.largestDecay
    if !isLast, canGoBack, let decision = rule.decision(state.reports) {
      if let factor = rule.decayFactor {
        goBack(to: decision, factor: factor, epoch: epoch, &notes)
        return
      }
      let found = state.reports.first { $0.epoch == decision.epoch }
      state.stop = MethodState.Stop(
        epoch: epoch,
        resultEpoch: decision.epoch,
        reason: decision.reason,
        choices: found?.choices ?? choices
      )
      notes.append(
        MethodNote(
          epoch: epoch,
          kind: "stopped",
          text: "\(decision.reason); the result is that of epoch \(decision.epoch)",
          genotype: text(found?.choices ?? choices)
        )
      )
    }
    if rule.decayFactor != nil, isMeasured { keepSnapshot(epoch: epoch) }
  }

  /// Returns to an earlier state with more weight decay.
  private func goBack(
    to decision: StopDecision,
    factor: Double,
    epoch: Int,
    _ notes: inout [MethodNote]
  ) {
    restoreSnapshot(epoch: decision.epoch)
    state.decayFactor *= factor
    state.reports = []
    snapshots = []
    notes.append(
      MethodNote(
        epoch: epoch,
        kind: "decay-raised",
        text: "\(decision.reason); back to epoch \(decision.epoch) with weight decay "
          + "\(spec.weights.decay * state.decayFactor)",
        genotype: text(choices)
      )
    )
  }

  /// SHA-256 of all weights and architecture parameters.
  public func stateHash() -> String {
    let weights = Hashing.sha256(UnsafeRawBufferPointer(execution.weightBytes))
    let alphas = parameters.all.withUnsafeBytes { Hashing.sha256($0) }
    return Array((weights + alphas).utf8).withUnsafeBytes { Hashing.sha256($0) }
  }
}
