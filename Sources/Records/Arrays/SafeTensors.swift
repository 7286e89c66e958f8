public import Foundation

/// Named tensors and text metadata in the safetensors format.
///
/// A file is: the header's length in 8 bytes (little-endian), the header in JSON, then the tensors'
/// bytes without gaps. Larger element types come first and the header is padded with spaces to a
/// multiple of 8 bytes, so that every tensor is aligned. Equal content gives equal bytes.
public struct SafeTensors: Sendable, Hashable {
  /// The longest header that is read, in bytes; the limit of the reference implementation.
  public static let headerLimit = 100_000_000

  /// The tensors by name.
  public var tensors: [String: StoredTensor]
  /// Named texts.
  public var metadata: [String: String]

  /// Creates a set of tensors.
  public init(tensors: [String: StoredTensor] = [:], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The file.
  ///
  /// - Precondition: no tensor is called `__metadata__`, a name the format uses itself.
  public func data() -> Data {
    precondition(tensors["__metadata__"] == nil, "a tensor cannot be called __metadata__")
    var header: [String: JSONValue] = [:]
    if !metadata.isEmpty {
      header["__metadata__"] = .object(metadata.mapValues { .string($0) })
    }
    let ordered = tensors.sorted {
      ($1.value.type.size, $0.key) < ($0.value.type.size, $1.key)
    }
    var offset = 0
    for (name, tensor) in ordered {
      let end = offset + tensor.bytes.count
      header[name] = .object([
        "dtype": .string(tensor.type.rawValue),
        "shape": .array(tensor.shape.map { .integer($0) }),
        "data_offsets": .array([.integer(offset), .integer(end)]),
      ])
      offset = end
    }
    var text = JSONValue.object(header).bytes
    text += Array(repeating: UInt8(ascii: " "), count: (8 - text.count % 8) % 8)
    var result = Data(capacity: 8 + text.count + offset)
    withUnsafeBytes(of: UInt64(text.count).littleEndian) { result.append(contentsOf: $0) }
    result.append(contentsOf: text)
    for (_, tensor) in ordered { result.append(tensor.bytes) }
    return result
  }

  /// Reads a file.
  ///
  /// - Throws: `ArrayFileError` when the header is no JSON of this shape, a type is unknown, a shape
  ///   and its bytes disagree, or the tensors overlap, leave gaps or do not fill the file.
  public init(data: Data) throws(ArrayFileError) {
    let data = data.startIndex == 0 ? data : Data(data)
    let header = try Self.header(of: data)
    let content = data[header.end...]
    var spans: [(range: Range<Int>, name: String)] = []
    tensors = [:]
    metadata = [:]
    for (name, value) in header.members.sorted(by: { $0.key < $1.key }) {
      if name == "__metadata__" {
        metadata = try Self.texts(value)
        continue
      }
      let entry = try Self.entry(value, name: name, available: content.count)
      spans.append((entry.range, name))
      let start = content.startIndex + entry.range.lowerBound
      tensors[name] = StoredTensor(
        bytes: Data(content[start..<start + entry.range.count]),
        type: entry.type,
        shape: entry.shape
      )
    }
    var end = 0
    spans.sort { first, second in
      (first.range.lowerBound, first.range.upperBound)
        < (second.range.lowerBound, second.range.upperBound)
    }
    for (range, name) in spans {
      guard range.lowerBound == end else {
        throw Self.error("tensor '\(name)'", "data from byte \(end)", "from \(range.lowerBound)")
      }
      end = range.upperBound
    }
    guard end == content.count else {
      throw Self.error("the end", "\(end) bytes of tensors", "\(content.count)")
    }
  }

  static func error(_ place: String, _ expected: String, _ got: String) -> ArrayFileError {
    ArrayFileError(format: "safetensors", place: place, expected: expected, got: got)
  }

  /// The header's members and the offset after it.
  static func header(
    of data: Data
  ) throws(ArrayFileError) -> (members: [String: JSONValue], end: Int) {
    guard data.count >= 8 else {
      throw error("byte 0", "the header's length in 8 bytes", "\(data.count) bytes")
    }
    let length = data.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(min(headerLimit, data.count - 8)) else {
      throw error(
        "byte 0",
        "a header of at most \(min(headerLimit, data.count - 8)) bytes",
        "\(length)"
      )
    }
    let end = 8 + Int(length)
    let value: JSONValue
    do throws(JSONSyntaxError) {
      value = try JSONValue(parsing: data[8..<end])
    } catch {
      throw Self.error("the header, byte \(8 + error.offset)", error.expected, error.got)
    }
    // The format wants the brace itself first, not spaces before it.
    guard length > 0, data[8] == UInt8(ascii: "{"), case .object(let members) = value else {
      throw Self.error("the header", "an object", value.kind)
    }
    return (members, end)
  }

  private static func texts(_ value: JSONValue) throws(ArrayFileError) -> [String: String] {
    guard case .object(let members) = value else {
      throw error("__metadata__", "named texts", value.kind)
    }
    var texts: [String: String] = [:]
    for (name, value) in members {
      guard case .string(let text) = value else {
        throw error("__metadata__, '\(name)'", "text", value.kind)
      }
      texts[name] = text
    }
    return texts
  }

  private static func entry(
    _ value: JSONValue,
    name: String,
    available: Int
  ) throws(ArrayFileError) -> (type: ElementType, shape: [Int], range: Range<Int>) {
    let place = "tensor '\(name.prefix(100))'"
    guard case .object(let members) = value,
      Set(members.keys) == ["dtype", "shape", "data_offsets"]
    else { throw error(place, "dtype, shape and data_offsets", String(value.text.prefix(80))) }
    guard case .string(let dtype)? = members["dtype"], let type = ElementType(rawValue: dtype)
    else {
      throw error(
        place,
        "dtype \(ElementType.allCases.map { $0.rawValue }.joined(separator: ", "))",
        members["dtype"]?.text ?? "none"
      )
    }
    guard let shape = whole(members["shape"]), let count = StoredTensor.count(shape) else {
      throw error(place, "a shape of extents from 0", members["shape"]?.text ?? "none")
    }
    let (bytes, isTooLarge) = count.multipliedReportingOverflow(by: type.size)
    guard let offsets = whole(members["data_offsets"]), offsets.count == 2, offsets[0] >= 0,
      offsets[0] <= offsets[1], offsets[1] <= available, !isTooLarge,
      offsets[1] - offsets[0] == bytes
    else {
      throw error(
        place,
        "data_offsets of \(isTooLarge ? "fewer" : String(bytes)) bytes within \(available)",
        members["data_offsets"]?.text ?? "none"
      )
    }
    return (type, shape, offsets[0]..<offsets[1])
  }

  private static func whole(_ value: JSONValue?) -> [Int]? {
    guard case .array(let items)? = value else { return nil }
    var result: [Int] = []
    for item in items {
      guard case .integer(let number) = item else { return nil }
      result.append(number)
    }
    return result
  }
}
