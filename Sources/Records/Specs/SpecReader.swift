import Yams

/// Reads a spec from YAML (or JSON, which is YAML) laid over the defaults.
///
/// A key the defaults lack is an error with the nearest known key; so is a value of another type.
/// Every problem of a file is reported at once. A record's `spec.json` is read too.
public enum SpecReader {
  /// The longest file that is read, in bytes.
  public static let sizeLimit = 4 << 20

  /// Reads `yaml`; `file` names it in messages.
  ///
  /// Each override is `path=value`, applied in order
  /// after the file.
  ///
  /// - Throws: `SpecError` with every problem found.
  public static func read<Spec: RunSpecification>(
    _ type: Spec.Type,
    yaml: String,
    file: String,
    overrides: [String] = [],
    over defaults: Spec = Spec()
  ) throws -> Spec {
    var overlay = SpecOverlay(source: file, choices: Spec.choices)
    var tree = try CanonicalJSON.encode(defaults)
    if let node = try content(of: yaml, file: file, type) {
      tree = overlay.merge(node, over: tree)
    }
    for override in overrides { tree = overlay.apply(override: override, to: tree) }
    if !overlay.problems.isEmpty { throw SpecError(overlay.problems) }
    let spec = try decode(type, tree, file: file, places: overlay.places)
    let problems = spec.problems().map { problem in
      SpecProblem(
        located(problem.place, file: file, overlay.places),
        expected: problem.expected,
        got: problem.got,
        remedy: problem.remedy
      )
    }
    if !problems.isEmpty { throw SpecError(problems) }
    return spec
  }

  /// The kind of run a record states in its key `kind`; nil for a file that is laid over defaults.
  public static func kind(of yaml: String) -> String? {
    guard yaml.utf8.count <= sizeLimit, let mapping = (try? Yams.compose(yaml: yaml))?.mapping,
      mapping[Node("spec")] != nil
    else { return nil }
    return mapping[Node("kind")]?.scalar?.string
  }

  /// The node to lay over the defaults: the whole file, or the part `spec` of a record.
  private static func content<Spec: RunSpecification>(
    of yaml: String,
    file: String,
    _ type: Spec.Type
  ) throws -> Node? {
    guard yaml.utf8.count <= sizeLimit else {
      throw SpecError([
        SpecProblem(file, expected: "at most \(sizeLimit) bytes", got: "\(yaml.utf8.count)")
      ])
    }
    let node: Node?
    do {
      node = try Yams.compose(yaml: yaml)
    } catch {
      throw SpecError([SpecProblem(file, expected: "YAML", got: "\(error)")])
    }
    guard let node, let mapping = node.mapping,
      Set(mapping.keys.map { $0.scalar?.string }) == ["kind", "formatVersion", "spec"]
    else { return node }
    for (key, wanted) in [("kind", Spec.kind), ("formatVersion", String(Spec.formatVersion))] {
      guard let found = mapping[Node(key)], found.scalar?.string == wanted else {
        throw SpecError([
          SpecProblem(
            "\(file), \(key)",
            expected: wanted,
            got: "'\(mapping[Node(key)]?.scalar?.string ?? "another value")'",
            remedy: "this record is of another kind or version of run"
          )
        ])
      }
    }
    return mapping[Node("spec")]
  }

  /// Decodes the tree and refuses members that decoding did not use.
  private static func decode<Spec: RunSpecification>(
    _ type: Spec.Type,
    _ tree: JSONValue,
    file: String,
    places: [String: String]
  ) throws -> Spec {
    let spec: Spec
    do {
      spec = try CanonicalJSON.decode(type, from: tree)
    } catch let error as DecodingError {
      let context =
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
          .keyNotFound(_, let context), .dataCorrupted(let context):
          context
        @unknown default: DecodingError.Context(codingPath: [], debugDescription: "\(error)")
        }
      let place = located(context.codingPath.dotted, file: file, places)
      throw SpecError([
        SpecProblem(place, expected: "a readable value", got: context.debugDescription)
      ])
    }
    let unused = unusedMembers(of: tree, beside: try CanonicalJSON.encode(spec), path: [])
    guard unused.isEmpty else {
      throw SpecError(
        unused.map { path, known in
          SpecProblem(
            located(path.joined(separator: "."), file: file, places),
            expected: "one of the keys \(known.joined(separator: ", "))",
            got: "'\(path.last ?? "")'",
            remedy: Spelling.suggestion(path.last ?? "", in: known)
          )
        }
      )
    }
    return spec
  }

  /// Members of `tree` that `used` lacks, with the members that `used` has there.
  private static func unusedMembers(
    of tree: JSONValue,
    beside used: JSONValue,
    path: [String]
  ) -> [([String], [String])] {
    switch (tree, used) {
    case (.object(let members), .object(let known)):
      return members.sorted { $0.key < $1.key }.flatMap { key, value in
        guard let other = known[key] else { return [(path + [key], known.keys.sorted())] }
        return unusedMembers(of: value, beside: other, path: path + [key])
      }
    case (.array(let items), .array(let others)):
      return zip(items, others).enumerated().flatMap { index, pair in
        unusedMembers(of: pair.0, beside: pair.1, path: path + [String(index)])
      }
    default: return []
    }
  }

  /// The place the user wrote the value of `path` or of the nearest part above it.
  private static func located(
    _ path: String,
    file: String,
    _ places: [String: String]
  ) -> String {
    if let place = places[path] { return place }
    return "\(file), \(path.isEmpty ? "top level" : path)"
  }
}
