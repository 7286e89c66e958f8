/// Where two specs differ.
public enum SpecDifference {
  /// The fields that differ, as `path: one and other`, in the order of their paths; the names of the runs
  /// are left out, as they reach no number.
  public static func fields(_ first: JSONValue, _ second: JSONValue) -> [String] {
    compare(first, second, "").filter { !$0.hasPrefix("spec.name: ") }
      .map { $0.hasPrefix("spec.") ? String($0.dropFirst(5)) : $0 }
  }

  private static func compare(
    _ first: JSONValue?,
    _ second: JSONValue?,
    _ path: String
  ) -> [String] {
    if first == second { return [] }
    guard case .object(let one)? = first, case .object(let two)? = second else {
      return ["\(path): \(first?.text ?? "not stated") and \(second?.text ?? "not stated")"]
    }
    return Set(one.keys).union(two.keys).sorted().flatMap { key in
      compare(one[key], two[key], path.isEmpty ? key : "\(path).\(key)")
    }
  }
}
