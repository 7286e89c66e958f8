import CKernels

extension Execution {
  /// The matrices of all parameters with rows and columns exchanged.
  func transpose(_ weights: Buffer, into transposed: Buffer) {
    pool.run(parameters.count) { index, _ in transpose(index, weights, into: transposed) }
  }

  func transpose(_ index: Int, _ weights: Buffer, into transposed: Buffer) {
    let parameter = parameters[index]
    guard parameter.kind == .convolution || parameter.kind == .linear else { return }
    let rows = parameter.rows?.padded ?? 1
    let columns = parameter.columns.padded
    for tap in 0..<parameter.taps {
      let start = parameter.offset + tap * rows * columns
      dk_transpose(
        transposed.at(start),
        weights.at(start),
        Int64(rows),
        Int64(columns),
        Int64(elementSize)
      )
    }
  }
}
