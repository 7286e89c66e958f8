import Foundation
import Probes
public import Records

/// One line of the catalog of runs.
public struct RunSummary: Sendable, Hashable, Codable {
  /// The name of its folder.
  public var name: String
  /// What kind of run it is, such as `search`.
  public var kind: String
  /// `finished`, `unfinished` or `damaged`.
  public var state: String
  /// The verdict of a search; null for other runs.
  public var verdict: String?
  /// The search space, as the spec says.
  public var space: String?
  /// The method, as the spec says.
  public var method: String?
  /// The data set, as the spec says.
  public var dataset: String?
  /// The seed, as the spec says.
  public var seed: Int?
  /// Epochs recorded of a search.
  public var epochs: Int?
  /// The last validation accuracy of a search, 0...1.
  public var validAccuracy: Double?
  /// Skip connections of a search's last normal cell.
  public var skips: Int?
  /// What is damaged; null when nothing is.
  public var problem: String?

  /// Reads a run's folder; what cannot be read is said, never thrown, so that one damaged run does not
  /// hide the others.
  public init(_ folder: RunFolder) {
    name = folder.name
    kind = "unknown"
    state = folder.isFinished ? "finished" : "unfinished"
    do {
      let record = try folder.read("spec.json")
      if case .string(let text)? = record["kind"] { kind = text }
      let spec = record["spec"] ?? .null
      space = spec["space"]?.plainText
      method = spec["method"]?.plainText
      dataset = spec["dataset"]?.plainText ?? spec["data"]?["dataset"]?.plainText
      if case .integer(let number)? = spec["seed"] { seed = number }
      guard kind == "search" || kind == "imported-search" else { return }
      let history = try HistoryReader.read(folder)
      verdict = CollapseJudge().judge(history).verdict.rawValue
      epochs = history.epochs.count
      validAccuracy = history.series { $0.validAccuracy }.values.last
      skips = history.epochs.last { $0.normal != nil }?.normal?.skips
    } catch {
      state = "damaged"
      problem = "\(error)"
    }
  }

  /// The line without the name.
  public var words: String {
    var parts = [kind, state]
    parts += [verdict, space, method, dataset].compactMap { $0 }
    if let seed { parts.append("seed \(seed)") }
    if let epochs { parts.append("\(epochs) epochs") }
    if let validAccuracy { parts.append("validation \(Numbers.percent(validAccuracy))") }
    if let skips { parts.append("\(skips) skips") }
    if let problem { parts.append(problem) }
    return parts.joined(separator: "  ")
  }

  /// Whether every word occurs in the line and every `key=value` holds.
  public func fits(_ query: [String]) -> Bool {
    let fields: [String: String?] = [
      "kind": kind, "state": state, "verdict": verdict, "space": space, "method": method,
      "dataset": dataset, "seed": seed.map { "\($0)" }, "name": name,
    ]
    return query.allSatisfy { word in
      let parts = word.split(separator: "=", maxSplits: 1).map { String($0) }
      if parts.count == 2, let field = fields[parts[0]] { return field == parts[1] }
      return "\(name) \(words)".lowercased().contains(word.lowercased())
    }
  }
}

extension JSONValue {
  fileprivate var plainText: String? {
    if case .string(let text) = self { text } else { nil }
  }
}
