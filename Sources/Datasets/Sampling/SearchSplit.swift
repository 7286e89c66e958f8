public import Engine

/// Training data cut in two: one part trains the weights, the other alpha (DARTS, section 3.1).
public struct SearchSplit: Sendable, Hashable {
  /// Indices that train the weights, ascending.
  public let weights: [Int]
  /// Indices that train alpha, ascending; also the validation set of the search.
  public let architecture: [Int]

  /// Cuts `count` images at random.
  ///
  /// - Parameter fraction: the share that trains the weights, above 0 and below 1; both parts get at
  ///   least one image.
  /// - Precondition: `count` >= 2.
  public init(count: Int, fraction: Double = 0.5, stream: RandomStream) {
    precondition(count >= 2, "a split needs at least 2 images, got \(count)")
    precondition(
      fraction > 0 && fraction < 1,
      "the share of the weights lies in 0 to 1, got \(fraction)"
    )
    let order = stream.permutation(count: count)
    let cut = min(count - 1, max(1, Int((Double(count) * fraction).rounded(.down))))
    weights = order[..<cut].sorted()
    architecture = order[cut...].sorted()
  }
}
