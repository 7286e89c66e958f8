import Networks
import Records
import Testing
import Training

@testable import Search

/// Methods that keep state of their own go on from a checkpoint to the same end.
@Suite struct MethodResumeTests {
  private func spec(_ id: String) -> SearchSpec {
    var spec = SmallestSearch.spec(id, epochs: 3)
    if id == "robustdarts-ada" {
      var rule = EigenvalueRatio.code
      (rule.window, rule.leastWindow, rule.offset, rule.delta) = (1, 1, 0, 1)
      (rule.factor, rule.earliestEpoch) = (1.001, 0)
      spec.choices.stopping = AdaptiveRegularization(
        rise: EigenvalueRise(rule: rule, interval: 1)
      )
    }
    return spec
  }

  private func checkpoint(_ search: SearchRun, step: Int) throws -> Checkpoint {
    let saving = StateExchange.saving()
    try search.exchange(saving)
    let groups = try search.ledgerEntry(step: step).groups
    return saving.checkpoint(
      step: step,
      state: ["groups": .object(groups.mapValues { .string($0) })]
    )
  }

  private func goOn(_ search: SearchRun, from step: Int, to end: Int) throws {
    for step in step..<end where !search.isOver {
      let epoch = step / search.stepsPerEpoch
      let number = step % search.stepsPerEpoch
      try search.step(epoch: epoch, number: number)
      if number == search.stepsPerEpoch - 1 { _ = search.ended(epoch: epoch) }
    }
  }

  @Test(
    "resumed in the second epoch, the last ledger entry is the same",
    arguments: ["pdarts", "robustdarts-ada", "cp-nas", "gold-nas", "da2s", "random", "snas"]
  )
  func resumed(_ id: String) throws {
    let whole = try SmallestSearch.run(spec(id))
    let end = 3 * whole.stepsPerEpoch
    let half = whole.stepsPerEpoch + 1
    try goOn(whole, from: 0, to: half)
    let saved = try checkpoint(whole, step: half)
    try goOn(whole, from: half, to: end)
    let resumed = try SmallestSearch.run(spec(id), threads: 2)
    try resumed.restore(saved, place: "a checkpoint")
    try goOn(resumed, from: half, to: end)
    #expect(
      try resumed.ledgerEntry(step: end).groups == whole.ledgerEntry(step: end).groups
    )
    #expect(resumed.result() == whole.result())
  }
}
