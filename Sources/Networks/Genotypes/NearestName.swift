/// Finds the known name a misspelt one was meant to be.
enum NearestName {
  /// The name fewest edits away, the first of equals; nil when more than a third of the letters
  /// (at least two) would have to change.
  static func of(_ name: String, among known: [String]) -> String? {
    let best = known.map { (name: $0, edits: edits(name, $0)) }.min { $0.edits < $1.edits }
    guard let best, best.edits <= max(2, best.name.count / 3) else { return nil }
    return best.name
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one name into the other
  /// (optimal string alignment), with upper and lower case alike.
  static func edits(_ one: String, _ other: String) -> Int {
    let from = Array(one.lowercased())
    let to = Array(other.lowercased())
    var rows = [Array(0...to.count)]
    for i in from.indices {
      var row = [i + 1]
      for j in to.indices {
        let replaced = rows[i][j] + (from[i] == to[j] ? 0 : 1)
        var least = min(replaced, rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, from[i] == to[j - 1], from[i - 1] == to[j] {
          least = min(least, rows[i - 1][j - 1] + 1)
        }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[from.count][to.count]
  }
}
