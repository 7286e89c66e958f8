import CKernels

/// The products a separable convolution is made of, shared by gradients and their derivatives.
///
/// The gradient between the two halves has at stride 1 a border of zeros, so that the transpose of the
/// depthwise half is a gather.
extension SeparableConvolution {
  /// The scratch memory of the gradient between the halves.
  var hiddenGradient: BorderedImage {
    BorderedImage(
      use: .gradient,
      height: outputHeight,
      width: outputWidth,
      lanes: lanes,
      border: options.stride == 1 ? reach : 0
    )
  }
  /// Elements in a row of the hidden gradient.
  private var row: Int { hiddenGradient.row }
  /// Pixels around what `transposeTaps` gives.
  var inputPad: Int { options.stride == 1 ? 0 : reach }

  /// The hidden gradient's first pixel inside the border.
  private func inside(_ worker: Worker) -> UnsafeMutableRawPointer {
    worker.image(image) + hiddenGradient.first * worker.elementSize
  }

  /// The depthwise half with `out` as its output and `rectified` as its input.
  func depthwiseCall(
    _ source: Source,
    out: UnsafeMutableRawPointer,
    outRow: Int,
    rectified: UnsafeMutableRawPointer,
    weights: UnsafeMutableRawPointer,
    size: Int
  ) -> dk_depthwise {
    let padded = source.width + 2 * source.pad
    let first = (source.pad - reach) * (padded + 1) * source.channels
    let call = dk_depthwise(
      out: out,
      in: rectified + first * size,
      w: weights,
      x: nil,
      scale: nil,
      shift: nil,
      ahead: nil,
      out_row: Int64(outRow),
      out_ps: Int64(source.channels),
      in_row: Int64(padded * source.channels),
      in_ps: Int64(source.channels),
      w_ps: Int64(source.channels),
      x_row: 0,
      x_ps: 0,
      rows: Int64(outputHeight),
      width: Int64(outputWidth),
      channels: Int64(source.channels),
      above: 0,
      below: 0,
      kernel: Int32(options.kernel),
      stride: Int32(options.stride),
      dilation: Int32(options.dilation),
      flipped: 0,
      accumulate: 0,
      fetch: 0,
      sides: 0
    )
    return skipsBorder ? call.skippingBorder(reach, height: source.height) : call
  }

  /// Takes the output's gradient back through the pointwise half.
  func propagate(
    _ outer: UnsafeMutableRawPointer,
    _ transposed: UnsafeMutableRawPointer,
    to worker: Worker,
    accumulate: Bool
  ) {
    propagate(outer, rows: 0..<outputHeight, transposed, to: worker, accumulate: accumulate)
  }

  /// The same for some rows, the first of which is at `outer`.
  ///
  /// - Parameter ahead: what will be read next and may be brought closer meanwhile.
  func propagate(
    _ outer: UnsafeMutableRawPointer,
    rows: Range<Int>,
    _ transposed: UnsafeMutableRawPointer,
    to worker: Worker,
    accumulate: Bool,
    ahead: (UnsafeRawPointer?, UnsafeRawPointer?) = (nil, nil)
  ) {
    var back = dk_product(
      c: inside(worker) + rows.lowerBound * row * worker.elementSize,
      a: outer,
      b: UnsafeRawPointer(transposed + pointwise.offset * worker.elementSize),
      a_outer: nil,
      ahead: ahead,
      c_row: Int64(row),
      c_m: Int64(lanes),
      a_row: Int64(outputWidth * outputChannels),
      a_m: Int64(outputChannels),
      a_inner: 1,
      b_outer: 0,
      b_inner: Int64(lanes),
      rows: Int64(rows.count),
      m: Int64(outputWidth),
      n: Int64(lanes),
      outer: 1,
      inner: Int64(outputChannels),
      accumulate: accumulate ? 1 : 0
    )
    worker.kernels.pointee.product(&back)
  }

  /// Adds the gradient of the pointwise weights.
  func addPointwise(
    _ hidden: UnsafeMutableRawPointer,
    _ outer: UnsafeMutableRawPointer,
    to partial: UnsafeMutableRawPointer,
    _ worker: Worker
  ) {
    addPointwise(hidden, outer, rows: outputHeight, to: partial, worker)
  }

