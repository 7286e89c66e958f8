public import Networks
public import Probes
public import Records
public import Search

/// The record of a search as panels read it.
public struct SearchRecord: Sendable {
  /// Where it was read from.
  public let folder: RunFolder
  /// What was run.
  public let spec: SearchSpec
  /// How it started.
  public let started: SearchStarted
  /// Every epoch.
  public let epochs: [SearchEpoch]
  /// Supernet against discretization, per epoch; empty without the probe.
  public let discretization: [DiscretizationMeasured]
  /// The dominant eigenvalue, per epoch; empty without the probe.
  public let curvature: [CurvatureMeasured]
  /// The ends of the spectrum of the weights' Hessian, per epoch; empty without the probe.
  public let weightCurvature: [WeightCurvatureMeasured]
  /// How fast operations settle, per epoch; empty without the probe.
  public let convergence: [ConvergenceMeasured]
  /// The error of the alpha gradient at chosen epochs; empty without the probe.
  public let hypergradient: [HypergradientMeasured]
  /// How it ended, nil while it runs.
  public let finished: SearchFinished?
  /// Whether the log ends in a line cut short.
  public let hasTornLine: Bool

  /// Reads a run's folder.
  ///
  /// - Throws: `StoreError` for missing or damaged files.
  public init(_ folder: RunFolder) throws {
    self.folder = folder
    let record = try folder.read("spec.json")
    guard case .object(let members) = record, members["kind"] == .string(SearchSpec.kind),
      let body = members["spec"]
    else {
      throw StoreError.damaged(
        path: folder.file("spec.json"),
        place: "key 'kind'",
        expected: "\"search\"",
        got: record.text.prefix(60).description,
        remedy: "give the folder of a search"
      )
    }
    do {
      spec = try body.decoded(as: SearchSpec.self)
      let reader = try EventReader(path: folder.file("events.jsonl"))
      hasTornLine = reader.hasTornLine
      guard let first = try reader.all(SearchStarted.self).first else {
        throw StoreError.damaged(
          path: folder.file("events.jsonl"),
          place: "line 1",
          expected: SearchStarted.id,
          got: "no such event",
          remedy: "run the search again"
        )
      }
      started = first
      epochs = try reader.all(SearchEpoch.self)
      discretization = try reader.all(DiscretizationMeasured.self)
      curvature = try reader.all(CurvatureMeasured.self)
      weightCurvature = try reader.all(WeightCurvatureMeasured.self)
      convergence = try reader.all(ConvergenceMeasured.self)
      hypergradient = try reader.all(HypergradientMeasured.self)
      finished = try reader.all(SearchFinished.self).last
    } catch let error as DecodingError {
      throw StoreError.damaged(
        path: folder.path,
        place: "an event or the spec",
        expected: "the fields of its version",
        got: "\(error)",
        remedy: "run the search again with this version"
      )
    }
  }

  /// The search space.
  public var space: CellSpace { SpaceCatalog.space(spec.space) ?? .darts }

  /// The derived genotype, of the last epoch while the search runs.
  public var genotype: Genotype? {
    (finished?.genotype ?? epochs.last?.genotype).flatMap { try? DARTSLiteral.parse($0) }
  }
}
