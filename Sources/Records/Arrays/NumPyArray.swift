public import Foundation

/// NumPy's `.npy` format, versions 1.0 to 3.0 (NumPy Enhancement Proposal 1).
public enum NumPyArray {
  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  /// The file of a tensor: version 1.0, little-endian, C order.
  public static func data(_ tensor: StoredTensor) -> Data {
    let extents = tensor.shape.map { "\($0)," }.joined(separator: " ")
    let description = description(of: tensor.type)
    var header = "{'descr': '\(description)', 'fortran_order': False, 'shape': (\(extents)), }"
    // Preamble and header together fill a multiple of 64 bytes.
    header += String(repeating: " ", count: 63 - (header.utf8.count + 10) % 64) + "\n"
    precondition(
      header.utf8.count <= UInt16.max,
      "a shape of \(tensor.shape.count) axes is too long"
    )
    var result = Data(magic + [1, 0])
    result.append(littleEndian: UInt16(header.utf8.count))
    result.append(contentsOf: header.utf8)
    result.append(tensor.bytes)
    return result
  }

  /// Reads a file; an array in Fortran order is brought into C order.
  ///
  /// - Throws: `ArrayFileError` for another format, an element type that is not stored here, or a size
  ///   that disagrees with the shape.
  public static func tensor(_ data: Data, name: String = "array") throws(ArrayFileError)
    -> StoredTensor
  {
    var reader = ByteReader([UInt8](data))
    func error(_ place: String, _ expected: String, _ got: String) -> ArrayFileError {
      ArrayFileError(format: "npy", place: "'\(name)', \(place)", expected: expected, got: got)
    }
    guard let start = reader.take(6), Array(start) == magic else {
      throw error("byte 0", "the mark \\x93NUMPY", "other bytes")
    }
    guard let version = reader.next(UInt8.self), (1...3).contains(version),
      reader.next(UInt8.self) == 0
    else { throw error("byte 6", "format version 1.0, 2.0 or 3.0", "another") }
    let length =
      version == 1 ? reader.next(UInt16.self).map(Int.init) : reader.next(UInt32.self).map(Int.init)
    guard let length, let text = reader.take(length) else {
      throw error("byte 8", "a header within the file", "\(length ?? 0) bytes")
    }
    var parser = NumPyHeader(String(decoding: text, as: UTF8.self))
    guard let header = parser.parse() else {
      throw error(
        "the header",
        "a dictionary of descr, fortran_order and shape",
        "'\(String(decoding: text.prefix(80), as: UTF8.self))'"
      )
    }
    guard let type = ElementType.allCases.first(where: { description(of: $0) == header.type })
    else {
      throw error(
        "descr",
        ElementType.allCases.map { description(of: $0) }.joined(separator: ", "),
        "'\(header.type)'"
      )
    }
    guard let count = StoredTensor.count(header.shape) else {
      throw error("shape", "extents from 0 whose product fits", "\(header.shape)")
    }
    guard reader.left % type.size == 0, reader.left / type.size == count else {
      throw error("the data", "\(count) elements of \(type.size) bytes", "\(reader.left) bytes")
    }
    let bytes = reader.take(reader.left) ?? []
    return StoredTensor(
      bytes: header.isFortran
        ? inCOrder(bytes, shape: header.shape, size: type.size) : Data(bytes),
      type: type,
      shape: header.shape
    )
  }

  private static func description(of type: ElementType) -> String {
    switch type {
    case .float32: "<f4"
    case .float64: "<f8"
    case .int32: "<i4"
    case .int64: "<i8"
    case .uint8: "|u1"
    }
  }

  /// Moves elements from first axis fastest to last axis fastest.
  private static func inCOrder(_ bytes: ArraySlice<UInt8>, shape: [Int], size: Int) -> Data {
    var result = Data(capacity: bytes.count)
    var strides: [Int] = []
    var stride = size
    for extent in shape {
      strides.append(stride)
      stride *= extent
    }
    var index = [Int](repeating: 0, count: shape.count)
    for _ in 0..<bytes.count / size {
      let offset = bytes.startIndex + zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 }
      result.append(contentsOf: bytes[offset..<offset + size])
      for axis in shape.indices.reversed() {
        index[axis] += 1
        if index[axis] < shape[axis] { break }
        index[axis] = 0
      }
    }
    return result
  }
}

/// The Python dictionary in an `.npy` header, of which only the three fixed keys are allowed.
struct NumPyHeader {
  private var rest: Substring

  init(_ text: String) {
    rest = text[...]
  }

  private mutating func skip() {
    rest = rest.drop { $0 == " " || $0 == "\n" }
  }

  private mutating func accept(_ word: String) -> Bool {
    skip()
    guard rest.hasPrefix(word) else { return false }
    rest = rest.dropFirst(word.count)
    return true
  }

  private mutating func quoted() -> String? {
    skip()
    guard let quote = rest.first, quote == "'" || quote == "\"" else { return nil }
    let body = rest.dropFirst()
    guard let end = body.firstIndex(of: quote) else { return nil }
    rest = body[body.index(after: end)...]
    return String(body[..<end])
  }

  private mutating func extents() -> [Int]? {
    guard accept("(") else { return nil }
    var result: [Int] = []
    while !accept(")") {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard let extent = Int(digits), result.count < 64 else { return nil }
      rest = rest.dropFirst(digits.count)
      // NumPy of Python 2 wrote long integers with an L.
      _ = accept("L")
      result.append(extent)
      if accept(",") { skip() } else if !rest.hasPrefix(")") { return nil }
    }
    return result
  }

  mutating func parse() -> (type: String, isFortran: Bool, shape: [Int])? {
    var type: String?
    var isFortran: Bool?
    var shape: [Int]?
    guard accept("{") else { return nil }
    while !accept("}") {
      guard let key = quoted(), accept(":") else { return nil }
      switch key {
      case "descr" where type == nil: type = quoted()
      case "fortran_order" where isFortran == nil:
        isFortran = accept("True") ? true : accept("False") ? false : nil
      case "shape" where shape == nil: shape = extents()
      default: return nil
      }
      skip()
      guard accept(",") || rest.hasPrefix("}") else { return nil }
    }
    skip()
    guard let type, let isFortran, let shape, rest.isEmpty else { return nil }
    return (type, isFortran, shape)
  }
}
