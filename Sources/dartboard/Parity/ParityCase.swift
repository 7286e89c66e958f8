import Engine
import Foundation
import Networks
import Records

/// A network at one point of its parameters with two batches: what another program is given to compute
/// the same from.
///
/// Everything is stored in single precision, so that engines of both precisions start alike. The file
/// is described in `fixtures/parity/README.md`.
struct ParityCase {
  /// What is compared.
  enum Network {
    case supernet(CellSpace)
    case derived(Genotype)
  }

  /// The two batches.
  enum Share: String, CaseIterable { case validation, training }

  let id: String
  let network: Network
  let shape: NetworkShape
  let batch: Int
  let precision: Precision
  /// Whether all eigenvalues of the Hessian in alpha are compared: a product for each.
  let comparesSpectrum: Bool
  /// The rate and the weight decay of the step that the second-order gradient looks ahead.
  let innerRate, innerDecay: Double
  let tensors: SafeTensors

  var tape: Tape {
    get throws { try Self.tape(network, shape) }
  }

  private static func tape(_ network: Network, _ shape: NetworkShape) throws -> Tape {
    switch network {
    case .supernet(let space): Supernet.tape(space, shape)
    case .derived(let genotype): try DerivedNetwork.tape(genotype, shape)
    }
  }

  /// Makes the inputs of a case from a seed.
  init(
    id: String,
    network: Network,
    shape: NetworkShape,
    batch: Int,
    precision: Precision,
    comparesSpectrum: Bool
  ) throws {
    let noise = RandomStream(seed: 1, name: "parity")
    var tensors = Self.batches(shape, batch, noise)
    if case .supernet(let space) = network {
      let layout = space.layout(shape)
      let extents = [2, space.topology.edges.count, space.operations.count]
      for (name, step, scale) in [("alpha", UInt64(2), 0.5), ("direction/alpha", 3, 1)] {
        let values = (0..<layout.count).map {
          Float(scale * noise.normal(step: step, index: UInt64($0)))
        }
        tensors[name] = StoredTensor(values, shape: extents)
      }
    }
    for (index, parameter) in try Self.tape(network, shape).parameters.enumerated() {
      var values = parameter.initialValues(seed: 1)
      if parameter.kind == .scale || parameter.kind == .offset {
        values = values.enumerated().map {
          $0.element + 0.3 * noise.normal(step: UInt64(100 + index), index: UInt64($0.offset))
        }
      }
      tensors["weight/" + parameter.name] = StoredTensor(
        values.map { Float($0) },
        shape: parameter.shape
      )
    }
    var texts = [
      "case": id, "precision": precision.rawValue,
      "shape": try JSONValue(encoding: shape).text,
      "innerRate": "0.025", "innerDecay": "0.0003", "spectrum": String(comparesSpectrum),
    ]
    switch network {
    case .supernet(let space):
      texts["operations"] = space.operations.joined(separator: ",")
      texts["nodes"] = String(space.topology.nodes)
    case .derived(let genotype): texts["genotype"] = DARTSLiteral.text(genotype)
    }
    try self.init(SafeTensors(tensors: tensors, metadata: texts))
  }

  /// Two batches of noise with random labels.
  private static func batches(
    _ shape: NetworkShape,
    _ batch: Int,
    _ noise: RandomStream
  ) -> [String: StoredTensor] {
    var tensors: [String: StoredTensor] = [:]
    for (number, share) in Share.allCases.enumerated() {
      let extents = [batch, shape.height, shape.width, shape.imageChannels]
      let images = (0..<extents.reduce(1, *)).map {
        Float(noise.normal(step: UInt64(number), index: UInt64($0)))
      }
      let labels = (0..<batch).map {
        Int32(noise.integer(below: shape.classes, step: UInt64(10 + number), index: UInt64($0)))
      }
      tensors["images/" + share.rawValue] = StoredTensor(images, shape: extents)
      tensors["labels/" + share.rawValue] = StoredTensor(labels)
    }
    return tensors
  }

  /// Reads a case from its file.
  ///
  /// - Throws: `ParityError` when something is missing or of the wrong extents.
  init(_ file: SafeTensors) throws {
    func text(_ name: String) throws -> String {
      guard let text = file.metadata[name] else { throw ParityError.missing("metadata '\(name)'") }
      return text
    }
    func number<Number: LosslessStringConvertible>(_ name: String) throws -> Number {
      guard let number = Number(try text(name)) else {
        throw ParityError.missing("a number as metadata '\(name)'")
      }
      return number
    }
    id = try text("case")
    shape = try JSONDecoder().decode(NetworkShape.self, from: Data(try text("shape").utf8))
    guard let precision = Precision(rawValue: try text("precision")),
      let images = file.tensors["images/validation"]?.shape.first
    else { throw ParityError.missing("precision and images") }
    self.precision = precision
    batch = images
    comparesSpectrum = try number("spectrum")
    innerRate = try number("innerRate")
    innerDecay = try number("innerDecay")
    if let genotype = file.metadata["genotype"] {
      network = .derived(try DARTSLiteral.parse(genotype))
    } else {
      network = .supernet(
        CellSpace(
          id: id,
          summary: "compared with a peer",
          source: "a test",
          nodes: try number("nodes"),
          operations: try text("operations").split(separator: ",").map { String($0) }
        )
      )
    }
    tensors = file
  }

  /// Numbers of an input in logical order.
  ///
  /// - Throws: `ParityError`.
  func values(_ name: String) throws -> [Double] {
    guard let tensor = tensors.tensors[name] else { throw ParityError.missing("tensor '\(name)'") }
    guard let values = tensor.numbers else {
      throw ParityError.missing("tensor '\(name)' of floating-point numbers")
    }
    return values
  }
}

/// Why two results cannot be compared, or that they differ.
enum ParityError: Error, CustomStringConvertible {
  case missing(String)
  case differs([String])

  var description: String {
    switch self {
    case .missing(let what): "the parity file lacks \(what); write it again with `parity export`"
    case .differs(let names):
      "results differ by more than allowed: " + names.joined(separator: ", ")
    }
  }
}

extension StoredTensor {
  /// Floating-point elements widened to Double, nil for other types.
  var numbers: [Double]? {
    switch type {
    case .float32: values(as: Float.self)?.map { Double($0) }
    case .float64: values(as: Double.self)
    default: nil
    }
  }
}
