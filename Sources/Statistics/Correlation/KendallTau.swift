/// Kendall's tau-b, the rank correlation that counts with ties.
///
/// (C - D) / sqrt((n0 - n1)(n0 - n2)) with C concordant and D discordant pairs, n0 all pairs, n1 and
/// n2 the pairs tied in either sample (M. G. Kendall, "The treatment of ties in ranking problems",
/// Biometrika, 1945).
public enum KendallTau {
  /// tau-b of paired samples.
  ///
  /// Complexity: O(n log n), by counting exchanges of a merge sort (W. R. Knight, "A computer method
  /// for calculating Kendall's tau with ungrouped data", JASA, 1966).
  ///
  /// - Returns: -1...1; undefined for fewer than two pairs, a value that is not finite, or a
  ///   constant sample.
  public static func tauB(_ x: [Double], _ y: [Double]) -> Statistic {
    if let fault = SampleFault.pairs(x, y) { return .undefined(fault) }
    let order = x.indices.sorted { (x[$0], y[$0], $0) < (x[$1], y[$1], $1) }
    let first = order.map { x[$0] }
    var second = order.map { y[$0] }
    let all = pairs(x.count)
    let tiedFirst = tiedPairs(first) { first[$0] == first[$1] }
    let tiedBoth = tiedPairs(first) { first[$0] == first[$1] && second[$0] == second[$1] }
    let discordant = sortCountingExchanges(&second)
    let tiedSecond = tiedPairs(second) { second[$0] == second[$1] }
    guard tiedFirst < all else { return .undefined(SampleFault.constantFirst) }
    guard tiedSecond < all else { return .undefined(SampleFault.constantSecond) }
    let difference = all - tiedFirst - tiedSecond + tiedBoth - 2 * discordant
    return .defined(
      Double(difference) / (Double(all - tiedFirst) * Double(all - tiedSecond)).squareRoot()
    )
  }

  /// tau-b of a score against accuracies rounded to a grid, by default 0.1 point, because smaller
  /// differences of accuracy are noise.
  ///
  /// The accuracy is rounded, never the score: rounding the score would measure something else.
  ///
  /// - Parameters:
  ///   - score: what ranks the architectures.
  ///   - accuracy: of the architectures trained alone, in percent.
  ///   - grid: width of the grid in points.
  public static func sparse(score: [Double], accuracy: [Double], grid: Double = 0.1) -> Statistic {
    guard grid > 0, grid.isFinite else { return .undefined("a grid of width \(grid)") }
    // Multiplying by a whole number of steps per point rounds 0.1 as decimal text does.
    let steps = (1 / grid).rounded()
    let isWhole = abs(steps * grid - 1) < 1e-9
    return tauB(
      score,
      accuracy.map { (isWhole ? $0 * steps : $0 / grid).rounded(.toNearestOrEven) }
    )
  }

  private static func pairs(_ count: Int) -> Int { count * (count - 1) / 2 }

  /// Pairs within runs of neighbours that `isSame` holds together.
  private static func tiedPairs(_ values: [Double], isSame: (Int, Int) -> Bool) -> Int {
    var total = 0
    var start = 0
    for place in 1...values.count where place == values.count || !isSame(place - 1, place) {
      total += pairs(place - start)
      start = place
    }
    return total
  }

  /// Sorts by merging and counts the pairs that stood in the wrong order.
  private static func sortCountingExchanges(_ values: inout [Double]) -> Int {
    var exchanges = 0
    var source = values
    var target = values
    var width = 1
    while width < values.count {
      for start in stride(from: 0, to: values.count, by: 2 * width) {
        let middle = min(start + width, values.count)
        let end = min(start + 2 * width, values.count)
        var left = start
        var right = middle
        for place in start..<end {
          if left < middle && (right == end || source[left] <= source[right]) {
            target[place] = source[left]
            left += 1
          } else {
            exchanges += middle - left
            target[place] = source[right]
            right += 1
          }
        }
      }
      swap(&source, &target)
      width *= 2
    }
    values = source
    return exchanges
  }
}
