import Engine
import Foundation
public import Networks
import Records

/// Imports a trace: JSON Lines, one object an epoch, written by a program that runs a search.
///
/// A first line may say what was run: `{"trace": 1, "space": ..., "method": ..., "dataset": ...,
/// "classes": ..., "seed": ..., "epochs": ..., "relaxation": "softmax", "accuracy": "percent"}`, all
/// but `trace` optional. Each further line holds `epoch` and any of `alpha_normal`, `alpha_reduce`
/// (lists of rows, an edge a row), `operations`, `train_loss`, `train_accuracy`, `valid_loss`,
/// `valid_accuracy`, `derived_accuracy`, `dominant_eigenvalue`, `genotype`.
public enum TraceImport {
  /// What a derivation needs: the kind of cell, the names of the operations, weights by edge.
  public typealias Derivation = (
    _ kind: CellKind, _ operations: [String], _ weights: [[Double]]
  ) -> CellGenotype?

  /// Reads a trace.
  ///
  /// - Parameter derive: reads cells off weights where an epoch states alphas and no genotype; nil to
  ///   leave such epochs without one.
  /// - Throws: `ImportError` with the line.
  public static func read(
    _ path: String,
    derive: Derivation? = nil
  ) throws(ImportError) -> SearchImport {
    var reader = TraceReader(path: path)
    let stream = try LineStream(path)
    var bytes: [UInt8] = []
    while try stream.next(&bytes) {
      if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      let value: JSONValue
      do throws(JSONSyntaxError) {
        value = try JSONValue(parsing: bytes)
      } catch {
        throw ImportError(
          path,
          "line \(stream.line), column \(error.column)",
          expected: error.expected,
          got: error.got,
          remedy: stream.isTorn ? "the last line was cut short; remove it" : ""
        )
      }
      try reader.take(value, line: stream.line)
    }
    guard !reader.epochs.isEmpty else {
      throw ImportError(
        path,
        "",
        expected: "a line such as {\"epoch\": 0, \"valid_accuracy\": 41.2}",
        got: "no epoch"
      )
    }
    return try reader.finish(derive: derive)
  }
}

/// Collects the lines of a trace.
struct TraceReader {
  let path: String
  var spec = ImportedSearch()
  var epochs: [ImportedEpoch] = []
  private var alpha: [AlphaSnapshot] = []
  private var operations: [String]?
  private var relaxation: String?
  private var isPercent: Bool?

  init(path: String) {
    self.path = path
    spec.source = "trace"
    let stem = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
    spec.name = ImportName.of(["trace", stem])
  }

  static let headerKeys = [
    "trace", "name", "space", "method", "dataset", "classes", "seed", "epochs", "relaxation",
    "accuracy", "operations",
  ]
  static let epochKeys = [
    "epoch", "alpha_normal", "alpha_reduce", "operations", "train_loss", "train_accuracy",
    "valid_loss", "valid_accuracy", "derived_accuracy", "dominant_eigenvalue", "genotype",
  ]

  mutating func take(_ value: JSONValue, line: Int) throws(ImportError) {
    guard case .object(let members) = value else {
      throw ImportError(path, "line \(line)", expected: "an object", got: value.kind)
    }
    let fields = TraceFields(members: members, path: path, line: line)
    if members["trace"] != nil {
      guard epochs.isEmpty else {
        throw ImportError(
          path,
          "line \(line)",
          expected: "the line with 'trace' first",
          got: "it after \(epochs.count) epochs"
        )
      }
      return try header(fields)
    }
    try fields.refuseUnknown(Self.epochKeys)
    guard let number = try fields.integer("epoch", 0...10_000_000) else {
      throw ImportError(path, "line \(line)", expected: "the key 'epoch'", got: "none")
    }
    if let last = epochs.last, number <= last.epoch {
      throw ImportError(
        path,
        "line \(line), key 'epoch'",
        expected: "more than \(last.epoch), the epoch before",
        got: "\(number)",
        remedy: "write every run into a file of its own"
      )
    }
    var epoch = ImportedEpoch(epoch: number)
    epoch.trainLoss = try fields.number("train_loss")
    epoch.validLoss = try fields.number("valid_loss")
    epoch.trainAccuracy = try fields.number("train_accuracy", 0...100)
    epoch.validAccuracy = try fields.number("valid_accuracy", 0...100)
    epoch.derivedAccuracy = try fields.number("derived_accuracy", 0...100)
    epoch.eigenvalue = try fields.number("dominant_eigenvalue")
    epoch.genotype = try fields.text("genotype")
    if let text = epoch.genotype { try Genotypes.check(text, file: path, line: line) }
    operations = try fields.texts("operations") ?? operations
    for kind in CellKind.allCases {
      guard let rows = try fields.matrix("alpha_\(kind.rawValue)") else { continue }
      if let names = operations, rows.contains(where: { $0.count != names.count }) {
        throw ImportError(
          path,
          "line \(line), key 'alpha_\(kind.rawValue)'",
          expected: "rows of \(names.count) numbers, one for each of 'operations'",
          got: "\(rows.map { $0.count }.sorted())"
        )
      }
      if let before = alpha.last(where: { $0.kind == kind.rawValue }),
        before.values.map({ $0.count }) != rows.map({ $0.count })
      {
        throw ImportError(
          path,
          "line \(line), key 'alpha_\(kind.rawValue)'",
          expected: "the shape of epoch \(before.epoch)",
          got: "another"
        )
      }
      alpha.append(AlphaSnapshot(epoch: number, kind: kind.rawValue, values: rows))
    }
    epoch.operations = operations
    epochs.append(epoch)
  }

