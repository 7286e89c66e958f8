import CKernels

extension Pooling: SecondOrderOperation {
  func tangent(in pass: HessianProduct) -> OperationTangent { PoolingTangent(self, in: pass) }
}

/// The derivative of a pool: linear for the mean, a choice of pixels for the maximum.
final class PoolingTangent: NormalizedTangent {
  private let pooling: Pooling

  init(_ operation: Pooling, in pass: HessianProduct) {
    pooling = operation
    super.init(operation, in: pass)
  }

  override func forward(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    var pool = pooling.call(sample, worker)
    let (along, stride) =
      pooling.relu
      ? (twin.rectified(source, sample, relu: true), source.source.channels)
      : twin.plain(source, sample)
    pool.out = output.at(sample)
    if pooling.isMaximum {
      pool.grad = UnsafeRawPointer(along)
      pool.dx_ps = Int64(stride)
      worker.kernels.pointee.pool_tangent(&pool)
    } else {
      pool.x = UnsafeRawPointer(along)
      pool.x_ps = Int64(stride)
      worker.kernels.pointee.pool_forward(&pool)
    }
    addMoments(sample, worker)
  }

  override func gradient(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    guard let target = source.gradient, let outer = outputGradient(sample, twin) else { return }
    pooling.back(outer, to: target, sample, worker, scratch: twin)
  }
}
