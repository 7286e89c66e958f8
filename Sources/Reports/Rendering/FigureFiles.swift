public import Charts
public import Foundation
import Records

/// A figure as the two files that stand beside a page: the picture, which names its origin, and its
/// data.
public struct FigureFiles: Sendable {
  /// The picture, at twice its size.
  public let png: Data
  /// The data in it.
  public let csv: Data

  /// Draws.
  ///
  /// - Parameters:
  ///   - name: the name of both files, without an end.
  ///   - runs: the names of the runs behind it.
  /// - Throws: `PNGError`.
  public init(
    _ figure: Figure,
    name: String,
    runs: String,
    version: String,
    theme: Theme = .light
  ) throws {
    csv = Data(figure.csv().utf8)
    let provenance = Provenance(
      figure: name,
      runs: runs,
      data: csv.withUnsafeBytes { Hashing.sha256($0) },
      engine: "dartboard \(version)"
    )
    png = try FigureRenderer(theme: theme, scale: 2).render(figure, provenance: provenance).png
  }
}
