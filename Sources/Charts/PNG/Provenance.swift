public import Foundation

/// Where a figure comes from, carried inside its PNG.
public struct Provenance: Sendable, Hashable, Codable {
  /// The figure's name in its notebook.
  public var figure: String
  /// The names of the runs whose records it shows, separated by spaces.
  public var runs: String
  /// The hash of the data it draws.
  public var data: String
  /// The version of the engine that made the data.
  public var engine: String

  /// Creates a provenance.
  public init(figure: String, runs: String, data: String, engine: String) {
    self.figure = figure
    self.runs = runs
    self.data = data
    self.engine = engine
  }

  /// Key and value of each text chunk in the order they are written.
  var entries: [(key: String, value: String)] {
    [
      ("dartboard:figure", figure), ("dartboard:runs", runs), ("dartboard:data", data),
      ("dartboard:engine", engine),
    ]
  }
}

/// Reads a figure's provenance back from its PNG.
public enum PNGProvenance {
  /// The provenance in `file`, or nil when the PNG carries none.
  ///
  /// A missing key reads as an empty string; the last of a repeated key wins.
  ///
  /// - Throws: `PNGError` when the file is no PNG, ends early, or a text chunk is damaged.
  public static func read(from file: Data) throws -> Provenance? {
    var values: [String: String] = [:]
    for (offset, chunk) in try PNGChunk.read(["iTXt", "tEXt"], from: file) {
      let (key, value) = try text(of: chunk, at: offset)
      if key.hasPrefix("dartboard:") { values[key] = value }
    }
    if values.isEmpty { return nil }
    return Provenance(
      figure: values["dartboard:figure", default: ""],
      runs: values["dartboard:runs", default: ""],
      data: values["dartboard:data", default: ""],
      engine: values["dartboard:engine", default: ""]
    )
  }

  private static func text(
    of chunk: PNGChunk,
    at offset: Int
  ) throws -> (key: String, value: String) {
    let malformed = PNGError.malformedText(chunk: chunk.type, offset: offset)
    var rest = chunk.payload[...]
    func field() throws -> ArraySlice<UInt8> {
      guard let end = rest.firstIndex(of: 0) else { throw malformed }
      defer { rest = rest[(end + 1)...] }
      return rest[..<end]
    }
    let key = String(decoding: try field(), as: UTF8.self)
    if chunk.type == "iTXt" {
      guard rest.count >= 2, let flag = rest.first else { throw malformed }
      // A compressed text is legal PNG but never ours.
      if flag != 0 { return ("", "") }
      rest = rest.dropFirst(2)
      _ = try field()
      _ = try field()
    }
    return (key, String(decoding: rest, as: UTF8.self))
  }
}
