public import Datasets
public import Engine
public import Records

/// A training and its record.
public struct TrainSession {
  /// The run's folder.
  public var folder: RunFolder { recorder.folder }
  /// What was repaired or passed over when a run is resumed, one sentence each.
  public var notes: [String] { recorder.notes }
  /// The steps that a resumed run has behind it.
  public var resumedStep: Int? { recorder.start?.step }
  /// What is trained.
  public var spec: TrainSpec { trainer.spec }
  /// Steps in an epoch.
  public var stepsPerEpoch: Int { trainer.stepsPerEpoch }
  private let trainer: StandaloneTrainer
  private let recorder: RunRecorder

  /// Loads the data, builds the network, then creates the folder.
  ///
  /// - Throws: `SpecError`, `DatasetError`, `GenotypeError`, `StoreError`.
  public init(
    spec: TrainSpec,
    store: String,
    locations: DataLocations,
    pool: ThreadPool,
    manifest: [String: String],
    options: RunRecorder.Options = RunRecorder.Options()
  ) throws {
    let problems = spec.validate()
    if !problems.isEmpty { throw SpecError(problems) }
    trainer = try StandaloneTrainer(spec: spec, locations: locations, pool: pool)
    recorder = try RunRecorder(
      creating: spec,
      store: store,
      manifest: manifest,
      options: options
    )
  }

  /// Opens a training that did not finish, to go on with it from its last checkpoint.
  ///
  /// - Throws: `SpecError`, `DatasetError`, `GenotypeError`, `StoreError`.
  public init(
    resuming folder: RunFolder,
    locations: DataLocations,
    pool: ThreadPool,
    options: RunRecorder.Options = RunRecorder.Options()
  ) throws {
    let spec = try folder.spec(as: TrainSpec.self)
    trainer = try StandaloneTrainer(spec: spec, locations: locations, pool: pool)
    recorder = try RunRecorder(resuming: folder, spec: spec, options: options)
  }

  /// Runs every epoch that is left.
  ///
  /// - Parameters:
  ///   - progress: called with steps done in all and, at the end of an epoch, its event.
  ///   - isStopping: asked after every step; true writes a checkpoint and stops.
  /// - Returns: the last epoch.
  /// - Throws: `NumericalFailure`, `StoreError`, `RunInterrupted`.
  public func execute(
    progress: (Int, TrainEpoch?) -> Void = { _, _ in },
    isStopping: () -> Bool = { false }
  ) throws -> TrainEpoch? {
    try recorder.drive(
      trainer,
      isStopping: isStopping,
      begun: {
        try recorder.log.append(
          TrainStarted(
            specHash: try spec.hash(),
            weightCount: trainer.execution.weightCount,
            trainImages: trainer.data.train.count,
            testImages: trainer.data.test.count
          )
        )
      },
      stepped: { progress($0, nil) },
      ended: { epoch in
        let event = trainer.ended(epoch: epoch)
        try recorder.log.append(event)
        progress((epoch + 1) * stepsPerEpoch, event)
      }
    )
    // Read back rather than kept, as a resumed run may have ended its last epoch before.
    let last = try EventReader(path: folder.eventsPath).all(TrainEpoch.self).last
    if let last { try recorder.finish(try JSONValue(encoding: last)) }
    return last
  }
}