  private mutating func header(_ fields: TraceFields) throws(ImportError) {
    try fields.refuseUnknown(Self.headerKeys)
    guard try fields.integer("trace", 1...1) == 1 else { return }
    spec.space = try fields.text("space")
    spec.method = try fields.text("method")
    spec.dataset = try fields.text("dataset")
    spec.classes =
      try fields.integer("classes", 2...10_000_000)
      ?? spec.dataset.flatMap { ImportedSearch.classes(of: $0) }
    spec.seed = try fields.integer("seed", Int.min...Int.max)
    spec.plannedEpochs = try fields.integer("epochs", 1...10_000_000)
    operations = try fields.texts("operations")
    relaxation = try fields.choice("relaxation", ["softmax", "sigmoid", "none"])
    isPercent = try fields.choice("accuracy", ["percent", "share"]).map { $0 == "percent" }
    if let name = try fields.text("name") { spec.name = ImportName.of([name]) }
  }

  mutating func finish(derive: TraceImport.Derivation?) throws(ImportError) -> SearchImport {
    scaleAccuracies()
    relax()
    if let derive { fill(derive) }
    spec.files = [
      .init(name: (path as NSString).lastPathComponent, sha256: try SmallFile.hash(path))
    ]
    let genotype = epochs.last { $0.genotype != nil }?.genotype
    var result = SearchImport(spec: spec, epochs: epochs, hessians: [], genotype: genotype)
    result.alpha = alpha
    return result
  }

  private mutating func scaleAccuracies() {
    let paths: [WritableKeyPath<ImportedEpoch, Double?>] = [
      \.trainAccuracy, \.validAccuracy, \.derivedAccuracy,
    ]
    let largest = epochs.flatMap { epoch in paths.compactMap { epoch[keyPath: $0] } }.max() ?? 0
    let percent = isPercent ?? (largest > 1)
    if isPercent == nil, largest > 0 {
      spec.decisions.append(
        "accuracies are read as \(percent ? "percent" : "shares"): the largest is \(largest)"
      )
    }
    guard percent else { return }
    for place in epochs.indices {
      for path in paths {
        epochs[place][keyPath: path] = epochs[place][keyPath: path].map { $0 / 100 }
      }
    }
  }

  /// Operation weights from alphas; rows that already sum to one are taken for weights.
  private mutating func relax() {
    guard !alpha.isEmpty else { return }
    let rows = alpha.flatMap { $0.values }
    let isWeights = rows.allSatisfy { row in
      row.allSatisfy { (0...1).contains($0) } && abs(row.reduce(0, +) - 1) < 1e-3
    }
    let chosen = relaxation ?? (isWeights ? "none" : "softmax")
    if relaxation == nil {
      spec.decisions.append(
        isWeights
          ? "alphas are taken for weights after the relaxation: every row sums to one"
          : "alphas are taken for what a softmax is applied to"
      )
    }
    var places: [Int: Int] = [:]
    for (place, epoch) in epochs.enumerated() { places[epoch.epoch] = place }
    for snapshot in alpha {
      guard let place = places[snapshot.epoch] else { continue }
      let weights = snapshot.values.map { Self.weights($0, chosen) }
      if snapshot.kind == CellKind.normal.rawValue {
        epochs[place].normalWeights = weights
      } else {
        epochs[place].reduceWeights = weights
      }
    }
  }

  private static func weights(_ row: [Double], _ relaxation: String) -> [Double] {
    switch relaxation {
    case "none": return row
    case "sigmoid": return row.map { 1 / (1 + Portable.exp(-$0)) }
    default:
      let most = row.max() ?? 0
      let parts = row.map { Portable.exp($0 - most) }
      let total = parts.reduce(0, +)
      return parts.map { $0 / total }
    }
  }

  private mutating func fill(_ derive: TraceImport.Derivation) {
    for place in epochs.indices where epochs[place].genotype == nil {
      let epoch = epochs[place]
      guard let names = epoch.operations, let normal = epoch.normalWeights,
        let cell = derive(.normal, names, normal)
      else { continue }
      let other = epoch.reduceWeights.flatMap { derive(.reduce, names, $0) } ?? cell
      let genotype = Genotype(normal: cell, reduce: other)
      guard CellKind.allCases.allSatisfy({ genotype[$0].nodes.allSatisfy { $0.count == 2 } })
      else { continue }
      epochs[place].genotype = DARTSLiteral.text(genotype)
    }
  }
}
