import CKernels

/// Memory for numbers of one element type: aligned, zeroed, never moved, freed with its owner.
final class Buffer: @unchecked Sendable {
  /// The first byte.
  let base: UnsafeMutableRawPointer
  /// The number of elements.
  let count: Int
  /// Bytes of one element: 4 or 8.
  let elementSize: Int

  init(count: Int, elementSize: Int) {
    let bytes = max(1, count) * elementSize
    guard let memory = dk_memory_create(UInt64(bytes)) else {
      preconditionFailure("cannot allocate \(bytes) bytes for a tensor arena")
    }
    base = memory
    self.count = count
    self.elementSize = elementSize
  }

  deinit { dk_memory_destroy(base) }

  /// The address of an element.
  func at(_ index: Int) -> UnsafeMutableRawPointer { base + index * elementSize }

  /// All bytes.
  var bytes: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: base, count: count * elementSize)
  }

  func zero() { base.initializeMemory(as: UInt8.self, repeating: 0, count: count * elementSize) }

  /// An element widened to Double, or a Double rounded to the element type.
  subscript(index: Int) -> Double {
    get {
      precondition(index >= 0 && index < count, "element \(index) of a buffer of \(count)")
      return elementSize == 4
        ? Double(at(index).load(as: Float.self)) : at(index).load(as: Double.self)
    }
    set {
      precondition(index >= 0 && index < count, "element \(index) of a buffer of \(count)")
      if elementSize == 4 {
        at(index).storeBytes(of: Float(newValue), as: Float.self)
      } else {
        at(index).storeBytes(of: newValue, as: Double.self)
      }
    }
  }
}

extension UnsafeMutableRawPointer {
  /// Stores a Double rounded to an element of `size` bytes at element `index`.
  @inline(__always)
  func put(_ value: Double, at index: Int, size: Int) {
    if size == 4 {
      storeBytes(of: Float(value), toByteOffset: index * 4, as: Float.self)
    } else {
      storeBytes(of: value, toByteOffset: index * 8, as: Double.self)
    }
  }

  /// The element `index` of `size` bytes widened to Double.
  @inline(__always)
  func get(_ index: Int, size: Int) -> Double {
    size == 4
      ? Double(load(fromByteOffset: index * 4, as: Float.self))
      : load(fromByteOffset: index * 8, as: Double.self)
  }
}
