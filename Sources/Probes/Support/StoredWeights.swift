import Engine

/// Weights, gradients and products as vectors in Double, laid out like `Execution.weightBytes`
/// (padding lanes are zero in all of them).
enum StoredWeights {
  /// The numbers in memory of a precision.
  static func values(_ bytes: UnsafeMutableRawBufferPointer, _ precision: Precision) -> [Double] {
    switch precision {
    case .float: bytes.bindMemory(to: Float.self).map { Double($0) }
    case .double: Array(bytes.bindMemory(to: Double.self))
    }
  }

  /// Writes numbers, rounded to the precision.
  static func write(
    _ values: [Double],
    to bytes: UnsafeMutableRawBufferPointer,
    _ precision: Precision
  ) {
    switch precision {
    case .float:
      let target = bytes.bindMemory(to: Float.self)
      for (index, value) in values.enumerated() { target[index] = Float(value) }
    case .double:
      let target = bytes.bindMemory(to: Double.self)
      for (index, value) in values.enumerated() { target[index] = value }
    }
  }
}

extension Execution {
  /// All weights, as stored.
  var storedWeights: [Double] {
    get { StoredWeights.values(weightBytes, precision) }
    set { StoredWeights.write(newValue, to: weightBytes, precision) }
  }

  /// All weight gradients of the last backward pass, as stored.
  var storedGradient: [Double] { StoredWeights.values(weightGradientBytes, precision) }
}

extension HessianProduct {
  /// Sets the weight part of the direction from numbers as stored.
  func setWeights(_ values: [Double], _ precision: Precision) {
    var values = values
    switch precision {
    case .float:
      var rounded = values.map { Float($0) }
      rounded.withUnsafeMutableBytes { setWeightDirection(UnsafeRawBufferPointer($0)) }
    case .double:
      values.withUnsafeMutableBytes { setWeightDirection(UnsafeRawBufferPointer($0)) }
    }
  }

  /// The weight part of the last product, as stored.
  func weightProduct(_ precision: Precision) -> [Double] {
    StoredWeights.values(weightProductBytes, precision)
  }
}
