import Search

/// At which epochs a probe is due, from the spec alone: no clock and no state, so a search that was
/// resumed is watched at the same epochs.
struct ProbeCadence: Sendable, Hashable {
  /// The epochs, ascending; -1 stands for before the first step.
  let epochs: [Int]

  /// Every `every`-th epoch, or with `every` 0 as many as keep the probe's passes within `share` of
  /// those of the search; the last epoch always, and `first` too where there are two.
  ///
  /// - Parameters:
  ///   - cost: gradients of one image that one measurement is worth.
  ///   - search: gradients of one image that the search computes.
  ///   - least: measurements that are made whatever they cost.
  init(
    every: Int,
    epochs count: Int,
    first: Int,
    cost: Double,
    search: Double,
    share: Double,
    least: Int = 2
  ) {
    let last = count - 1
    if every > 0 {
      epochs = (first...max(first, last)).filter { ($0 - first) % every == 0 || $0 == last }
      return
    }
    let most = last - first + 1
    let affordable = min(Double(most), share * search / max(cost, 1))
    let number = min(most, max(least, Int(affordable)))
    guard number > 1 else {
      epochs = [last]
      return
    }
    // Both ends and equal steps between them, rounded down.
    epochs = (0..<number).map { first + $0 * (last - first) / (number - 1) }
  }

  /// The fewest images that a measurement is worth making on.
  static let fewestImages = 16

  /// `images`, halved until they cost no more than their share or are the fewest.
  ///
  /// - Parameters:
  ///   - cost: gradients of one image that all measurements are worth for each of their images.
  ///   - search: gradients of one image that the search computes.
  static func affordable(_ images: Int, cost: Double, search: Double, share: Double) -> Int {
    var images = images
    while images > fewestImages, cost * Double(images) > share * search {
      images = max(fewestImages, images / 2)
    }
    return images
  }

  /// Whether a measurement is due after `epoch`.
  func isDue(_ epoch: Int) -> Bool { epochs.contains(epoch) }

  /// The gradients of one image a bilevel search of this spec computes: each step differentiates a
  /// batch for the weights and one for alpha.
  static func gradients(of search: SearchRun) -> Double {
    2 * Double(search.spec.epochs) * Double(search.stepsPerEpoch) * Double(search.batch)
  }
}
