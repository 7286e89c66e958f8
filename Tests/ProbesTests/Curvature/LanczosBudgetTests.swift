import Search
import Testing

@testable import Probes

@Suite(.serialized) struct LanczosBudgetTests {
  /// What a budget comes to for a search of 32 images, 2 x 16 a step pair, over `epochs` epochs.
  private func budget(epochs: Int, _ change: (inout LanczosBudget.Wish) -> Void = { _ in }) throws
    -> LanczosBudget
  {
    var spec = TinySearch.spec()
    spec.epochs = epochs
    var wish = LanczosBudget.Wish(
      steps: 12,
      images: 64,
      every: 0,
      perStep: 2,
      overhead: 2,
      share: 0.1,
      least: 2
    )
    change(&wish)
    return try LanczosBudget(TinySearch.run(spec), wish)
  }

  @Test("a long search gets whole measurements, as many as it can pay for")
  func long() throws {
    // 32 gradients an epoch; a measurement costs 2 * 14 * 64 = 1792.
    let budget = try budget(epochs: 2000)
    #expect(budget.steps == 12 && budget.images == 64)
    #expect(budget.cadence.epochs.count == 3)
  }

  @Test("a shorter one takes fewer steps, then fewer images, and keeps to its share")
  func short() throws {
    let steps = try budget(epochs: 800)
    #expect(steps.steps == 8 && steps.images == 64)
    let images = try budget(epochs: 300)
    #expect(images.steps == 4 && images.images == 32)
    for budget in [steps, images] {
      #expect(budget.cadence.epochs.count == 2 && budget.cadence.epochs.first == -1)
    }
    for (epochs, budget) in [(800, steps), (300, images)] {
      let cost = Double(2 * 2 * (budget.steps + 2) * budget.images)
      #expect(cost <= 0.1 * Double(32 * epochs))
    }
  }

  @Test("the shortest measurement is made whatever it costs; one is after the last epoch")
  func least() throws {
    let budget = try budget(epochs: 3) { $0.least = 1 }
    #expect(budget.steps == 4 && budget.images == 16 && budget.cadence.epochs == [2])
  }

  @Test("what is asked for in so many words is whole")
  func whole() throws {
    for change in [{ $0.every = 1 }, { $0.isWhole = true }] as [(inout LanczosBudget.Wish) -> Void]
    {
      let budget = try budget(epochs: 3, change)
      #expect(budget.steps == 12 && budget.images == 64)
    }
  }
}
