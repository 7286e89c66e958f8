extension Execution {
  /// A parameter's numbers in memory laid out as `weightBytes` (weights, velocities), in logical order.
  ///
  /// - Precondition: `memory` has as many bytes as `weightBytes`.
  public func values(
    of parameter: Parameter,
    in memory: UnsafeMutableRawBufferPointer
  ) -> [Double] {
    guard let base = checked(memory) else { return [] }
    return parameter.storage().map { base.get($0, size: elementSize) }
  }

  /// Sets a parameter's numbers, given in logical order, in memory laid out as `weightBytes`.
  ///
  /// Padding is left as it is.
  ///
  /// - Precondition: `memory` has as many bytes as `weightBytes`, and there are `parameter.count` values.
  public func set(
    _ parameter: Parameter,
    to values: [Double],
    in memory: UnsafeMutableRawBufferPointer
  ) {
    precondition(
      values.count == parameter.count,
      "\(parameter.name) has \(parameter.count) values, got \(values.count)"
    )
    guard let base = checked(memory) else { return }
    for (place, value) in zip(parameter.storage(), values) {
      base.put(value, at: place, size: elementSize)
    }
  }

  private func checked(_ memory: UnsafeMutableRawBufferPointer) -> UnsafeMutableRawPointer? {
    precondition(
      memory.count == weights.bytes.count,
      "memory of \(weights.bytes.count) bytes expected, got \(memory.count)"
    )
    return memory.baseAddress
  }

  /// The running mean and variance of every normalization, in tape order, each as one stretch of memory
  /// [mean, variance][lane].
  public var runningMemory: [(name: String, numbers: UnsafeMutableBufferPointer<Double>)] {
    zip(tape.norms, norms).map { record, norm in
      (
        record.name,
        UnsafeMutableBufferPointer(start: norm.runningMean, count: 2 * norm.channels)
      )
    }
  }
}
