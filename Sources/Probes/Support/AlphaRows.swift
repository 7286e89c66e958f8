import Networks

extension AlphaRow {
  /// Places of the row's operations in the flat vector of alpha.
  var indices: [Int] { Array(range) }
}

extension AlphaLayout {
  /// The operations of all rows, each once, in the order of the first row that has them.
  var operationNames: [String] {
    var names: [String] = []
    for row in rows {
      for name in row.operations where !names.contains(name) { names.append(name) }
    }
    return names
  }
}

/// Whether an operation counts as parameter-free, as the literature on collapse counts; unknown names
/// do not.
func isParameterFree(_ operation: String) -> Bool {
  OperationCatalog.operation(operation).map { !$0.isParametric } ?? false
}
