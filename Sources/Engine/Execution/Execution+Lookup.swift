/// What operations look up when they are bound.
extension Execution {
  func view(_ tensor: Int) -> View { views[tensor] }

  func gradientView(_ tensor: Int) -> View? { gradientViews[tensor] }

  func source(_ value: Value) -> Source {
    let image = plan.rectified(value)
    return Source(
      tensor: value.tensor,
      view: views[value.tensor],
      gradient: gradientViews[value.tensor],
      norm: value.norm.map { norms[$0] },
      height: value.height,
      width: value.width,
      channels: value.layout.padded,
      pad: image.border,
      image: scratch.number(of: image)
    )
  }

  /// Where the gradient of an operation's output is found.
  func outputGradient(of tensor: Int, norm: Int?) -> OutputGradient? {
    let factor = fusion(of: tensor).flatMap { $0.node.terms[$0.term].factor }
    return gradientViews[gradientHolder(of: tensor)].map {
      OutputGradient(
        view: $0,
        norm: norm.map { norms[$0].places },
        factors: factor.map { factors[$0].values }
      )
    }
  }

  /// The tensor whose gradient an operation's output shares: that of the node that alone reads it, or
  /// its own.
  func gradientHolder(of tensor: Int) -> Int {
    plan.fusedInto[tensor].flatMap { tape.operations[$0].output } ?? tensor
  }

  /// The node that makes the sums of an operation's output, and which of its terms that is.
  func fusion(of tensor: Int) -> (node: WeightedNode, term: Int)? {
    guard let index = plan.fusedInto[tensor], let node = tape.operations[index] as? WeightedNode,
      let term = node.terms.firstIndex(where: { $0.value.tensor == tensor })
    else { return nil }
    return (node, term)
  }

  /// The chunks' parts of a parameter's gradient in the rounds that make it.
  func parts(of parameter: Int) -> ChunkParts {
    ChunkParts(base: partials.at(parts.offsets[parameter]), stride: parts.stride * elementSize)
  }
}
