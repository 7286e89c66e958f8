import Engine
import Networks
import Records
import Search

/// What the engine makes of a parity case, by the names the peer uses.
struct ParityAnswers {
  private(set) var values: [String: [Double]] = [:]
  private let parity: ParityCase
  private let execution: Execution

  /// Computes everything the case asks for.
  ///
  /// - Throws: `ParityError`, `GenotypeError`, `SpectrumError`.
  init(_ parity: ParityCase, pool: ThreadPool, choice: KernelChoice = .best) throws {
    self.parity = parity
    execution = Execution(
      tape: try parity.tape,
      batch: parity.batch,
      precision: parity.precision,
      choice: choice,
      pool: pool
    )
    for parameter in execution.parameters {
      let values = try parity.values("weight/" + parameter.name)
      guard values.count == parameter.count else {
        throw ParityError.missing("\(parameter.count) numbers of \(parameter.name)")
      }
      execution.set(parameter, to: values)
    }
    switch parity.network {
    case .supernet(let space): try compareSupernet(space)
    case .derived: try compareDerived()
    }
  }

  private func load(_ share: ParityCase.Share) throws {
    let images = try parity.values("images/" + share.rawValue)
    let channels = parity.shape.imageChannels
    let lanes = ChannelLayout(channels).padded
    let bytes = execution.imageBytes
    for (index, value) in images.enumerated() {
      let place = index / channels * lanes + index % channels
      switch execution.precision {
      case .float: bytes.bindMemory(to: Float.self)[place] = Float(value)
      case .double: bytes.bindMemory(to: Double.self)[place] = value
      }
    }
    let labels = parity.tensors.tensors["labels/" + share.rawValue]?.values(as: Int32.self) ?? []
    guard labels.count == parity.batch,
      labels.allSatisfy({ (0..<Int32(parity.shape.classes)).contains($0) })
    else { throw ParityError.missing("\(parity.batch) labels of the \(share.rawValue) batch") }
    for (sample, label) in labels.enumerated() { execution.labelBuffer[sample] = label }
  }

  /// Loss, logits and gradients of the weights; returns the gradient as stored.
  private mutating func noteGradient() -> [UInt8] {
    execution.forward(count: parity.batch)
    values["loss"] = [execution.loss]
    values["logits"] = (0..<parity.batch).flatMap { execution.logits(sample: $0) }
    execution.backward(weights: true, gates: true)
    for parameter in execution.parameters {
      values["gradient/" + parameter.name] = execution.gradient(of: parameter)
    }
    return [UInt8](execution.weightGradientBytes)
  }

  private mutating func note(_ prefix: String, _ hessian: AlphaHessian) {
    // Kept by the peer in double precision only.
    guard parity.precision == .double else { return }
    for parameter in execution.parameters {
      values[prefix + parameter.name] = hessian.weightProduct(of: parameter)
    }
  }

  private mutating func compareDerived() throws {
    try load(.validation)
    let gradient = noteGradient()
    let hessian = AlphaHessian(execution, map: IdentityGates())
    hessian.look(at: [], count: parity.batch)
    _ = gradient.withUnsafeBytes { hessian.mixedProduct($0, weights: true) }
    note("curvature/", hessian)
  }

  private mutating func compareSupernet(_ space: CellSpace) throws {
    let alpha = try parity.values("alpha")
    let map = RelaxedEdges(Softmax(), width: space.operations.count)
    let hessian = AlphaHessian(execution, map: map)
    try load(.validation)
    execution.gateValues = map.gates(at: alpha)
    let gradient = noteGradient()
    hessian.look(at: alpha, count: parity.batch)
    values["gradient/alpha"] = hessian.gradient
    let mixed = gradient.withUnsafeBytes { hessian.mixedProduct($0, weights: true) }
    values["mixed/alpha"] = mixed
    note("curvature/", hessian)
    values["product/alpha"] = hessian.product(try parity.values("direction/alpha"), weights: true)
    note("mixed/", hessian)
    if parity.comparesSpectrum {
      let spectrum = try hessian.matrix().spectrum().values
      values["eigenvalues"] = spectrum
      values["dominant"] = [spectrum.last ?? .nan]
    }
    values["unrolled/alpha"] = try unrolled(hessian, alpha)
  }

  /// The gradient of the validation loss in alpha after one step of the weights (Liu et al., 2019,
  /// equations 5 to 7), with the exact mixed product.
  private func unrolled(_ hessian: AlphaHessian, _ alpha: [Double]) throws -> [Double] {
    let start = execution.parameters.map { execution.values(of: $0) }
    try load(.training)
    execution.forward(count: parity.batch)
    execution.backward(weights: true, gates: false)
    for (parameter, values) in zip(execution.parameters, start) {
      let moved = zip(values, execution.gradient(of: parameter)).map {
        $0 - parity.innerRate * ($1 + parity.innerDecay * $0)
      }
      execution.set(parameter, to: moved)
    }
    try load(.validation)
    execution.forward(count: parity.batch)
    execution.backward(weights: true, gates: true)
    let outer = [UInt8](execution.weightGradientBytes)
    let direct = hessian.map.pullback(execution.gateGradients, at: alpha)
    for (parameter, values) in zip(execution.parameters, start) {
      execution.set(parameter, to: values)
    }
    try load(.training)
    hessian.look(at: alpha, count: parity.batch)
    let mixed = outer.withUnsafeBytes { hessian.mixedProduct($0) }
    return zip(direct, mixed).map { $0 - parity.innerRate * $1 }
  }
}
