/// Suggestions for misspelt names.
public enum Spelling {
  /// The candidate with the fewest edits, when they are at most a third of the word.
  public static func nearest(_ word: String, in candidates: [String]) -> String? {
    // Words this long are no misspelling, and the comparison takes time in proportion to them.
    guard word.utf8.count <= 100 else { return nil }
    let scored = candidates.map { (distance(word.lowercased(), $0.lowercased()), $0) }
    guard let best = scored.min(by: { $0 < $1 }) else { return nil }
    return best.0 <= max(1, word.count / 3) ? best.1 : nil
  }

  /// "did you mean 'x'?", or nothing when no candidate is near.
  public static func suggestion(_ word: String, in candidates: [String]) -> String {
    nearest(word, in: candidates).map { "did you mean '\($0)'?" } ?? ""
  }

  /// Insertions, deletions, replacements and swaps of neighbours between two words (Damerau, 1964;
  /// no letter is edited twice).
  public static func distance(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first), Array(second))
    var before = [Int](repeating: 0, count: b.count + 1)
    var row = Array(0...b.count)
    for i in a.indices {
      var next = [i + 1]
      for j in b.indices {
        var least = min(row[j + 1] + 1, next[j] + 1, row[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          least = min(least, before[j - 1] + 1)
        }
        next.append(least)
      }
      before = row
      row = next
    }
    return row[b.count]
  }
}
