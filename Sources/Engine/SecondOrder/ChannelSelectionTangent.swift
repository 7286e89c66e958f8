extension ChannelSelection: SecondOrderOperation {
  func tangent(in pass: HessianProduct) -> OperationTangent {
    ChannelSelectionTangent(self, in: pass)
  }
}

/// The derivative of a selection: the same selection of derivatives.
final class ChannelSelectionTangent: OperationTangent {
  private let selection: ChannelSelection
  private let sources: [SourceTangent]
  private let output: View
  private let gradientView: View?

  init(_ operation: ChannelSelection, in pass: HessianProduct) {
    selection = operation
    guard let tensor = operation.output else {
      preconditionFailure("\(operation.name) has no output")
    }
    sources = zip(operation.state.sources, operation.inputs).map { SourceTangent($0, $1, in: pass) }
    output = pass.view(tensor)
    gradientView = operation.state.gradient.map { pass.counterpart($0) }
    super.init(pass)
  }

  override func forward(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    for index in sources.indices {
      let (along, stride) = twin.plain(sources[index], sample)
      selection.maps[index].copy(
        along,
        stride,
        to: output.at(sample),
        output.pixelStride,
        pixels: selection.pixels,
        pass.execution
      )
    }
  }

  override func gradient(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    guard let gradientView else { return }
    for index in sources.indices {
      guard let target = sources[index].gradient else { continue }
      selection.back(index, gradientView, to: target, sample, pass.execution)
    }
  }
}
