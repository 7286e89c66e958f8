/// Text from outside (names, imported logs, specs) made safe inside Markdown.
///
/// What goes in is shown as it is and never becomes markup: no link, no image, no HTML, no table
/// cell, no second line. Control and formatting characters, which can turn a line around or split
/// it, become spaces or go away.
public enum MarkdownText {
  /// Plain text within a line, such as the alternative text of an image.
  public static func plain(_ text: String) -> String {
    var result = ""
    let characters = Array(line(text))
    for (index, character) in characters.enumerated() {
      let isMarkup = "\\`*_[]<>&|~$!#{}".contains(character)
      // These start a list, a heading or a rule, but only as the first of a line.
      let isFirst = index == 0 && "-+=".contains(character)
      // With these a bare address would become a link.
      let rest = characters[(index + 1)...].prefix(2)
      let isLink =
        (character == ":" && rest.elementsEqual("//")) || character == "@"
        || (character == "." && String(characters[..<index].suffix(3)).lowercased() == "www")
      if isMarkup || isFirst || isLink { result += "\\" }
      result.append(character)
    }
    return result
  }

  /// A code span; `inTable` when it stands in a cell, where GitHub cuts the row at every bar, even
  /// inside code, unless it is escaped.
  public static func code(_ text: String, inTable: Bool = false) -> String {
    let content = line(text)
    if content.allSatisfy({ $0 == " " }) { return "*(no name)*" }
    // A backslash before the bar would escape the escape; a space between them keeps the row whole.
    let escaped =
      inTable
      ? content.replacing("\\|", with: "\\ |").replacing("|", with: "\\|") : content
    let fence = String(repeating: "`", count: longestRun(of: "`", in: escaped) + 1)
    let isPadded =
      escaped.hasPrefix("`") || escaped.hasSuffix("`")
      || (escaped.hasPrefix(" ") && escaped.hasSuffix(" "))
    return isPadded ? "\(fence) \(escaped) \(fence)" : fence + escaped + fence
  }

  /// A fenced block that `text` cannot end.
  public static func block(_ text: String, language: String = "") -> String {
    let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: text) + 1))
    return "\(fence)\(language)\n\(text)\n\(fence)"
  }

  /// A table; cells are Markdown, their bars and line ends must be escaped already.
  public static func table(_ header: [String], _ rows: [[String]]) -> String {
    let line = { (cells: [String]) in "| " + cells.joined(separator: " | ") + " |" }
    let rule = "|" + String(repeating: " --- |", count: header.count)
    return ([line(header), rule] + rows.map(line)).joined(separator: "\n")
  }

  /// `text` on one line, without characters that control how others are shown.
  static func line(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: result.unicodeScalars.append(" ")
      case .format, .surrogate, .privateUse, .unassigned: continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func longestRun(of wanted: Character, in text: String) -> Int {
    var (longest, run) = (0, 0)
    for character in text {
      run = character == wanted ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
