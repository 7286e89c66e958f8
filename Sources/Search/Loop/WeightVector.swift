import Engine

/// A copy of something laid out like the weights, in Float: a direction, or weights to come back to.
final class WeightVector {
  let bytes: UnsafeMutableRawBufferPointer

  /// Copies memory.
  init(_ other: UnsafeMutableRawBufferPointer) {
    bytes = .allocate(byteCount: other.count, alignment: 64)
    bytes.copyMemory(from: UnsafeRawBufferPointer(other))
  }

  /// Copies another vector.
  convenience init(_ other: WeightVector) {
    self.init(other.bytes)
  }

  deinit { bytes.deallocate() }

  /// Writes the copy over memory of the same size.
  func copy(to other: UnsafeMutableRawBufferPointer) {
    other.copyMemory(from: UnsafeRawBufferPointer(bytes))
  }

  private var numbers: UnsafeMutableBufferPointer<Float> { bytes.bindMemory(to: Float.self) }

  /// self *= factor.
  func scale(_ factor: Double) {
    let (numbers, factor) = (numbers, Float(factor))
    for index in numbers.indices { numbers[index] *= factor }
  }

  /// self += factor * other, one rounding each.
  func add(_ other: UnsafeMutableRawBufferPointer, times factor: Double) {
    let others = other.bindMemory(to: Float.self)
    let (numbers, factor) = (numbers, Float(factor))
    for index in numbers.indices {
      numbers[index] = numbers[index].addingProduct(factor, others[index])
    }
  }

  /// self += factor * other.
  func add(_ other: WeightVector, times factor: Double) {
    add(other.bytes, times: factor)
  }
}
