public import Search

extension CurvatureMeasured {
  /// What a self-check may differ by, relative: a hundred times what rounding in 32 bits does.
  static let tolerance = 1e-3

  /// Which self-check the Hessian fails and by how much; nil when all hold.
  ///
  /// Under a relaxation that ignores a constant added to a row, as softmax does, rows within an edge
  /// sum to zero without weight decay; and every Hessian is symmetric. No verdict rests on a
  /// measurement in doubt.
  public func doubt(under relaxation: any Relaxation) -> String? {
    if relaxation.ignoresConstants, gaugeDefect > Self.tolerance {
      return "rows within an edge sum to \(gaugeDefect) of the largest row instead of 0"
    }
    if let asymmetry, asymmetry > Self.tolerance {
      return "the matrix differs from its transpose by \(asymmetry) of its largest entry"
    }
    return nil
  }
}
