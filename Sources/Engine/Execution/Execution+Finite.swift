import CKernels

extension Execution {
  /// Names the first thing of the last forward pass that is not finite, in the order things are
  /// computed: the images, the weights, the operations' outputs, the logits; nil when all are finite.
  ///
  /// Looks at every number, so it is for after something went wrong.
  public func firstNotFinite() -> String? {
    if let image = tape.image, !isFinite(image.tensor) { return "the images" }
    for parameter in parameters where !values(of: parameter).allSatisfy({ $0.isFinite }) {
      return "weight \(parameter.name)"
    }
    for gate in gateValues.indices where activeGates[gate] && !gateValues[gate].isFinite {
      return "gate \(gate)"
    }
    for operation in tape.operations {
      guard let output = operation.output, operation.gate.map({ activeGates[$0] }) ?? true
      else { continue }
      if !isFinite(output) { return "output of \(operation.name)" }
    }
    return (0..<samples).contains { !logits(sample: $0).allSatisfy { $0.isFinite } }
      ? "the logits" : nil
  }

  /// Names the first gradient of the last backward pass that is not finite: of a weight, in the order
  /// they were recorded, or of a gate; nil when all are finite.
  public func firstGradientNotFinite() -> String? {
    for parameter in parameters where !gradient(of: parameter).allSatisfy({ $0.isFinite }) {
      return "gradient of \(parameter.name)"
    }
    return gateGradients.firstIndex { !$0.isFinite }.map { "gradient of gate \($0)" }
  }

  /// Whether all values of a parameter are finite, so that zeros times them are zeros.
  func isFinite(_ parameter: Parameter) -> Bool {
    let squares = choice.table(precision).pointee.sum_squares(
      weights.at(parameter.offset),
      Int64(parameter.storedCount)
    )
    return squares.isFinite
  }

  private func isFinite(_ tensor: Int) -> Bool {
    let record = tape.tensors[tensor]
    let view = view(tensor)
    let lanes = record.layout.padded / view.blocks
    for sample in 0..<samples {
      for block in 0..<view.blocks {
        let base = view.at(sample, block: block)
        for pixel in 0..<record.height * record.width {
          for lane in 0..<lanes
          where !base.get(pixel * view.pixelStride + lane, size: elementSize).isFinite {
            return false
          }
        }
      }
    }
    return true
  }
}
