import CKernels

extension Execution {
  /// Whether all values of a parameter are finite, so that zeros times them are zeros.
  func isFinite(_ parameter: Parameter) -> Bool {
    let squares = choice.table(precision).pointee.sum_squares(
      weights.at(parameter.offset),
      Int64(parameter.storedCount)
    )
    return squares.isFinite
  }
}

extension dk_depthwise {
  /// What a call for all rows of outputs is for some of them.
  func part(_ part: Range<Int>, size: Int) -> dk_depthwise {
    var call = self
    let (first, stride) = (Int64(part.lowerBound), Int64(stride))
    call.rows = Int64(part.count)
    call.above = max(0, above - first * stride)
    call.below = max(0, below - (rows - Int64(part.upperBound)) * stride)
    call.in += Int(first * stride * in_row) * size
    call.out += Int(first * out_row) * size
    call.x = x.map { $0 + Int(first * x_row) * size }
    return call
  }

  /// Computes the outputs and asks meanwhile for what the round's streams will read.
  mutating func run(_ worker: Worker) {
    ahead = worker.readAhead?.take(
      Int(rows * width * channels) * worker.elementSize * Int(kernel) / 2
    )
    worker.kernels.pointee.depthwise(&self)
  }
}
