/// A text as drawn: its box on the canvas, what was drawn and what was meant.
public struct TextBox: Sendable, Hashable {
  /// The box of the text in points.
  public let box: Rect
  /// The characters drawn, possibly shortened with an ellipsis.
  public let drawn: String
  /// The characters meant.
  public let full: String
}

/// A region covered by marks, such as a plot, a node or a bar.
public struct MarkRegion: Sendable, Hashable {
  /// The bounding box of the marks in points.
  public let box: Rect
  /// What is drawn there.
  public let name: String
  /// Whether text of others must stay out of it.
  public let isObstacle: Bool
}

/// Something in a drawn figure that a reader would see as broken.
public enum LayoutProblem: Sendable, Hashable, CustomStringConvertible {
  /// Two texts are drawn over each other.
  case overlap(TextBox, TextBox)
  /// A text leaves the canvas.
  case clippedText(TextBox, canvas: Rect)
  /// A mark region leaves the canvas.
  case clippedMarks(MarkRegion, canvas: Rect)
  /// A text lies partly on a mark that is not its own.
  case covered(TextBox, MarkRegion)

  /// What is wrong and where, in points from the top-left corner.
  public var description: String {
    switch self {
    case .overlap(let first, let second):
      "text \"\(first.drawn)\" at \(first.box) overlaps text \"\(second.drawn)\" at \(second.box)"
    case .clippedText(let text, let canvas):
      "text \"\(text.drawn)\" at \(text.box) leaves the canvas \(canvas)"
    case .clippedMarks(let marks, let canvas):
      "marks \"\(marks.name)\" at \(marks.box) leave the canvas \(canvas)"
    case .covered(let text, let marks):
      "text \"\(text.drawn)\" at \(text.box) lies on the edge of \"\(marks.name)\" at \(marks.box)"
    }
  }
}

/// Where every text and mark of a drawn figure is.
public struct LayoutReport: Sendable, Hashable {
  /// The whole canvas in points.
  public let canvas: Rect
  /// Every text in drawing order.
  public internal(set) var texts: [TextBox] = []
  /// Every mark region in drawing order.
  public internal(set) var marks: [MarkRegion] = []
  /// Texts and parts that found no room and were left out, in drawing order.
  public internal(set) var omitted: [String] = []

  init(canvas: Rect) {
    self.canvas = canvas
  }

  /// Overlapping or clipped texts and marks; empty for a well laid out figure.
  ///
  /// - Complexity: O(n log n + pairs of boxes that share a column).
  public var problems: [LayoutProblem] {
    var found: [LayoutProblem] = []
    for text in texts where !canvas.contains(text.box) {
      found.append(.clippedText(text, canvas: canvas))
    }
    for region in marks where !canvas.contains(region.box) {
      found.append(.clippedMarks(region, canvas: canvas))
    }
    let order = texts.indices.sorted {
      (texts[$0].box.left, $0) < (texts[$1].box.left, $1)
    }
    for (rank, index) in order.enumerated() {
      let box = texts[index].box
      for other in order[(rank + 1)...] {
        if texts[other].box.left >= box.right { break }
        if box.overlaps(texts[other].box) { found.append(.overlap(texts[index], texts[other])) }
      }
    }
    // A text wholly inside an obstacle is that obstacle's own label.
    for region in marks where region.isObstacle {
      for text in texts
      where text.box.overlaps(region.box) && !region.box.contains(text.box) {
        found.append(.covered(text, region))
      }
    }
    return found
  }
}
