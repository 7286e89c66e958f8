public import Engine
public import Foundation

/// Writes a network as an ONNX model of operator set 13 that evaluates it with running statistics.
///
/// Input `image` [batch, channels, height, width], normalized as the training images were; output
/// `logits` [batch, classes].
public enum ONNXExport {
  /// The model's file.
  ///
  /// - Parameters:
  ///   - execution: the network with its weights, running statistics and gates.
  ///   - name: the graph's name.
  ///   - version: the version of the program.
  ///   - metadata: named texts kept in the model.
  /// - Throws: `ExportError` for an operation ONNX has no notation for here.
  public static func model(
    _ execution: Execution,
    name: String,
    version: String,
    metadata: [(String, String)] = []
  ) throws(ExportError) -> Data {
    var writer = ONNXWriter(execution)
    for layer in execution.layers where writer.isActive(layer.gate) { try writer.add(layer) }
    guard let image = writer.image else {
      throw ExportError("the network reads no image; export a derived network")
    }
    return writer.graph.model(
      name: name,
      input: ("image", [image.channels, image.height, image.width]),
      output: ("logits", [execution.classes]),
      producer: version,
      metadata: metadata
    )
  }
}

/// Turns layers into operators.
private struct ONNXWriter {
  let execution: Execution
  let parameters: [String: Parameter]
  let normalizations: [NormalizationValues]
  var graph = ONNXGraph()
  var image: NetworkLayer.Input?
  /// The name of each written tensor.
  private var tensors: [Int: String] = [:]
  /// The name of each tensor after its normalization.
  private var normalized: [Int: String] = [:]
  /// The name of each value after relu.
  private var rectified: [String: String] = [:]

