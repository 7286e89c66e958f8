import Foundation
import Networks
import Testing

/// Files of the package, found from this file's place in it.
enum GenotypeFixtures {
  static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func lines(_ name: String) throws -> [String] {
    let file = package.appendingPathComponent("fixtures/genotypes").appendingPathComponent(name)
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { String($0) }
  }

  /// Two nodes, enough to see every part of a format.
  static let small = Genotype(
    normal: CellGenotype(nodes: [
      [GenotypeEdge(operation: "sep_conv_3x3", source: 1), .init(operation: "none", source: 0)],
      [GenotypeEdge(operation: "skip_connect", source: 2), .init(operation: "none", source: 0)],
    ]),
    reduce: CellGenotype(
      nodes: [
        [
          GenotypeEdge(operation: "max_pool_3x3", source: 0),
          .init(operation: "max_pool_3x3", source: 1),
        ],
        [
          GenotypeEdge(operation: "dil_conv_5x5", source: 2),
          .init(operation: "avg_pool_3x3", source: 2),
        ],
      ],
      concat: [3]
    )
  )
}

/// The text of the error a closure throws; nil when it throws none.
func fault(_ body: () throws(GenotypeError) -> Void) -> String? {
  do {
    try body()
    return nil
  } catch {
    return error.description
  }
}
