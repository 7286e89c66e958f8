import Engine

/// The operations of a row of alpha recorded side by side, each behind its gate (DARTS, equation 2).
struct MixedOperation {
  let tape: Tape
  let layout: AlphaLayout

  /// The terms of a row; the site's name is continued by that of the operation.
  ///
  /// - Precondition: the catalogue has every operation of the row.
  func terms(_ x: Value, row index: Int, at site: OperationSite) -> [Term] {
    let row = layout.rows[index]
    return row.operations.enumerated().flatMap { position, id -> [Term] in
      guard let operation = OperationCatalog.operation(id) else {
        preconditionFailure("\(row.id) names the unknown operation \(id)")
      }
      let gate = row.offset + position
      tape.currentGate = gate
      defer { tape.currentGate = nil }
      var own = site
      own.name += "." + id
      return operation.summands(on: tape, x, at: own).map { Term($0, gate: gate) }
    }
  }
}
