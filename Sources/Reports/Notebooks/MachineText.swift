/// Marks around text of a report that differs between machines, such as the kernels a processor runs.
///
/// They are comments: readers of the page do not see them, and comparisons leave out what stands
/// between them.
enum MachineText {
  static let begin = "<!-- of one machine -->"
  static let end = "<!-- end -->"

  /// `markdown` without what stands between the marks.
  static func removed(from markdown: String) -> String {
    var result = ""
    var rest = markdown[...]
    while let open = rest.firstRange(of: begin),
      let close = rest[open.upperBound...].firstRange(of: end)
    {
      result += rest[..<open.upperBound]
      rest = rest[close.lowerBound...]
    }
    return result + rest
  }
}
