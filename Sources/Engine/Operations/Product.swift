import CKernels

/// The matrix products that several operations share.
enum Product {
  /// out[pixel][column] = sum over lanes of input[pixel][lane] * weights[lane][column].
  static func pixels(
    _ count: Int,
    from input: UnsafeMutableRawPointer,
    inner: Int,
    weights: UnsafeMutableRawPointer,
    to output: UnsafeMutableRawPointer,
    columns: Int
  ) -> dk_product {
    dk_product(
      c: output,
      a: input,
      b: weights,
      a_outer: nil,
      ahead: (nil, nil),
      c_row: 0,
      c_m: Int64(columns),
      a_row: 0,
      a_m: Int64(inner),
      a_inner: 1,
      b_outer: 0,
      b_inner: Int64(columns),
      rows: 1,
      m: Int64(count),
      n: Int64(columns),
      outer: 1,
      inner: Int64(inner),
      accumulate: 0
    )
  }

  /// out[lane][column] += sum over pixels of input[pixel][lane] * gradient[pixel][column].
  static func weightGradient(
    pixels: Int,
    input: UnsafeMutableRawPointer,
    inputLanes: Int,
    gradient: UnsafeMutableRawPointer,
    columns: Int,
    to output: UnsafeMutableRawPointer
  ) -> dk_product {
    dk_product(
      c: output,
      a: input,
      b: gradient,
      a_outer: nil,
      ahead: (nil, nil),
      c_row: 0,
      c_m: Int64(columns),
      a_row: 0,
      a_m: 1,
      a_inner: Int64(inputLanes),
      b_outer: 0,
      b_inner: Int64(columns),
      rows: 1,
      m: Int64(inputLanes),
      n: Int64(columns),
      outer: 1,
      inner: Int64(pixels),
      accumulate: 1
    )
  }
}