  init(_ execution: Execution) {
    self.execution = execution
    parameters = Dictionary(
      execution.parameters.map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    normalizations = execution.normalizations
  }

  func isActive(_ gate: Int?) -> Bool { gate.map { execution.activeGates[$0] } ?? true }

  private mutating func weight(_ name: String) throws(ExportError) -> String {
    guard let parameter = parameters[name] else {
      throw ExportError("the network has no parameter '\(name)'")
    }
    return graph.constant(name, execution.values(of: parameter), shape: parameter.shape)
  }

  /// The name of a value, its normalization applied.
  private mutating func read(_ input: NetworkLayer.Input) throws(ExportError) -> String {
    guard let raw = tensors[input.tensor] else {
      throw ExportError("tensor \(input.tensor) is read before it is written")
    }
    guard let index = input.normalization else { return raw }
    if let known = normalized[index] { return known }
    let norm = normalizations[index]
    var inputs = [raw]
    for (part, values) in [
      ("scale", norm.scale), ("offset", norm.offset), ("mean", norm.mean),
      ("variance", norm.variance),
    ] {
      inputs.append(graph.constant("\(norm.name).\(part)", values, shape: [values.count]))
    }
    let output = graph.node(
      "BatchNormalization",
      inputs,
      output: norm.name,
      [("epsilon", .float(Float(norm.epsilon)))]
    )
    normalized[index] = output
    return output
  }

  private mutating func relu(_ value: String, _ applies: Bool) -> String {
    guard applies else { return value }
    if let known = rectified[value] { return known }
    let output = graph.node("Relu", [value], output: value + ".relu")
    rectified[value] = output
    return output
  }

  mutating func add(_ layer: NetworkLayer) throws(ExportError) {
    switch layer.kind {
    case .image: break
    case .convolution(let weight, let kernel, let stride, let dilation, let isRectified):
      let x = relu(try read(layer.inputs[0]), isRectified)
      let pad = dilation * (kernel / 2)
      let inputs = [x, try self.weight(weight)]
      write(
        layer,
        graph.node(
          "Conv",
          inputs,
          output: layer.name,
          window(kernel, stride, dilation, pads: [pad, pad, pad, pad])
        )
      )
    case .factorizedReduction(let weights): try addReduction(layer, weights)
    case .separable(let depthwise, let pointwise, let kernel, let stride, let dilation, let relu):
      let x = self.relu(try read(layer.inputs[0]), relu)
      let pad = dilation * (kernel / 2)
      let depth = try weight(depthwise)
      let hidden = graph.node(
        "Conv",
        [x, depth],
        output: layer.name + ".depthwise",
        window(kernel, stride, dilation, pads: [pad, pad, pad, pad])
          + [("group", .integer(layer.inputs[0].channels))]
      )
      let point = try weight(pointwise)
      write(layer, graph.node("Conv", [hidden, point], output: layer.name))
    case .pool(let isMaximum, let pool):
      let x = try read(layer.inputs[0])
      let pads = [Int](repeating: pool.padding, count: 4)
      let size = [pool.size, pool.size]
      var attributes: [(String, ONNXGraph.Attribute)] = [
        ("kernel_shape", .integers(size)), ("strides", .integers([pool.stride, pool.stride])),
        ("pads", .integers(pads)),
      ]
      if !isMaximum { attributes.append(("count_include_pad", .integer(0))) }
      write(
        layer,
        graph.node(isMaximum ? "MaxPool" : "AveragePool", [x], output: layer.name, attributes)
      )
    case .sum(let gates): try addSum(layer, gates)
    case .concatenation:
      var parts: [String] = []
      for input in layer.inputs { parts.append(try read(input)) }
      write(
        layer,
        parts.count == 1
          ? parts[0] : graph.node("Concat", parts, output: layer.name, [("axis", .integer(1))])
      )
    case .classifier(let weight, let bias, _):
      let x = try read(layer.inputs[0])
      let pooled = graph.node("GlobalAveragePool", [x], output: layer.name + ".pool")
      let flat = graph.node("Flatten", [pooled], output: layer.name + ".flat")
      let matrix = try self.weight(weight)
      let offset = try self.weight(bias)
      _ = graph.node("Gemm", [flat, matrix, offset], output: "logits", [("transB", .integer(1))])
    case .other(let name):
      throw ExportError(
        "\(layer.name): operation \(name) cannot be written as ONNX; export another format"
      )
    }
    noteImage(layer)
  }

  private mutating func write(_ layer: NetworkLayer, _ name: String) {
    if let output = layer.output { tensors[output] = name }
  }

  /// The image's extents are known from whoever reads it.
  private mutating func noteImage(_ layer: NetworkLayer) {
    if case .image = layer.kind, let output = layer.output {
      tensors[output] = "image"
      image = execution.layers.lazy.flatMap { $0.inputs }.first { $0.tensor == output }
    }
  }

  private func window(
    _ kernel: Int,
    _ stride: Int,
    _ dilation: Int,
    pads: [Int]
  ) -> [(String, ONNXGraph.Attribute)] {
    [
      ("kernel_shape", .integers([kernel, kernel])), ("strides", .integers([stride, stride])),
      ("dilations", .integers([dilation, dilation])), ("pads", .integers(pads)),
    ]
  }

  /// The second half reads one pixel down and right: a 2x2 kernel of which only that corner counts,
  /// with a row and column of zeros where the size is odd.
  private mutating func addReduction(
    _ layer: NetworkLayer,
    _ weights: [String]
  ) throws(ExportError) {
    let input = layer.inputs[0]
    let x = relu(try read(input), true)
    let first = try weight(weights[0])
    let even = graph.node(
      "Conv",
      [x, first],
      output: layer.name + ".even",
      window(1, 2, 1, pads: [0, 0, 0, 0])
    )
    guard let parameter = parameters[weights[1]] else {
      throw ExportError("the network has no parameter '\(weights[1])'")
    }
    let corner = execution.values(of: parameter).flatMap { [0.0, 0.0, 0.0, $0] }
    let shape = [parameter.shape[0], parameter.shape[1], 2, 2]
    let second = graph.constant(weights[1], corner, shape: shape)
    let odd = graph.node(
      "Conv",
      [x, second],
      output: layer.name + ".odd",
      window(2, 2, 1, pads: [0, 0, input.height % 2, input.width % 2])
    )
    write(
      layer,
      graph.node("Concat", [even, odd], output: layer.name, [("axis", .integer(1))])
    )
  }

  private mutating func addSum(_ layer: NetworkLayer, _ gates: [Int?]) throws(ExportError) {
    var terms: [String] = []
    for (index, (input, gate)) in zip(layer.inputs, gates).enumerated() where isActive(gate) {
      var term = try read(input)
      if let gate, execution.gateValues[gate] != 1 {
        let value = graph.constant("gates.\(gate)", [execution.gateValues[gate]], shape: [])
        term = graph.node("Mul", [term, value], output: "\(layer.name).term\(index)")
      }
      terms.append(term)
    }
    guard !terms.isEmpty else { throw ExportError("\(layer.name): nothing flows into it") }
    write(layer, graph.node("Sum", terms, output: layer.name))
  }
}
