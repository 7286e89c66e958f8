import Engine
import Records
import Training

/// A state of a search that a stopping rule may go back to.
struct Snapshot {
  let epoch: Int
  let weights: WeightVector
  let velocity: WeightVector
  var running: [Double]
  var alpha: [Double]
  var beta: [Double]
  var adam: Adam
  /// SHA-256 of weights and velocity, which do not change.
  private var digest: [UInt8]

  init(
    epoch: Int,
    execution: Execution,
    velocity: UnsafeMutableRawBufferPointer,
    parameters: ArchitectureParameters,
    adam: Adam
  ) {
    self.epoch = epoch
    weights = WeightVector(execution.weightBytes)
    self.velocity = WeightVector(velocity)
    running = execution.runningStatistics
    alpha = parameters.alpha
    beta = parameters.beta
    self.adam = adam
    digest = []
    digest = Self.digest(weights, self.velocity)
  }

  private static func digest(_ weights: WeightVector, _ velocity: WeightVector) -> [UInt8] {
    [weights, velocity].flatMap { Array(Hashing.sha256(UnsafeRawBufferPointer($0.bytes)).utf8) }
  }

  /// Describes the snapshot in the group `snapshots`.
  mutating func exchange(_ exchange: StateExchange, _ name: String) throws(StoreError) {
    let vectors = [weights, velocity]
    let shape = [weights.bytes.count / 4]
    var isRestored = false
    try digest.withUnsafeBytesThrowing { bytes throws(StoreError) in
      try exchange.tensors(
        "snapshots",
        hashing: bytes,
        ["weights", "velocity"].map { ("\(name).\($0)", .float32, shape) }
      ) { index in
        StoredTensor(Array(vectors[index].bytes.bindMemory(to: Float.self)), shape: shape)
      } write: { index, tensor in
        let values: [Float] = tensor.values() ?? []
        values.withUnsafeBytes { vectors[index].bytes.copyMemory(from: $0) }
        isRestored = true
      }
    }
    if isRestored { digest = Self.digest(weights, velocity) }
    try exchange.numbers("snapshots", "\(name).running", &running)
    try exchange.numbers("snapshots", "\(name).alpha", &alpha)
    try exchange.numbers("snapshots", "\(name).beta", &beta)
    try exchange.value("snapshots", "\(name).moments", &adam)
  }
}

extension [UInt8] {
  /// `withUnsafeBytes` for bodies of one error type.
  fileprivate func withUnsafeBytesThrowing<Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    let result = withUnsafeBytes { bytes in
      Result { () throws(Failure) in try body(bytes) }
    }
    try result.get()
  }
}

extension SearchRun {
  /// The state now, as that after an epoch.
  func snapshot(epoch: Int) -> Snapshot {
    Snapshot(
      epoch: epoch,
      execution: execution,
      velocity: optimizer.velocity,
      parameters: parameters,
      adam: adam
    )
  }

  /// Keeps the state after an epoch, and none older than the rule can go back to.
  func keepSnapshot(epoch: Int) {
    snapshots.append(snapshot(epoch: epoch))
    guard let rule = method.stopping as? AdaptiveRegularization else { return }
    let reach = rule.rise.rule.offset + rule.rise.rule.delta + 1
    snapshots.removeFirst(max(0, snapshots.count - reach))
  }

  /// Goes back to the state after an epoch.
  ///
  /// - Precondition: it was kept.
  func restoreSnapshot(epoch: Int) {
    guard let snapshot = snapshots.last(where: { $0.epoch == epoch }) else {
      preconditionFailure("the state of epoch \(epoch) was not kept")
    }
    snapshot.weights.copy(to: execution.weightBytes)
    snapshot.velocity.copy(to: optimizer.velocity)
    execution.runningStatistics = snapshot.running
    parameters = ArchitectureParameters(alpha: snapshot.alpha, beta: snapshot.beta)
    adam = snapshot.adam
  }
}
