import Engine
import Records

/// How far two sets of results of one case are apart.
struct ParityComparison {
  /// One kind of result.
  struct Row {
    let name: String
    /// |ours - theirs| / |theirs| over all tensors of the kind taken as one vector.
    let error: Double
    /// The same for the tensor that is worst.
    let worst: Double
    let worstName: String
    let tensors: Int
    let tolerance: Double
    /// Not so for NaN.
    var isGood: Bool { error <= tolerance }
  }

  let rows: [Row]
  var isGood: Bool { !rows.isEmpty && rows.allSatisfy { $0.isGood } }

  /// The kinds in the order they are shown, with what is allowed in single and in double precision.
  private static let kinds: [(name: String, float: Double, double: Double)] = [
    ("loss", 1e-5, 1e-12), ("logits", 1e-5, 1e-11), ("gradient/alpha", 1e-5, 1e-10),
    ("gradient", 1e-5, 1e-10), ("product/alpha", 1e-4, 1e-9), ("mixed/alpha", 1e-3, 1e-9),
    ("mixed", 1e-3, 1e-6), ("curvature", 1e-3, 1e-6), ("unrolled/alpha", 1e-3, 1e-9),
    ("dominant", 1e-3, 1e-9), ("eigenvalues", 1e-3, 1e-9),
  ]

  /// Compares every result that `theirs` holds.
  ///
  /// - Throws: `ParityError` when one side lacks a result or has another number of them.
  init(ours: [String: [Double]], theirs: [String: [Double]], precision: Precision) throws {
    var theirs = theirs
    if let spectrum = theirs["eigenvalues"] { theirs["dominant"] = [spectrum.last ?? .nan] }
    for name in Set(ours.keys).symmetricDifference(theirs.keys).sorted() {
      throw ParityError.missing("the result '\(name)' on one side")
    }
    rows = try Self.kinds.compactMap { kind in
      let names = theirs.keys.filter { name in
        name == kind.name || (name.hasPrefix(kind.name + "/") && !name.hasSuffix("/alpha"))
      }.sorted()
      guard !names.isEmpty else { return nil }
      var sums = (difference: 0.0, size: 0.0)
      var worst = (name: "", error: 0.0)
      for name in names {
        guard let a = ours[name], let b = theirs[name], a.count == b.count else {
          throw ParityError.missing("as many numbers of '\(name)' on both sides")
        }
        let difference = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let size = b.reduce(0) { $0 + $1 * $1 }
        sums.difference += difference
        sums.size += size
        let error = difference == 0 ? 0 : (difference / size).squareRoot()
        if !(error <= worst.error) { worst = (name, error) }
      }
      return Row(
        name: kind.name,
        error: sums.difference == 0 ? 0 : (sums.difference / sums.size).squareRoot(),
        worst: worst.error,
        worstName: worst.name,
        tensors: names.count,
        tolerance: precision == .float ? kind.float : kind.double
      )
    }
  }

  /// For machines.
  var json: JSONValue {
    .array(
      rows.map {
        .object([
          "result": .string($0.name), "relativeError": .number($0.error),
          "worstTensorError": .number($0.worst), "worstTensor": .string($0.worstName),
          "tensors": .integer($0.tensors), "allowed": .number($0.tolerance), "ok": .bool($0.isGood),
        ])
      }
    )
  }
}
