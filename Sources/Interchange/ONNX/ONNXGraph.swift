import Foundation

/// An ONNX graph under construction (ONNX IR version 8, operators of set 13).
///
/// Field numbers are those of `onnx.proto`.
struct ONNXGraph {
  /// An attribute of an operator.
  enum Attribute {
    case integer(Int)
    case integers([Int])
    case float(Float)
  }

  private var nodes: [Data] = []
  private var constants: [Data] = []
  private var names: Set<String> = []

  /// Adds an operator and returns the name of its output.
  mutating func node(
    _ operation: String,
    _ inputs: [String],
    output: String,
    _ attributes: [(String, Attribute)] = []
  ) -> String {
    var message = ProtobufWriter()
    for input in inputs { message.text(1, input) }
    message.text(2, output)
    message.text(3, output)
    message.text(4, operation)
    for (name, attribute) in attributes {
      message.message(5) { field in
        field.text(1, name)
        switch attribute {
        case .float(let value):
          field.float(2, value)
          field.integer(20, 1)
        case .integer(let value):
          field.integer(3, value)
          field.integer(20, 2)
        case .integers(let values):
          for value in values { field.integer(8, value) }
          field.integer(20, 7)
        }
      }
    }
    nodes.append(message.data)
    return output
  }

  /// Adds a constant tensor of 32-bit floats once and returns its name.
  mutating func constant(_ name: String, _ values: [Double], shape: [Int]) -> String {
    precondition(
      values.count == shape.reduce(1, *),
      "\(name): \(values.count) values do not fill \(shape)"
    )
    guard names.insert(name).inserted else { return name }
    var raw = Data(capacity: 4 * values.count)
    for value in values {
      withUnsafeBytes(of: Float(value).bitPattern.littleEndian) { raw.append(contentsOf: $0) }
    }
    var message = ProtobufWriter()
    message.integers(1, shape)
    message.integer(2, 1)
    message.text(8, name)
    message.bytes(9, raw)
    constants.append(message.data)
    return name
  }

  /// The model: one input of any batch size, one output.
  func model(
    name: String,
    input: (name: String, extents: [Int]),
    output: (name: String, extents: [Int]),
    producer: String,
    metadata: [(String, String)]
  ) -> Data {
    func tensor(_ name: String, _ extents: [Int]) -> Data {
      var message = ProtobufWriter()
      message.text(1, name)
      message.message(2) { type in
        type.message(1) { tensor in
          tensor.integer(1, 1)
          tensor.message(2) { shape in
            shape.message(1) { $0.text(2, "batch") }
            for extent in extents { shape.message(1) { $0.integer(1, extent) } }
          }
        }
      }
      return message.data
    }
    var model = ProtobufWriter()
    model.integer(1, 8)
    model.text(2, "dartboard")
    model.text(3, producer)
    model.message(7) { graph in
      for node in nodes { graph.bytes(1, node) }
      graph.text(2, name)
      for constant in constants { graph.bytes(5, constant) }
      graph.bytes(11, tensor(input.name, input.extents))
      graph.bytes(12, tensor(output.name, output.extents))
    }
    model.message(8) { $0.integer(2, 13) }
    for (key, value) in metadata {
      model.message(14) { entry in
        entry.text(1, key)
        entry.text(2, value)
      }
    }
    return model.data
  }
}
