public import Datasets
public import Engine
import Networks
public import Records
import Training

/// A search and its record: creates the run's folder, runs all epochs, writes events, the history of
/// alpha and the result.
public struct SearchSession {
  /// How far a session is.
  public struct Progress: Sendable {
    /// The epoch, counted from 0.
    public let epoch: Int
    /// All epochs.
    public let epochs: Int
    /// Steps done in all.
    public let steps: Int
    /// Steps there will be.
    public let allSteps: Int
    /// The event that ended the epoch, when one just ended.
    public let ended: SearchEpoch?
  }

  /// The run's folder.
  public var folder: RunFolder { recorder.folder }
  /// What was repaired or passed over when a run is resumed, one sentence each.
  public var notes: [String] { recorder.notes }
  /// The steps that a resumed run has behind it.
  public var resumedStep: Int? { recorder.start?.step }
  private let run: SearchRun
  private let observers: [any SearchObserver]
  private let recorder: RunRecorder
  /// The name of the history of alpha in a checkpoint.
  private static let history = StateExchange.key("history", "alpha")

  /// Loads the data, builds the supernet, then creates the folder; nothing is written when the spec
  /// or the data are bad.
  ///
  /// - Throws: `SpecError`, `DatasetError`, `StoreError`.
  public init(
    spec: SearchSpec,
    store: String,
    locations: DataLocations,
    pool: ThreadPool,
    observers: [any SearchObserver],
    manifest: [String: String],
    options: RunRecorder.Options = RunRecorder.Options()
  ) throws {
    run = try SearchRun(spec: spec, locations: locations, pool: pool)
    self.observers = observers
    recorder = try RunRecorder(
      creating: spec,
      store: store,
      manifest: manifest,
      options: options
    )
  }

  /// Opens a search that did not finish, to go on with it from its last checkpoint.
  ///
  /// - Throws: `SpecError`, `DatasetError`, `StoreError`.
  public init(
    resuming folder: RunFolder,
    locations: DataLocations,
    pool: ThreadPool,
    observers: (SearchSpec) -> [any SearchObserver],
    options: RunRecorder.Options = RunRecorder.Options()
  ) throws {
    let spec = try folder.spec(as: SearchSpec.self)
    run = try SearchRun(spec: spec, locations: locations, pool: pool)
    self.observers = observers(spec)
    recorder = try RunRecorder(resuming: folder, spec: spec, options: options)
  }

  /// Runs every epoch that is left.
  ///
  /// - Parameter isStopping: asked after every step; true writes a checkpoint and stops.
  /// - Returns: the derived architecture as text.
  /// - Throws: `NumericalFailure`, `StoreError`, `RunInterrupted`.
  public func execute(
    progress: (Progress) -> Void = { _ in },
    isStopping: () -> Bool = { false }
  ) throws -> String {
    let spec = run.spec
    let total = spec.epochs * run.stepsPerEpoch
    var history: [Double] = recorder.start?.tensors[Self.history]?.values() ?? run.alpha
    var steps = 0
    var epochs = 0
    func report(_ ended: SearchEpoch?) {
      progress(
        Progress(
          epoch: max(0, steps - 1) / run.stepsPerEpoch,
          epochs: spec.epochs,
          steps: steps,
          allSteps: total,
          ended: ended
        )
      )
    }
    try recorder.drive(
      run,
      isStopping: isStopping,
      tensors: { [Self.history: StoredTensor(history)] },
      begun: begin,
      stepped: {
        steps = $0
        report(nil)
      },
      ended: { epoch in
        let (ended, notes, point) = run.ended(epoch: epoch)
        try recorder.log.append(ended)
        if let point { try recorder.log.append(point) }
        for note in notes { try recorder.log.append(note) }
        try observe(epoch: epoch)
        history += run.alpha
        epochs = history.count / run.alpha.count - 1
        try writeAlpha(history, states: epochs + 1)
        report(ended)
      }
    )
    epochs = history.count / run.alpha.count - 1
    let genotype = run.text(run.result())
    let finished = SearchFinished(
      genotype: genotype,
      epochs: epochs,
      steps: epochs * run.stepsPerEpoch
    )
    try recorder.log.append(finished)
    try recorder.finish(try JSONValue(encoding: finished))
    return genotype
  }

  private func begin() throws {
    try recorder.log.append(
      SearchStarted(
        specHash: try run.spec.hash(),
        weightCount: run.execution.weightCount,
        alphaCount: run.alpha.count,
        weightImages: run.split.weights.count,
        architectureImages: run.split.architecture.count,
        imageSize: [run.data.train.height, run.data.train.width]
      )
    )
    try observe(epoch: -1)
  }

  private func observe(epoch: Int) throws {
    for observer in observers {
      for event in try observer.observe(run, epoch: epoch) { try append(event) }
    }
  }

  private func append(_ event: some RunEvent) throws {
    try recorder.log.append(event)
  }

  /// alpha before the first step and after every epoch, an array per group of rows:
  /// [state][row][operation], or [state][alpha] where rows differ in width.
  private func writeAlpha(_ history: [Double], states: Int) throws {
    var archive = NumPyArchive()
    for group in run.layout.groups {
      let values = (0..<states).flatMap { state in
        let start = state * run.layout.count
        return history[start + group.range.lowerBound..<start + group.range.upperBound]
      }
      archive.add(
        "alpha_\(group.name)",
        values,
        shape: group.width.map { [states, group.rows.count, $0] } ?? [states, group.range.count]
      )
    }
    try AtomicFile.write(archive.data(), to: folder.file("alpha.npz"))
  }
}
