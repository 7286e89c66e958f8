import Networks
import Records
import Search

/// The named methods as `dartboard list methods` prints them.
enum MethodListing {
  /// Operations on an edge that the relative cost is given for: those of the DARTS space.
  private static var operations: Int { CellSpace.darts.operations.count }

  private static func cost(_ method: NamedMethod) -> Double {
    (method.method.relativeCost(operations: operations) * 100).rounded() / 100
  }

  /// One block for each method.
  static var text: String {
    let blocks = MethodCatalog.all.map { named in
      let differences = named.method.differences
      let axes = differences.isEmpty ? "the reference" : differences.joined(separator: ", ")
      return """
        \(named.id): \(named.summary)
          axes   \(axes)
          paper  \(named.paper)
          cures  \(named.cures)
          cost   \(cost(named)) of darts-v1
        """
    }
    let note =
      "Axes are those that differ from darts-v1. Cost is that of a step as measured with 8 operations an "
      + "edge; `dartboard bench methods` measures it here."
    return (blocks + [note]).joined(separator: "\n\n")
  }

  /// The same as a list of objects.
  static var json: JSONValue {
    .array(
      MethodCatalog.all.map { named in
        .object([
          "id": .string(named.id), "summary": .string(named.summary),
          "paper": .string(named.paper), "cures": .string(named.cures),
          "cost": .number(cost(named)),
          "axes": .object(
            Dictionary(
              uniqueKeysWithValues: named.method.axes.map { ($0.axis, .string($0.choice.id)) }
            )
          ),
          "regularizers": .array(
            named.method.regularizers.active.map { .string($0.id) }
          ),
        ])
      }
    )
  }
}
