import Networks
import Probes
import Records
import Search

/// Which operation leads on each edge of a kind of cell at the end of a search.
struct EdgeLeaders {
  /// The edges.
  let rows: [AlphaRow]
  /// The epochs whose weights are known.
  let epochs: [SearchEpoch]
  /// The mean weight of the strongest operation of an edge.
  let mean: Double
  /// The operation that leads most often, and on how many edges.
  let common: (operation: String, count: Int)

  /// nil when there are no such edges or no epoch has ended.
  init?(_ record: SearchRecord, _ kind: CellKind) {
    let layout = record.layout
    rows = layout.rows.filter { $0.kind == kind }
    epochs = record.epochs.filter { $0.operationWeights.count == layout.count }
    guard let last = epochs.last, !rows.isEmpty else { return nil }
    let leaders = rows.map { row in
      row.operations.indices.max {
        last.operationWeights[row.offset + $0] < last.operationWeights[row.offset + $1]
      } ?? 0
    }
    let strongest = zip(rows, leaders).map { last.operationWeights[$0.offset + $1] }
    mean = strongest.reduce(0, +) / Double(strongest.count)
    let names = zip(rows, leaders).map { $0.operations[$1] }
    let counts = Set(names).sorted().map { name in (name, names.count { $0 == name }) }
    guard let most = counts.max(by: { ($0.1, $1.0) < ($1.1, $0.0) }) else { return nil }
    common = most
  }

  /// "k-2 to 0", with the cell when kinds of cell have several.
  func title(_ row: AlphaRow) -> String {
    let name = { (node: Int) in node < 2 ? "k-\(2 - node)" : "\(node - 2)" }
    let edge = "\(name(row.source)) \u{2192} \(name(row.target))"
    let hasCells = Set(rows.map(\.group)).count > 1
    return hasCells ? "\(row.group)  \(edge)" : edge
  }

  /// How many small charts, one an edge, stand beside each other, and below each other.
  var grid: (columns: Int, lines: Int) {
    let columns = rows.count > 24 ? 8 : min(7, rows.count)
    return (columns, (rows.count + columns - 1) / columns)
  }

  /// Why there is nothing to show.
  static func absence(_ record: SearchRecord, _ kind: CellKind) -> String {
    record.layout.rows.contains { $0.kind == kind }
      ? "no epoch has ended" : "the space has no \(kind.word) cells"
  }
}

extension CellKind {
  /// As it stands in a sentence.
  var word: String { self == .normal ? "normal" : "reduction" }
}
