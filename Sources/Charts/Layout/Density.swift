import Foundation

/// Smooth densities of weighted values on an even grid.
enum Density {
  /// The grid of `count` positions from `lower` to `upper`.
  static func grid(from lower: Double, to upper: Double, count: Int) -> [Double] {
    (0..<count).map { lower + (upper - lower) * (Double($0) / Double(max(1, count - 1))) }
  }

  /// The sum of Gaussians of standard deviation `width` around `values`, each of its weight, on
  /// `grid`; all weights together make an area of one.
  ///
  /// Values are first gathered in cells of a quarter of `width`, so that a million cost no more
  /// than a thousand.
  static func smooth(
    _ values: [Double],
    weights: [Double],
    width: Double,
    on grid: [Double]
  ) -> [Double] {
    guard let lower = grid.first, let upper = grid.last, upper > lower, width > 0,
      (upper - lower).isFinite
    else { return grid.map { _ in 0 } }
    // In units of the range: sums of huge values would overflow.
    let range = upper - lower
    let spread = min(1, width / range)
    let cell = max(spread / 4, 1.0 / 4096)
    let reach = 5 * spread
    let count = Int(((1 + 2 * reach) / cell).rounded(.up)) + 1
    var mass = [Double](repeating: 0, count: count)
    var offset = mass
    var total = 0.0
    for (value, weight) in zip(values, weights) where value.isFinite && weight.isFinite {
      total += weight
      let place = ((value / 2 - lower / 2) / (range / 2) + reach) / cell
      guard place >= 0, place < Double(count) else { continue }
      mass[Int(place)] += weight
      offset[Int(place)] += weight * (place - place.rounded(.down))
    }
    guard total > 0 else { return grid.map { _ in 0 } }
    var density = [Double](repeating: 0, count: grid.count)
    let step = 1 / Double(max(1, grid.count - 1))
    let scale = 1 / (total * spread * range * (2 * Double.pi).squareRoot())
    for index in 0..<count where mass[index] > 0 {
      let center = (Double(index) + offset[index] / mass[index]) * cell - reach
      let first = max(0, Int(((center - reach) / step).rounded(.up)))
      let last = min(grid.count - 1, Int(((center + reach) / step).rounded(.down)))
      guard first <= last else { continue }
      for place in first...last {
        let distance = (Double(place) * step - center) / spread
        density[place] += mass[index] * scale * exp(-distance * distance / 2)
      }
    }
    return density
  }

  /// A width for the density of `values`.
  ///
  /// Reference: Silverman, "Density Estimation for Statistics and Data Analysis", 1986, equation
  /// 3.31.
  static func silverman(_ values: [Double]) -> Double {
    let finite = values.filter(\.isFinite).sorted()
    guard finite.count > 1 else { return 0 }
    let count = Double(finite.count)
    let mean = finite.reduce(0) { $0 + $1 / count }
    let variance = finite.reduce(0) { $0 + ($1 - mean) * ($1 - mean) / count }
    let quartiles = BoxStrip.quantile(finite, 0.75) - BoxStrip.quantile(finite, 0.25)
    let spread =
      quartiles > 0 ? min(variance.squareRoot(), quartiles / 1.34) : variance.squareRoot()
    return spread.isFinite ? 0.9 * spread * pow(count, -0.2) : 0
  }
}
