import Networks

extension HypergradientMeasured.Estimate {
  /// Compares an estimate with the truth.
  ///
  /// - Parameter rows: the decisions of alpha, whose means mean nothing and are removed.
  init(
    _ name: String,
    at point: String,
    _ gradient: [Double],
    truth: [Double],
    rows: [AlphaRow],
    products: Int
  ) {
    let places = rows.map { $0.indices }
    let one = GradientComparison.centred(gradient, rows: places)
    let other = GradientComparison.centred(truth, rows: places)
    var names: [String] = []
    var members: [String: [Int]] = [:]
    for row in rows {
      for (operation, index) in zip(row.operations, row.indices) {
        if members[operation] == nil { names.append(operation) }
        members[operation, default: []].append(index)
      }
    }
    let skips = members["skip_connect"] ?? []
    let others = names.filter { $0 != "skip_connect" }.flatMap { members[$0] ?? [] }
    let operations = names.map { name -> HypergradientMeasured.Operation in
      let own = members[name] ?? []
      let comparison = GradientComparison(own.map { one[$0] }, own.map { other[$0] })
      return HypergradientMeasured.Operation(
        name: name,
        cosine: comparison.cosine,
        normRatio: comparison.normRatio,
        signs: comparison.signAgreement
      )
    }
    let size = other.reduce(0) { $0 + abs($1) } / Double(max(1, other.count))
    let bias = skips.reduce(0) { $0 + one[$1] - other[$1] } / Double(max(1, skips.count))
    self.init(
      name: name,
      point: point,
      comparison: GradientComparison(gradient, truth, rows: places),
      skipSigns: GradientComparison.signs(one, other, skips),
      otherSigns: GradientComparison.signs(one, other, others),
      operations: operations,
      skipBias: skips.isEmpty ? .nan : bias / size,
      products: products
    )
  }
}