  /// The share of `rows` rows in the gradient of the pointwise weights; rows come in ascending order.
  func addPointwise(
    _ hidden: UnsafeMutableRawPointer,
    _ outer: UnsafeMutableRawPointer,
    rows: Int,
    to partial: UnsafeMutableRawPointer,
    _ worker: Worker
  ) {
    var product = Product.weightGradient(
      pixels: rows * outputWidth,
      input: hidden,
      inputLanes: lanes,
      gradient: outer,
      columns: outputChannels,
      to: partial
    )
    worker.kernels.pointee.product(&product)
  }

  /// Adds the gradient of the depthwise weights from the hidden gradient of `holder`.
  func addTaps(
    _ rectified: UnsafeMutableRawPointer,
    _ holder: Worker,
    to partial: UnsafeMutableRawPointer,
    _ worker: Worker
  ) {
    var taps = depthwiseCall(
      state.source,
      out: inside(holder),
      outRow: row,
      rectified: rectified,
      weights: partial,
      size: worker.elementSize
    )
    taps.accumulate = 1
    worker.kernels.pointee.depthwise_weights(&taps)
  }

  /// Takes the hidden gradient of `holder` back through the depthwise half into the `inputGradient`
  /// of `worker`, `inputPad` pixels on every side.
  func transposeTaps(
    _ holder: Worker,
    _ weights: UnsafeMutableRawPointer,
    to worker: Worker,
    accumulate: Bool
  ) -> UnsafeMutableRawPointer {
    let source = state.source
    let target = worker.area(.inputGradient)
    if options.stride == 1 {
      var transpose = transposeCall(holder, weights, to: target, pixelStride: lanes)
      transpose.accumulate = accumulate ? 1 : 0
      worker.kernels.pointee.depthwise(&transpose)
      return target
    }
    let padded = source.width + 2 * reach
    if !accumulate {
      target.initializeMemory(
        as: UInt8.self,
        repeating: 0,
        count: (source.height + 2 * reach) * padded * lanes * worker.elementSize
      )
    }
    var scatter = scatterCall(holder, weights, to: target)
    worker.kernels.pointee.depthwise_scatter(&scatter)
    return target
  }

  /// The transpose of the depthwise half at a stride, which adds to the image at `target`, `reach` pixels
  /// on every side.
  func scatterCall(
    _ holder: Worker,
    _ weights: UnsafeMutableRawPointer,
    to target: UnsafeMutableRawPointer
  ) -> dk_depthwise {
    var call = depthwiseCall(
      state.source,
      out: inside(holder),
      outRow: row,
      rectified: target,
      weights: weights + depthwise.offset * holder.elementSize,
      size: holder.elementSize
    )
    call.in = UnsafeRawPointer(target)
    call.in_row = Int64((state.source.width + 2 * reach) * lanes)
    call.accumulate = 1
    return call
  }

  /// The transpose of the depthwise half at stride 1, a gather with flipped taps, into the input's
  /// pixels at `target`.
  func transposeCall(
    _ holder: Worker,
    _ weights: UnsafeMutableRawPointer,
    to target: UnsafeMutableRawPointer,
    pixelStride: Int
  ) -> dk_depthwise {
    let source = state.source
    let call = dk_depthwise(
      out: target,
      in: holder.image(image),
      w: UnsafeRawPointer(weights + depthwise.offset * holder.elementSize),
      x: nil,
      scale: nil,
      shift: nil,
      ahead: nil,
      out_row: Int64(source.width * pixelStride),
      out_ps: Int64(pixelStride),
      in_row: Int64(row),
      in_ps: Int64(lanes),
      w_ps: Int64(lanes),
      x_row: 0,
      x_ps: 0,
      rows: Int64(source.height),
      width: Int64(source.width),
      channels: Int64(lanes),
      above: 0,
      below: 0,
      kernel: Int32(options.kernel),
      stride: 1,
      dilation: Int32(options.dilation),
      flipped: 1,
      accumulate: 0,
      fetch: 0,
      sides: 0
    )
    return skipsBorder ? call.skippingBorder(reach, height: outputHeight) : call
  }
}
