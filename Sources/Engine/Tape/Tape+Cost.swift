/// What a network costs for one image, counted exactly from what is recorded.
public struct NetworkCost: Sendable, Hashable, Codable {
  /// Weights, scales and offsets.
  public var parameters: Int
  /// Multiply-adds of convolutions: one for each weight and output pixel.
  public var convolutionMultiplyAdds: Int
  /// Multiply-adds of linear layers.
  public var linearMultiplyAdds: Int

  /// Multiply-adds of convolutions and linear layers.
  public var multiplyAdds: Int { convolutionMultiplyAdds + linearMultiplyAdds }
}

extension Tape {
  /// The cost of everything recorded, whatever gates say.
  public var cost: NetworkCost {
    var cost = NetworkCost(
      parameters: parameters.reduce(0) { $0 + $1.count },
      convolutionMultiplyAdds: 0,
      linearMultiplyAdds: 0
    )
    for operation in operations {
      let pixels = operation.output.map { tensors[$0].height * tensors[$0].width } ?? 1
      for index in operation.parameters {
        let parameter = parameters[index]
        switch parameter.kind {
        case .convolution, .depthwise:
          cost.convolutionMultiplyAdds += pixels * parameter.count
        case .linear: cost.linearMultiplyAdds += parameter.count
        case .bias, .scale, .offset: break
        }
      }
    }
    return cost
  }
}
