/// The catalogue of chart kinds, one line per file in `Kinds`.
public enum ChartKinds {
  /// Every kind in the order documentation lists them.
  public static let all: [any ChartKind.Type] = [
    Lines.self,
    HeatMap.self,
    HeatMultiples.self,
    SmallMultiples.self,
    CellGraph.self,
    CellGraphs.self,
    Bars.self,
    Intervals.self,
    Scatter.self,
    BoxStrip.self,
    Waterfall.self,
    SpectralDensity.self,
    Ridgeline.self,
  ]

  /// The kind named `id`, or nil when there is none.
  public static func kind(_ id: String) -> (any ChartKind.Type)? {
    all.first { $0.id == id }
  }
}
