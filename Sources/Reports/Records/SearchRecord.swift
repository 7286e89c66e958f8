import Foundation
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
  /// Bias and variance of minibatch estimates of it, where they were measured.
  public let gradientNoise: [GradientNoiseMeasured]
  /// The discretization loss taken apart; nil without the probe.
  public let discretizationDetail: DiscretizationDetailed?
  /// Sampled architectures with inherited weights; nil without the probe.
  public let ranking: RankingMeasured?
  /// Trainings of its architectures alone, by the name of the notebook's block.
  public var trainings: [String: [StandaloneResult]] = [:]
  /// The accuracies its architectures truly reach, where a notebook looked them up; nil otherwise.
  public var truth: TrueAccuracies?
  /// How it ended, nil while it runs.
  public let finished: SearchFinished?
  /// The environment it was made in; empty when that was not noted.
  public let manifest: Manifest
  /// The hash of the last line of the ledger and its step; nil without a ledger.
  public let ledgerHead: (hash: String, step: Int)?
  /// Whether the log ends in a line cut short.
  public let hasTornLine: Bool

  /// Reads a run's folder.
  ///
  /// - Throws: `StoreError` for missing or damaged files.
  public init(_ folder: RunFolder) throws {
    self.folder = folder
    let hasManifest = FileManager.default.fileExists(atPath: folder.manifestPath)
    manifest = hasManifest ? try Manifest(of: folder) : Manifest([:])
    if FileManager.default.fileExists(atPath: folder.ledgerPath) {
      let ledger = try LedgerReader(path: folder.ledgerPath)
      ledgerHead = ledger.entries.last.map { (ledger.head, $0.step) }
    } else {
      ledgerHead = nil
    }
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
      gradientNoise = try reader.all(GradientNoiseMeasured.self)
      discretizationDetail = try reader.all(DiscretizationDetailed.self).last
      ranking = try reader.all(RankingMeasured.self).last
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
  public var space: any SearchSpace { spec.searchSpace ?? CellSpace.darts }

  /// How alpha is divided into decisions.
  public var layout: AlphaLayout {
    var shape = NetworkShape(channels: spec.channels, cells: spec.cells)
    if started.imageSize.count == 2 {
      (shape.height, shape.width) = (started.imageSize[0], started.imageSize[1])
    }
    return space.layout(shape)
  }

  /// The derived architecture as text, of the last epoch while the search runs.
  public var genotype: String? { finished?.genotype ?? epochs.last?.genotype }

  /// The derived architecture, of the last epoch while the search runs.
  public var architecture: DescribedArchitecture? {
    genotype.flatMap { try? space.architecture(parsing: $0) }
  }

  /// How many choices the derived architecture keeps in cells of a kind.
  public func derivedCount(_ kind: CellKind) -> Int {
    let layout = layout
    guard layout.rule.keepsAnySubset, let architecture,
      let choices = try? space.choices(of: architecture, in: layout)
    else { return keptCount(kind) }
    return choices.filter { layout.rows[$0.row].kind == kind }.count
  }

  /// How many choices a derived architecture keeps at most in cells of a kind.
  public func keptCount(_ kind: CellKind) -> Int {
    let layout = layout
    let nodes = layout.nodes.filter { layout.rows[$0.rows[0]].kind == kind }
    return nodes.reduce(0) { sum, node in
      let edges = min(layout.rule.edgesPerNode ?? node.rows.count, node.rows.count)
      let width = layout.rows[node.rows[0]].operations.count
      return sum + (layout.rule.keepsAnySubset ? node.rows.count * width : edges)
    }
  }
}

extension SearchRecord {
  /// Which self-check a measurement of the curvature fails; nil when all hold.
  func doubt(of measured: CurvatureMeasured) -> String? {
    measured.doubt(under: spec.choices.relaxation)
  }
}
