extension RunRecorder {
  /// Where in its epochs a run stands.
  struct Position {
    /// Steps done.
    var step: Int
    /// Whether what follows the last step of an epoch (evaluation, probes, events) was done too.
    var isEpochEnded: Bool

    static let start = Position(step: 0, isEpochEnded: true)

    init(step: Int, isEpochEnded: Bool) {
      self.step = step
      self.isEpochEnded = isEpochEnded
    }

    init(_ checkpoint: Checkpoint) {
      step = checkpoint.step
      isEpochEnded = checkpoint.state["epochEnded"] == .bool(true)
    }

    /// The epoch to go on with and the first step of it to run, which is beyond the last when only the
    /// end of the epoch is missing.
    func next(stepsPerEpoch: Int) -> (epoch: Int, number: Int) {
      let (epoch, number) = (step / stepsPerEpoch, step % stepsPerEpoch)
      return number == 0 && !isEpochEnded ? (epoch - 1, stepsPerEpoch) : (epoch, number)
    }
  }

  /// Runs every step from where the record stands, with a ledger entry after each and checkpoints when
  /// they are due, at a stop, and after the last step.
  ///
  /// - Parameters:
  ///   - isStopping: asked after every step and every epoch; true writes a checkpoint and ends the run
  ///     with `RunInterrupted`.
  ///   - tensors: what belongs into a checkpoint beside the state.
  ///   - begun: called before the first step of all, not when a run is resumed.
  ///   - stepped: called with the number of steps done.
  ///   - ended: called after the last step of an epoch; writes events. It may be called again for the
  ///     same epoch in a resumed run, after the events of the first call were dropped.
  /// - Throws: `RunInterrupted`, `StoreError`, what the steps and calls throw.
  public func drive(
    _ run: some RecordedRun,
    isStopping: () -> Bool,
    tensors: () -> [String: StoredTensor] = { [:] },
    begun: () throws -> Void,
    stepped: (Int) -> Void,
    ended: (_ epoch: Int) throws -> Void
  ) throws {
    let all = run.epochs * run.stepsPerEpoch
    var position = start.map { Position($0) } ?? .start
    func save() throws {
      try checkpoint(
        run,
        step: position.step,
        position: ["epochEnded": .bool(position.isEpochEnded)],
        tensors: tensors()
      )
    }
    func pause() throws {
      let stops = isStopping()
      if stops || isCheckpointDue(step: position.step) { try save() }
      if stops { throw RunInterrupted(folder: folder, step: position.step, steps: all) }
    }
    if let start {
      try run.restore(start, place: place(of: start))
    } else {
      try begun()
      try record(run, step: 0)
    }
    var (epoch, first) = position.next(stepsPerEpoch: run.stepsPerEpoch)
    while epoch < run.epochs, first > 0 || !run.isOver {
      for number in first..<run.stepsPerEpoch {
        try run.step(epoch: epoch, number: number)
        position = Position(step: epoch * run.stepsPerEpoch + number + 1, isEpochEnded: false)
        try record(run, step: position.step)
        stepped(position.step)
        try pause()
      }
      try ended(epoch)
      position.isEpochEnded = true
      (epoch, first) = (epoch + 1, 0)
      if epoch < run.epochs && !run.isOver { try pause() }
    }
    try save()
  }
}
