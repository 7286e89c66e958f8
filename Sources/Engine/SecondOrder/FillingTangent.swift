extension Filling: SecondOrderOperation {
  func tangent(in pass: HessianProduct) -> OperationTangent { FillingTangent(self, in: pass) }
}

/// The derivative of noise or zeros: zero.
final class FillingTangent: OperationTangent {
  private let output: View?

  init(_ operation: Filling, in pass: HessianProduct) {
    output = operation.output.map { pass.view($0) }
    super.init(pass)
  }

  override func forward(_ sample: Int, _ worker: Worker, _ twin: Worker) {
    output?.at(sample).initializeMemory(
      as: UInt8.self,
      repeating: 0,
      count: output?.sampleStride ?? 0
    )
  }
}
