/// Names such as "c_{k-2}" with their subscripts in Unicode's subscript characters.
enum Subscript {
  private static let characters: [Character: Character] = [
    "0": "\u{2080}", "1": "\u{2081}", "2": "\u{2082}", "3": "\u{2083}", "4": "\u{2084}",
    "5": "\u{2085}", "6": "\u{2086}", "7": "\u{2087}", "8": "\u{2088}", "9": "\u{2089}",
    "+": "\u{208A}", "-": "\u{208B}", "k": "\u{2096}",
  ]

  /// `name` as drawn; a subscript with a character that has no small form stays as it is.
  static func drawn(_ name: String) -> String {
    guard let open = name.firstRange(of: "_{"), name.hasSuffix("}") else { return name }
    let inner = name[open.upperBound...].dropLast()
    let small = inner.compactMap { characters[$0] }
    return small.count == inner.count ? name[..<open.lowerBound] + String(small) : name
  }
}
