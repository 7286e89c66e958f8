/// Names of files and folders made from names of runs.
public enum FileName {
  /// `name` as one component of a path: letters, digits, `-`, `_`, `.` of ASCII, a letter or digit
  /// first, at most 100 characters; anything else becomes `-`.
  ///
  /// A name of dots, slashes or nothing cannot lead out of the folder it is put in.
  public static func safe(_ name: String) -> String {
    let kept = name.unicodeScalars.prefix(100).map { scalar -> Character in
      let isPlain =
        scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
          || "-_.".unicodeScalars.contains(scalar))
      return isPlain ? Character(scalar) : "-"
    }
    let start = kept.firstIndex { $0.isLetter || $0.isNumber }
    return start.map { String(kept[$0...]) } ?? "run"
  }
}
