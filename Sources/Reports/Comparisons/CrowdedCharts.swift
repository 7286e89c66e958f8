import Charts
import Foundation
import Records
import Search

/// Charts of more arms than bars or lines in one plot can show.
enum CrowdedCharts {
  /// A row per arm, the highest first, those that did not measure the metric last.
  static func rows(_ comparison: Comparison, _ metric: Metric) -> Intervals {
    let (factor, unit) = metric.axis
    let measured = comparison.arms.map { comparison.measured(metric, $0) }
    let order = comparison.arms.indices.sorted { first, second in
      let values = [first, second].map { measured[$0]?.value ?? -.infinity }
      return values[0] == values[1] ? first < second : values[0] > values[1]
    }
    // Student's interval of two seeds may leave where a share can be.
    func within(_ value: Double) -> Double {
      metric.unit == .share ? max(0, min(1, value)) : value
    }
    return Intervals(
      rows: order.map { index in
        let arm = comparison.arms[index]
        return Intervals.Row(
          arm.records.count > 1 ? arm.name : "\(arm.name) (1 run)",
          value: factor * (measured[index]?.value ?? .nan),
          lower: measured[index]?.lower.map { factor * within($0) } ?? .nan,
          upper: measured[index]?.upper.map { factor * within($0) } ?? .nan,
          values: arm.records.count > 1 ? comparison.values(metric, arm).map { factor * $0 } : []
        )
      },
      x: Axis(metric.label, unit: unit)
    )
  }

  /// The height of a figure with so many rows.
  static func height(_ comparison: Comparison) -> Double {
    min(4000, 130 + 19 * Double(comparison.arms.count))
  }

  /// A small chart per arm: its mean, its seeds as thin lines.
  static func panels(
    _ series: [Series],
    _ comparison: Comparison,
    _ metric: Metric
  ) -> (chart: SmallMultiples, height: Double) {
    let unit = metric.axis.unit
    let panels = comparison.arms.compactMap { arm -> SmallMultiples.Panel? in
      let own = series.filter { $0.name == arm.name || $0.companionOf == arm.name }
      return own.isEmpty ? nil : SmallMultiples.Panel(arm.name, series: own.map(renamed))
    }
    let columns = 6
    let lines = (panels.count + columns - 1) / columns
    return (
      SmallMultiples(
        panels: panels,
        x: Axis("Epoch", integersOnly: true),
        y: Axis(metric.label, unit: unit),
        columns: columns
      ),
      min(6000, 140 + 120 * Double(lines))
    )
  }

  /// Means look alike in every panel, and so do seeds.
  private static func renamed(_ series: Series) -> Series {
    var result = series
    if series.companionOf == nil {
      result.name = "mean"
    } else {
      result.companionOf = "mean"
    }
    return result
  }
}
