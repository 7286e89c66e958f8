/// An operation that is linear in its rectified input and linear in its weights.
protocol BilinearOperation: NormalizedOperation, SecondOrderOperation {
  var relu: Bool { get }
  /// Pixels that a window reaches beyond its middle.
  var reach: Int { get }
  /// The tape's number of its weights.
  var weightIndex: Int { get }
  /// Whether `propagate` reads weights transposed.
  static var propagatesTransposed: Bool { get }

  func apply(
    _ weights: Buffer,
    to rectified: UnsafeMutableRawPointer,
    into target: UnsafeMutableRawPointer,
    _ worker: Worker,
    accumulate: Bool
  )
  func addWeights(
    _ rectified: UnsafeMutableRawPointer,
    _ outer: UnsafeMutableRawPointer,
    to partial: UnsafeMutableRawPointer,
    _ worker: Worker
  )
  func propagate(
    _ outer: UnsafeMutableRawPointer,
    _ weights: Buffer,
    to worker: Worker,
    accumulate: Bool
  ) -> UnsafeMutableRawPointer
}

extension BilinearOperation {
  func tangent(in pass: HessianProduct) -> OperationTangent { BilinearTangent(self, in: pass) }
}

extension Convolution: BilinearOperation {
  var weightIndex: Int { parameterIndices[0] }
  static var propagatesTransposed: Bool { true }
}

extension DepthwiseConvolution: BilinearOperation {
  var weightIndex: Int { parameterIndex }
  static var propagatesTransposed: Bool { false }
}

/// The derivative of a dense or depthwise convolution: bilinear in its input and its weights.
final class BilinearTangent<Own: BilinearOperation>: NormalizedTangent {
  private let convolution: Own

  init(_ operation: Own, in pass: HessianProduct) {
    convolution = operation
    super.init(operation, in: pass)
  }

  override func forward(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    let relu = convolution.relu
    let target = output.at(sample)
    let along = twin.rectified(source, sample, relu: relu)
    convolution.apply(
      pass.execution.weights,
      to: along,
      into: target,
      worker,
      accumulate: false
    )
    if pass.movesWeights {
      let rectified = worker.rectified(source.source, sample, relu: relu)
      convolution.apply(pass.direction, to: rectified, into: target, worker, accumulate: true)
    }
    addMoments(sample, worker)
  }

  override func gradient(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    guard let outer = outputGradient(sample, twin) else { return }
    let relu = convolution.relu
    let own =
      pass.movesWeights || pass.wantsWeights ? convolution.outputGradient(sample, worker) : nil
    if let own, pass.wantsWeights {
      let partial = pass.partial(convolution.weightIndex, chunk: worker.chunk)
      let rectified = worker.rectified(source.source, sample, relu: relu)
      convolution.addWeights(rectified, outer, to: partial, worker)
      let along = twin.rectified(source, sample, relu: relu)
      convolution.addWeights(along, own, to: partial, worker)
    }
    guard source.gradient != nil else { return }
    let isTransposed = Own.propagatesTransposed
    var target = convolution.propagate(
      outer,
      isTransposed ? pass.execution.transposed : pass.execution.weights,
      to: twin,
      accumulate: false
    )
    if let own, pass.movesWeights {
      target = convolution.propagate(
        own,
        isTransposed ? pass.transposedDirection : pass.direction,
        to: twin,
        accumulate: true
      )
    }
    addToInput(target, sample, relu: relu, pad: convolution.reach, worker)
  }
}
