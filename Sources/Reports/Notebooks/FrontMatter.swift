import Foundation
import Records
import Yams

/// What stands between the two lines of three dashes at the top of a notebook.
public struct FrontMatter: Sendable {
  /// The title of the report; the file's name without one.
  public var title: String
  /// How long running everything may take, in seconds; nil for no limit.
  ///
  /// Running longer is reported and stops nothing.
  public var budget: Double?
  /// The profile that is meant unless the command line names another.
  public var profile: String
  /// The settings a profile lays over every run, as `path=value`, each with its place in the file.
  public var profiles: [String: [Setting]]

  /// One setting of a profile.
  public struct Setting: Sendable, Hashable {
    /// The dotted path in a spec.
    public let path: String
    /// The value in YAML.
    public let value: String
    /// Where it was written.
    public let place: String
  }

  /// Every notebook may be run under these.
  static let known = ["quick", "full"]

  /// Front matter that says nothing.
  init(title: String) {
    self.title = title
    profile = "full"
    profiles = [:]
  }

  /// Reads it.
  ///
  /// - Throws: `SpecError`.
  init(_ source: NotebookSource, name: String) throws {
    self.init(title: name)
    guard let yaml = source.frontMatter else { return }
    let fields = try BlockFields(
      yaml,
      file: source.path,
      line: 1,
      allowed: ["title", "budget", "profile", "profiles"]
    )
    title = try fields.text("title") ?? name
    if let text = try fields.text("budget") {
      guard let seconds = Self.seconds(text) else {
        throw fields.problem(
          "budget",
          expected: "a time such as 90 seconds, 10 minutes or 2 hours",
          got: "'\(text)'"
        )
      }
      budget = seconds
    }
    profile = try fields.choice("profile", of: Self.known) ?? "full"
    guard let node = fields.node("profiles") else { return }
    guard let mapping = node.mapping else {
      throw fields.problem("profiles", expected: "quick and full with settings", got: "'\(node)'")
    }
    for (key, settings) in mapping {
      let name = key.string ?? ""
      guard Self.known.contains(name), let values = settings.mapping else {
        throw fields.problem(
          "profiles",
          expected: "quick or full, each with settings such as epochs: 2",
          got: "'\(name)'"
        )
      }
      profiles[name] = Self.settings(Node.mapping(values), [], source.path)
    }
  }

  /// Whether a notebook can be run under a profile: its own, or one with settings.
  public func offers(_ profile: String) -> Bool {
    profile == self.profile || profiles[profile] != nil
  }

  /// Requires a profile to be offered: one that changes nothing would be the same experiment twice.
  func require(_ profile: String, path: String) throws {
    guard !offers(profile) else { return }
    throw SpecError([
      SpecProblem(
        "\(path):1:1, profiles",
        expected: "settings for \(profile), such as \(profile): {epochs: 2}",
        got: "none",
        remedy: "its own profile is \(self.profile)"
      )
    ])
  }

  /// The leaves of a tree of settings.
  static func settings(_ node: Node, _ path: [String], _ file: String) -> [Setting] {
    if let mapping = node.mapping, !mapping.isEmpty {
      return mapping.flatMap { settings($0.value, path + [$0.key.string ?? ""], file) }
    }
    let mark = node.mark.map { ":\($0.line):\($0.column)" } ?? ""
    let path = path.joined(separator: ".")
    return [Setting(path: path, value: Sweep.inline(node), place: "\(file)\(mark), \(path)")]
  }

  /// "10 minutes" in seconds.
  static func seconds(_ text: String) -> Double? {
    let parts = text.split(separator: " ")
    guard parts.count == 2, let value = Double(parts[0]), value > 0, value.isFinite else {
      return nil
    }
    switch parts[1] {
    case "second", "seconds", "s": return value
    case "minute", "minutes", "min": return 60 * value
    case "hour", "hours", "h": return 3600 * value
    default: return nil
    }
  }
}
