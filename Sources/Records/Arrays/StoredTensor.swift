public import Foundation

/// The number formats that are stored.
public enum ElementType: String, Sendable, Hashable, CaseIterable {
  /// 32-bit floating point.
  case float32 = "F32"
  /// 64-bit floating point.
  case float64 = "F64"
  /// 32-bit signed integers.
  case int32 = "I32"
  /// 64-bit signed integers.
  case int64 = "I64"
  /// Bytes.
  case uint8 = "U8"

  /// Bytes of one element.
  public var size: Int {
    switch self {
    case .float32, .int32: 4
    case .float64, .int64: 8
    case .uint8: 1
    }
  }
}

/// A Swift number that is stored as one of the element types.
public protocol StoredElement: BitwiseCopyable, Sendable {
  /// How it is stored.
  static var elementType: ElementType { get }
}

extension Float: StoredElement {
  /// Stored as F32.
  public static var elementType: ElementType { .float32 }
}
extension Double: StoredElement {
  /// Stored as F64.
  public static var elementType: ElementType { .float64 }
}
extension Int32: StoredElement {
  /// Stored as I32.
  public static var elementType: ElementType { .int32 }
}
extension Int64: StoredElement {
  /// Stored as I64.
  public static var elementType: ElementType { .int64 }
}
extension UInt8: StoredElement {
  /// Stored as U8.
  public static var elementType: ElementType { .uint8 }
}

/// A tensor as bytes: little-endian elements in C order (last axis fastest).
public struct StoredTensor: Sendable, Hashable {
  /// The format of an element.
  public let type: ElementType
  /// The extent of every axis; empty for a single number.
  public let shape: [Int]
  /// `count * type.size` bytes.
  public let bytes: Data

  /// Stores numbers.
  ///
  /// - Precondition: `values.count` is the product of `shape`.
  public init<Element: StoredElement>(_ values: [Element], shape: [Int]) {
    self.init(bytes: values.withUnsafeBytes { Data($0) }, type: Element.elementType, shape: shape)
  }

  /// Stores a list of numbers.
  public init<Element: StoredElement>(_ values: [Element]) {
    self.init(values, shape: [values.count])
  }

  /// Stores numbers in memory, copied.
  ///
  /// - Precondition: `values.count` is the product of `shape`.
  public init<Element: StoredElement>(copying values: UnsafeBufferPointer<Element>, shape: [Int]) {
    self.init(
      bytes: Data(UnsafeRawBufferPointer(values)),
      type: Element.elementType,
      shape: shape
    )
  }

  /// Takes bytes as they are.
  ///
  /// - Precondition: the number of bytes is the product of `shape` times the size of an element.
  public init(bytes: Data, type: ElementType, shape: [Int]) {
    let count = Self.count(shape)
    precondition(
      count.map { $0.multipliedReportingOverflow(by: type.size) }.map {
        !$0.overflow && $0.partialValue == bytes.count
      } ?? false,
      "a tensor of shape \(shape) in \(type.rawValue) cannot hold \(bytes.count) bytes"
    )
    self.type = type
    self.shape = shape
    self.bytes = bytes
  }

  /// The number of elements.
  public var count: Int { bytes.count / type.size }

  /// The elements, or nil when they are of another type.
  public func values<Element: StoredElement>(as type: Element.Type = Element.self) -> [Element]? {
    guard Element.elementType == self.type else { return nil }
    return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      // Bytes are copied, as Data may start at any address.
      initialized = bytes.copyBytes(to: buffer) / self.type.size
    }
  }

  /// The product of a shape, or nil when an extent is negative or the product is beyond 64 bits.
  static func count(_ shape: [Int]) -> Int? {
    var result = 1
    // An extent of zero makes the product zero whatever the others are.
    guard shape.allSatisfy({ $0 >= 0 }) else { return nil }
    if shape.contains(0) { return 0 }
    for extent in shape {
      let (product, isTooLarge) = result.multipliedReportingOverflow(by: extent)
      guard !isTooLarge else { return nil }
      result = product
    }
    return result
  }
}
