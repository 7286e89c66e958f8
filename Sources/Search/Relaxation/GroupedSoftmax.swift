/// Operations with weights and operations without compete separately: the group's share times a
/// softmax within the group.
///
/// A group's share is softmax over the groups of the mean alpha of its members, so that the groups
/// start even however many members they have (group-structured gates as in Zhou et al., "Theory-
/// Inspired Path-Regularized DARTS", NeurIPS 2020, section 4; partition of StacNAS, Li et al., 2019).
/// Deviation: no parameters beside alpha; the group's gate is the mean of its alphas.
public struct GroupedSoftmax: Relaxation {
  /// Creates the relaxation.
  public init() {}

  /// The name, `grouped-softmax`.
  public var id: String { "grouped-softmax" }
  /// What it computes.
  public var summary: String {
    "operations with and without weights compete separately (Zhou et al., 2020, section 4)"
  }

  private struct Parts {
    var groups: [[Int]]
    var shares: [Double]
    var inner: [[Double]]
  }

  private func parts(_ row: RelaxationRow) -> Parts {
    let groups = [false, true].map { kind in
      row.alpha.indices.filter { row.isParametric[$0] == kind }
    }.filter { !$0.isEmpty }
    let means = groups.map { group in
      group.reduce(0) { $0 + row.alpha[$1] } / Double(group.count)
    }
    return Parts(
      groups: groups,
      shares: SoftmaxMath.weights(means),
      inner: groups.map { group in SoftmaxMath.weights(group.map { row.alpha[$0] }) }
    )
  }

  /// share of the group times the softmax within it; sums to one.
  public func weights(_ row: RelaxationRow) -> [Double] {
    let parts = parts(row)
    var result = row.alpha
    for (group, members) in parts.groups.enumerated() {
      for (place, index) in members.enumerated() {
        result[index] = parts.shares[group] * parts.inner[group][place]
      }
    }
    return result
  }

  /// The chain rule through both softmaxes.
  public func pullback(_ row: RelaxationRow, _ gradient: [Double]) -> [Double] {
    let parts = parts(row)
    let ofShares = parts.groups.enumerated().map { group, members in
      members.enumerated().reduce(0) {
        $0 + parts.inner[group][$1.offset] * gradient[$1.element]
      }
    }
    let ofMeans = SoftmaxMath.pullback(parts.shares, ofShares)
    var result = gradient
    for (group, members) in parts.groups.enumerated() {
      let within = SoftmaxMath.pullback(parts.inner[group], members.map { gradient[$0] })
      for (place, index) in members.enumerated() {
        result[index] =
          parts.shares[group] * within[place] + ofMeans[group] / Double(members.count)
      }
    }
    return result
  }
}
