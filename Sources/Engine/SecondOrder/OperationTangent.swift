import CKernels

/// The derivative of an operation's forward and backward pass along a direction.
///
/// Mirrors `Operation`: the parallel methods see one sample, the worker that holds what the operation
/// itself computes, and its twin that holds the derivatives of the same things.
class OperationTangent {
  /// The products it is part of, which outlive it; not counted, because all threads would count at one
  /// place.
  unowned(unsafe) let pass: HessianProduct

  init(_ pass: HessianProduct) { self.pass = pass }

  /// Looks up what other derivatives lend; called once, when all exist.
  func connect() {}
  func prepare(_ phase: Phase) {}
  func begin(_ phase: Phase, chunk: Int) {}
  func forward(_ sample: Int, _ worker: Worker, _ twin: Worker) {}
  func reduce(_ sample: Int, _ worker: Worker, _ twin: Worker) {}
  /// Runs directly after the operation's own `gradient` of the same sample, whose results `worker`
  /// still holds.
  func gradient(_ sample: Int, _ worker: Worker, _ twin: Worker) {}
  func finish(_ phase: Phase) {}
}

/// An operation that knows its derivative.
protocol SecondOrderOperation: Operation {
  func tangent(in pass: HessianProduct) -> OperationTangent
}

/// The derivative of an input: its tensor, its normalization, its gradient; a class, because the inner
/// loops would copy a value.
final class SourceTangent {
  let source: Source
  let view: View
  let gradient: View?
  let norm: NormTangent?

  init(_ source: Source, _ value: Value, in pass: HessianProduct) {
    self.source = source
    view = pass.view(value.tensor)
    gradient = pass.gradientView(value.tensor)
    norm = value.norm.map { pass.norms[$0] }
  }
}

extension Worker {
  /// The derivative of `rectified`, kept like it.
  func rectified(_ tangent: SourceTangent, _ sample: Int, relu: Bool) -> UnsafeMutableRawPointer {
    let area = image(tangent.source.image)
    if relu && holds(tangent.source.tensor, sample, plain: false) { return area }
    hold(relu ? tangent.source.tensor : -1, sample, plain: false)
    pad(area, tangent, sample, relu: relu, by: tangent.source.pad)
    return area
  }

  /// The derivative of `plain` and its pixel stride.
  func plain(_ tangent: SourceTangent, _ sample: Int) -> (UnsafeMutableRawPointer, Int) {
    if tangent.source.isPlain { return (tangent.view.at(sample), tangent.view.pixelStride) }
    let area = area(.plain)
    if holds(tangent.source.tensor, sample, plain: true) { return (area, tangent.source.channels) }
    hold(tangent.source.tensor, sample, plain: true)
    pad(area, tangent, sample, relu: false, by: 0)
    return (area, tangent.source.channels)
  }

  private func pad(
    _ area: UnsafeMutableRawPointer,
    _ tangent: SourceTangent,
    _ sample: Int,
    relu: Bool,
    by pad: Int
  ) {
    let source = tangent.source
    source.forEachSlice(sample, size: elementSize) { slice in
      let first = slice.lane * elementSize
      kernels.pointee.relu_pad_tangent(
        area + first,
        Int64(source.channels),
        slice.pixels,
        Int64(slice.pixelStride),
        tangent.view.at(sample, block: slice.number),
        Int64(tangent.view.pixelStride),
        slice.scale,
        slice.shift,
        tangent.norm.map { $0.scale + first },
        tangent.norm.map { $0.shift + first },
        relu ? 1 : 0,
        Int64(source.height),
        Int64(source.width),
        Int64(slice.lanes),
        Int64(pad)
      )
    }
  }
}
