import CKernels

extension dk_depthwise {
  /// The call for an input of `height` rows in a border of `reach` pixels, without the taps that meet only
  /// the border's zeros.
  ///
  /// - Precondition: the weights are finite.
  func skippingBorder(_ reach: Int, height: Int) -> dk_depthwise {
    var call = self
    call.above = Int64(reach)
    call.below = max(0, (rows - 1) * Int64(stride) + Int64(reach + 1 - height))
    call.sides = stride == 1 ? 1 : 0
    return call
  }

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

  /// Computes the outputs and asks meanwhile for what the round's streams will read, or where nothing is
  /// to come for the lines from `target` on, which are written next: a store waits for its line too.
  mutating func run(_ worker: Worker, before target: UnsafeMutableRawPointer? = nil) {
    let bytes = Int(rows * width * channels) * worker.elementSize * Int(kernel) / 2
    ahead = worker.readAhead?.take(bytes) ?? target.map { UnsafeRawPointer($0) }
    worker.kernels.pointee.depthwise(&self)
  }
}
