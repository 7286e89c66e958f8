import Charts
import Foundation
import Networks
import Probes
import Records
public import Search
import Training

/// A Markdown file that is an experiment: front matter, prose with values inside, the runs it needs
/// (`run`, `sweep`, `train`, `lookup`) and what it shows (`chart`, `show`, `table`, `verdict`, `detector`); fenced
/// blocks hold YAML.
public struct Notebook: Sendable {
  /// A piece of the file.
  public enum Piece: Sendable {
    /// Markdown with values inside.
    case prose(Prose)
    /// A search the notebook needs.
    case run(SearchSpec)
    /// A grid of searches.
    case sweep(Sweep)
    /// Architectures of searches above, trained alone.
    case train(TrainBlock)
    /// Architectures of searches above, looked up in a table of true accuracies.
    case lookup(LookupBlock)
    /// Detectors of collapse, scored on a table of published searches.
    case detector(DetectorBlock)
    /// A chart, a table or a verdict.
    case show(ShowBlock)
  }

  /// The file's name without extension; reports go to a folder of that name.
  public let name: String
  /// Title, budget and profiles.
  public let front: FrontMatter
  /// The profile it was read under.
  public let profile: String
  /// Its pieces in order.
  public let pieces: [Piece]

  /// The folder of its report: the name, and a folder in it for a profile that is not its own.
  public var reportName: String {
    isOwnProfile ? name : "\(name)/\(profile)"
  }

  /// Whether it is prose alone.
  public var isProse: Bool {
    pieces.allSatisfy { if case .prose = $0 { true } else { false } }
  }

  /// Whether it was read under the profile that its front matter says.
  public var isOwnProfile: Bool { profile == front.profile }

  /// Reads a notebook under a profile, or under its own.
  ///
  /// - Throws: `NotebookError`, `SpecError` with file, line and column of every problem of a block.
  public init(path: String, profile: String? = nil) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw NotebookError.unreadable(path: path)
    }
    let name = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    try self.init(
      String(decoding: data, as: UTF8.self),
      path: path,
      name: name,
      profile: profile
    )
  }

  /// Reads the text of a notebook.
  ///
  /// - Throws: as `init(path:profile:)`.
  public init(_ text: String, path: String, name: String, profile: String? = nil) throws {
    if let problem = RunName.problems(name).first {
      throw NotebookError.name(path: path, expected: problem.expected)
    }
    self.name = name
    let source = try NotebookSource(text, path: path)
    front = try FrontMatter(source, name: name)
    self.profile = profile ?? front.profile
    try front.require(self.profile, path: path)
    let settings = front.profiles[self.profile] ?? []
    let grids = settings.filter { $0.path.hasPrefix("grid.") }
    let searches = settings.filter {
      !$0.path.hasPrefix("training.") && !$0.path.hasPrefix("grid.")
    }
    let trainings = settings.filter { $0.path.hasPrefix("training.") }
    var names = NotebookNames()
    var pieces: [Piece] = []
    for part in source.parts {
      switch part {
      case .prose(let lines, let first):
        let prose = try Prose(lines, firstLine: first, file: path, names: names.arms)
        pieces.append(.prose(prose))
      case .block(let block):
        switch block.kind {
        case "run":
          let spec = try NotebookSpecs.search(
            block.yaml,
            file: path,
            line: block.line,
            settings: searches
          )
          try names.add(spec.name, at: "\(path):\(block.line):1, name")
          pieces.append(.run(spec))
        case "sweep":
          let sweep = try Sweep(block, file: path, profile: searches, grids: grids)
          try names.add(sweep, at: "\(path):\(block.line):1, name")
          pieces.append(.sweep(sweep))
        case "train":
          let train = try NotebookSpecs.read(TrainBlock.self, block.yaml, path, trainings)
          try names.check(train.of, at: "\(path):\(block.line):1, of")
          pieces.append(.train(train))
        case "lookup":
          let lookup = try LookupBlock(block, file: path)
          try names.check(lookup.of, at: lookup.place)
          pieces.append(.lookup(lookup))
        case "detector":
          pieces.append(.detector(try DetectorBlock(block, file: path)))
        default:
          let show = try ShowBlock(block, file: path)
          try names.check(show)
          pieces.append(.show(show))
        }
      }
    }
    self.pieces = pieces
    try Self.check(grids, pieces)
  }

  /// Refuses lists of a profile for keys that no sweep varies.
  private static func check(_ grids: [FrontMatter.Setting], _ pieces: [Piece]) throws {
    let known = pieces.flatMap { piece -> [String] in
      if case .sweep(let sweep) = piece { sweep.keys.map { "grid.\($0)" } } else { [] }
    }
    let unknown = grids.filter { !known.contains($0.path) }
    guard unknown.isEmpty else {
      throw SpecError(
        unknown.map {
          SpecProblem(
            $0.place,
            expected: known.isEmpty
              ? "no grid, as there is no sweep" : "one of \(known.joined(separator: ", "))",
            got: "'\($0.path)'",
            remedy: Spelling.suggestion($0.path, in: known)
          )
        }
      )
    }
  }

  /// Every search of the notebook in order.
  public var searches: [SearchSpec] {
    pieces.flatMap { piece -> [SearchSpec] in
      switch piece {
      case .run(let spec): [spec]
      case .sweep(let sweep): sweep.members.map(\.spec)
      default: []
      }
    }
  }
}
