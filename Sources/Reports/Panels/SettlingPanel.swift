import Networks
import Probes
import Records
import Search
import Statistics
import Training

/// Which operations are good first when each is used alone, over several searches: the claim that
/// operations without weights win because they settle first, tested.
struct SettlingPanel: GroupPanel {
  let id = "settling"
  let summary = "when each operation is good alone, and when the validation loss asks for it"

  func content(_ records: [SearchRecord]) -> PanelContent {
    let series = records.map { $0.convergence }.filter { $0.count > 2 }
    guard let first = series.first?.first else { return .absent("the convergence probe was off") }
    let names = first.operations.filter { $0.aloneLoss.isFinite }.map { $0.name }
    func cell(_ values: [Double?], _ decimals: Int = 2) -> String {
      let known = values.compactMap { $0 }.filter { $0.isFinite }
      guard let mean = Measured.mean(known) else { return "not measured" }
      guard let lower = mean.lower, let upper = mean.upper else {
        return Numbers.fixed(mean.value, decimals)
      }
      return "\(Numbers.fixed(mean.value, decimals)) [\(Numbers.fixed(lower, decimals)), "
        + "\(Numbers.fixed(upper, decimals))]"
    }
    let rows = names.map { name -> [String] in
      let own = series.map { $0.compactMap { event in event.operations.first { $0.name == name } } }
      let isParametric = own.first?.first?.isParametric ?? false
      return [
        name, isParametric ? "yes" : "no",
        cell(own.map { Self.settled($0, series[0].map { $0.epoch }) }, 1),
        cell(own.map { $0[$0.count / 4].aloneLoss }),
        cell(own.map { $0.last?.aloneLoss }),
        cell(own.map { Self.mean($0.prefix(max(1, $0.count / 4)).map { $0.pull }) }, 4),
        cell(own.map { Self.mean($0.suffix(max(1, $0.count / 4)).map { $0.pull }) }, 4),
      ]
    }
    let table = MarkdownTable.text(
      [
        "operation", "has weights", "epochs to 90 % of its fall", "loss alone, a quarter in",
        "loss alone, end", "pull, first quarter", "pull, last quarter",
      ],
      rows
    )
    return .markdown(
      table + "\n\n" + Self.leaders(series, names)
        + " Pull is how much the validation loss would fall for more weight on the operation, mean over "
        + "its edges; means of \(series.count) seeds with 95 % intervals."
    )
  }

  /// Epochs after which 90 % of the way from the first to the lowest loss alone was done.
  private static func settled(
    _ operations: [ConvergenceMeasured.Operation],
    _ epochs: [Int]
  ) -> Double? {
    let losses = operations.map { $0.aloneLoss }
    guard let start = losses.first, let lowest = losses.min(), lowest < start else { return nil }
    let place = losses.firstIndex { $0 <= start - 0.9 * (start - lowest) }
    return place.map { Double(epochs[$0] + 1) }
  }

  /// In how many searches an operation without weights is the best alone, early and late.
  private static func leaders(_ series: [[ConvergenceMeasured]], _ names: [String]) -> String {
    func free(_ event: ConvergenceMeasured) -> Bool {
      let best = event.operations.filter { $0.aloneLoss.isFinite }
        .min { $0.aloneLoss < $1.aloneLoss }
      return best.map { !$0.isParametric } ?? false
    }
    let early = series.count { free($0[$0.count / 4]) }
    let late = series.count { $0.last.map(free) ?? false }
    return "An operation without weights has the lowest loss alone a quarter in with \(early) of "
      + "\(series.count) seeds, at the end with \(late)."
  }

  private static func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }
}
