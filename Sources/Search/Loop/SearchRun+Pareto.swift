import Engine
import Networks

/// The networks on the way of a search that prunes.
extension SearchRun {
  /// What the network of choices costs when it is built alone at the extents of the search.
  func networkCost(_ choices: [AlphaChoice]) -> NetworkCost? {
    let architecture = space.architecture(choices, in: layout)
    return try? space.network(architecture, shape, DerivedOptions()).cost
  }

  /// The network that was left before this epoch's pruning, when something went or the search ends
  /// (GOLD-NAS: Bi et al., 2020, algorithm 1).
  func paretoPoint(_ ended: SearchEpoch, left: [Bool], quiet: Int) -> ParetoPoint? {
    guard let patience = method.schedule.paretoPatience else { return nil }
    let isLast = ended.epoch + 1 == spec.epochs
    guard isLast || left != state.alive else { return nil }
    let choices = layout.choices(left).filter { layout.operation($0) != "none" }
    guard let cost = networkCost(choices) else { return nil }
    return ParetoPoint(
      epoch: ended.epoch,
      operations: choices.count,
      parameters: cost.parameters,
      multiplyAdds: cost.multiplyAdds,
      validation: ended.validation,
      quietEpochs: quiet,
      isSettled: quiet > patience || isLast,
      genotype: text(choices)
    )
  }

  /// Ends the search when what is left is cheaper than the schedule's least cost.
  func stopAtCost(epoch: Int, _ notes: inout [MethodNote]) {
    let least = method.schedule.leastMultiplyAdds
    guard least > 0, state.stop == nil, epoch + 1 < spec.epochs else { return }
    let choices = choices
    guard let cost = networkCost(choices), Double(cost.multiplyAdds) < least else { return }
    let reason = "\(cost.multiplyAdds) multiply-adds are fewer than \(Int(least))"
    state.stop = MethodState.Stop(
      epoch: epoch,
      resultEpoch: epoch,
      reason: reason,
      choices: choices
    )
    notes.append(
      MethodNote(epoch: epoch, kind: "stopped", text: reason, genotype: text(choices))
    )
  }
}
