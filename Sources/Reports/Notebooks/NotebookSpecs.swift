import Records
import Search
import Yams

/// Reads specs of a notebook: the block, then settings over it, with every message at the place the
/// value was written.
enum NotebookSpecs {
  /// The spec of a block under `settings`.
  ///
  /// A block that names a method without its `choices` gets the choices of that method and its paper's
  /// training, as the command line does; what the block states stays.
  ///
  /// - Throws: `SpecError`.
  static func search(
    _ yaml: String,
    file: String,
    line: Int,
    settings: [FrontMatter.Setting]
  ) throws -> SearchSpec {
    let fields = try BlockFields(yaml, file: file, line: line, allowed: nil)
    var spec = try read(SearchSpec.self, yaml, file, settings)
    let statesChoices =
      fields.keys.contains("choices") || settings.contains { $0.path.hasPrefix("choices") }
    if !statesChoices, let named = MethodCatalog.method(spec.method) {
      var defaults = SearchSpec()
      named.apply(to: &defaults)
      spec = try read(SearchSpec.self, yaml, file, settings, over: defaults)
    }
    return spec
  }

  /// Any spec under settings.
  ///
  /// - Throws: `SpecError`; a problem with a setting points to it.
  static func read<Spec: RunSpecification>(
    _ type: Spec.Type,
    _ yaml: String,
    _ file: String,
    _ settings: [FrontMatter.Setting],
    over defaults: Spec = Spec()
  ) throws -> Spec {
    do {
      return try SpecReader.read(
        type,
        yaml: yaml,
        file: file,
        overrides: settings.map { "\($0.path)=\($0.value)" },
        over: defaults
      )
    } catch let error as SpecError {
      throw SpecError(
        error.problems.map { problem in
          let setting = settings.last { problem.place.hasPrefix("--set \($0.path)=") }
          guard let setting else { return problem }
          return SpecProblem(
            setting.place,
            expected: problem.expected,
            got: problem.got,
            remedy: problem.remedy
          )
        }
      )
    }
  }
}
