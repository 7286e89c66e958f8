import Charts

/// Awkward data every chart kind must lay out without overlaps.
enum StressCases {
  static let long =
    "a-very-long-run-name-with-every-option-spelled-out-bilevel-second-order-seed-1234-hash-0a1b2c"

  static let all: [StressData] = [
    StressData(name: "no series", names: [], values: []),
    StressData(name: "one empty series", names: ["empty"], values: [[]]),
    StressData(name: "one point", names: ["point"], values: [[3]]),
    StressData(
      name: "long names",
      names: [long, long + "-b", long + "-c"],
      values: [[1, 2, 3], [2, 1, 4], [3, 3, 3]]
    ),
    StressData(
      name: "only NaN",
      names: ["a", "b"],
      values: [[.nan, .nan], [.nan, .nan]]
    ),
    StressData(
      name: "NaN and infinities",
      names: ["a", "b", "c"],
      values: [[.nan, 1, .infinity], [2, -.infinity, 3], [.nan, .nan, 1]]
    ),
    StressData(
      name: "huge and tiny",
      names: ["huge", "tiny"],
      values: [[1e300, -1e300, 1.7e308], [1e-300, .leastNonzeroMagnitude, 0]]
    ),
    StressData(name: "constant", names: ["a", "b"], values: [[5, 5, 5], [5, 5, 5]]),
    StressData(name: "all zero", names: ["a", "b"], values: [[0, 0], [0, 0]]),
    StressData(
      name: "narrow far from zero",
      names: ["a"],
      values: [[1e15, 1e15 + 0.25, 1e15 + 0.5]]
    ),
    StressData(
      name: "40 series",
      names: (0..<40).map { "series number \($0)" },
      values: (0..<40).map { row in (0..<20).map { Double(row * $0 % 17) - 4 } }
    ),
    StressData(
      name: "log axis with zeros and negatives",
      names: ["a", "b"],
      values: [[0, -1, 1e-6, 10], [1e6, 0, 3, .infinity]],
      isLogarithmic: true
    ),
    StressData(
      name: "log axis without anything positive",
      names: ["a"],
      values: [[0, -1, -2]],
      isLogarithmic: true
    ),
    StressData(
      name: "odd names",
      names: ["", "two\nlines\tand\u{0}control", "\u{202E}right-to-left \u{1F600}"],
      values: [[1, 2], [2, 3], [3, 1]]
    ),
    StressData(
      name: "equal names",
      names: ["same", "same", "same"],
      values: [[1, 2], [2, 3], [3, 4]]
    ),
    StressData(
      name: "many points",
      names: ["walk"],
      values: [(0..<5000).map { Double(($0 * 7919) % 1013) }]
    ),
  ]

  /// A random walk with gaps; too slow to draw at every size.
  static let million: StressData = {
    var state: UInt64 = 1
    var level = 0.0
    let values = (0..<1_000_000).map { index -> Double in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      level += Double(state >> 40) / Double(1 << 23) - 1
      return index % 100_003 == 7 ? .nan : level
    }
    return StressData(name: "a million points", names: ["walk"], values: [values])
  }()

  static let sizes: [(width: Double, height: Double)] = [
    (880, 500), (360, 240), (200, 140), (90, 60), (16, 16), (1200, 120), (.nan, -.infinity),
  ]
}
