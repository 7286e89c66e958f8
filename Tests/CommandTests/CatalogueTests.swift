import Datasets
import Foundation
import Networks
import Probes
import Reports
import Search
import Testing

extension ProbeOptions {
  /// Every probe that can be switched on.
  fileprivate static var everything: ProbeOptions {
    var options = ProbeOptions()
    options.weightCurvature = true
    options.hypergradientEpochs = [0]
    options.discretizationDetail = true
    options.rankingArchitectures = 1
    return options
  }
}

/// A family of choices: the folder its members stand in, the protocol they adopt, and the types its
/// catalogue lists.
private struct Family: CustomTestStringConvertible {
  let folder: String
  let adopts: String
  let listed: Set<String>

  var testDescription: String { folder }

  init(_ folder: String, _ adopts: String, _ members: [Any]) {
    self.folder = folder
    self.adopts = adopts
    listed = Set(members.map { String(describing: type(of: $0)) })
  }

  init(_ folder: String, _ adopts: String, types: [Any.Type]) {
    self.folder = folder
    self.adopts = adopts
    listed = Set(types.map { String(describing: $0) })
  }

  static let all: [Family] = [
    Family("Networks/Operations", "CandidateOperation", OperationCatalog.all),
    Family("Search/Relaxation", "Relaxation", RelaxationCatalog.all),
    Family("Search/UpdateRule", "UpdateRule", UpdateRuleCatalog.all),
    Family("Search/Derivation", "Derivation", DerivationCatalog.all),
    Family("Search/EdgeWeights", "EdgeWeights", EdgeWeightCatalog.all),
    Family("Search/SpaceSchedule", "SpaceSchedule", SpaceScheduleCatalog.all),
    Family("Search/Stopping", "StoppingRule", StoppingCatalog.all),
    Family("Search/Regularizers", "(?:Regularizer|ArchitecturePenalty)", RegularizerCatalog.all),
    Family("Reports/Panels", "Panel", PanelCatalog.all),
    Family("Reports/Trials", "Panel", TrialCatalog.all),
    Family("Reports/Panels", "GroupPanel", GroupPanelCatalog.all),
    Family("Reports/Comparisons", "ArmPanel", ArmPanelCatalog.all),
    Family("", "RunEvent", types: EventCatalog.all.map { $0.type as Any.Type }),
    Family("Datasets/Loaders", "DatasetSource", types: DatasetCatalog.all),
    Family(
      "Probes/Hypergradient",
      "HypergradientEstimator",
      HypergradientEstimators.all(rate: 0.01, step: 0.01)
    ),
    Family(
      "Probes",
      "SearchObserver",
      ProbeCatalog.observers(.everything)
    ),
  ]

  /// The types in the folder that adopt the protocol, and the files without one.
  func declared() throws -> Set<String> {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/\(folder)")
    let pattern = try Regex(
      "(?:struct|enum|class) (\\w+): [^{]*\\b\(adopts)\\b",
      as: (Substring, Substring).self
    )
    var found: Set<String> = []
    for file in try FileManager.default.subpathsOfDirectory(atPath: root.path()).sorted() {
      guard file.hasSuffix(".swift") else { continue }
      let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
      found.formUnion(text.matches(of: pattern).map { String($0.output.1) })
    }
    return found
  }
}

@Suite struct CatalogueTests {
  @Test("every type of a family's folder has its line in the catalogue", arguments: Family.all)
  fileprivate func folders(_ family: Family) throws {
    let declared = try family.declared()
    #expect(!declared.isEmpty)
    #expect(declared == family.listed)
  }

  @Test("names of a family differ")
  func names() {
    for names in [
      OperationCatalog.all.map(\.id), RelaxationCatalog.all.map(\.id), SpaceCatalog.all.map(\.id),
      UpdateRuleCatalog.all.map(\.id), DerivationCatalog.all.map(\.id), PanelCatalog.all.map(\.id),
      DatasetCatalog.names, ProbeCatalog.all.map(\.id), MethodCatalog.all.map(\.id),
    ] {
      #expect(Set(names).count == names.count)
    }
  }

  @Test("a space names operations that exist")
  func spaces() {
    for space in SpaceCatalog.all {
      #expect(space.operations.allSatisfy { OperationCatalog.operation($0) != nil })
    }
  }
}
