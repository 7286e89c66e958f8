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

  /// Insertions, deletions and replacements between two words (Levenshtein, 1966).
  static func distance(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first), Array(second))
    var row = Array(0...b.count)
    for i in 0..<a.count {
      var diagonal = row[0]
      row[0] = i + 1
      for j in 0..<b.count {
        let old = row[j + 1]
        row[j + 1] = min(old + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0 : 1))
        diagonal = old
      }
    }
    return row[b.count]
  }
}
