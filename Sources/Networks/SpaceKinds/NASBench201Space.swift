public import Engine

/// The topology space of NAS-Bench-201: one cell of four nodes that sum, five operations on each of
/// six edges (Dong, Yang, ICLR 2020, section 2).
///
/// The network is a stem, cells, and two residual blocks of stride 2 at one and two thirds of the
/// depth, which count as cells of `NetworkShape`: 17 for the paper's five cells a stage, 5 for one.
public struct NASBench201Space: SearchSpace {
  /// The name, `nasbench201`.
  public let id = "nasbench201"
  /// What it is.
  public let summary = "5 operations on the 6 edges of one cell; the cell may be looked up"
  /// Where it comes from.
  public let source = "Dong and Yang, 2020, section 2"
  /// The paper's 15 cells and 2 residual blocks.
  public let paperShape = NetworkShape(channels: 16, cells: 17, stemMultiplier: 1)
  /// One cell per stage.
  public let compactShape = NetworkShape(channels: 8, cells: 5, stemMultiplier: 1)

  /// Creates the space.
  public init() {}

  /// The operations in the benchmark's order.
  public var operations: [String] { NASBench201Operation.allCases.map { $0.rawValue } }

  /// Six rows that all cells share.
  public func layout(_ shape: NetworkShape) -> AlphaLayout {
    AlphaLayout(
      NASBench201Cell.edges.enumerated().map { index, edge in
        AlphaLayout.Draft(
          group: "cell",
          edge: index,
          source: edge.source,
          target: edge.target,
          operations: operations
        )
      },
      rule: .everyEdge
    )
  }

  /// Records the supernet.
  public func supernet(_ shape: NetworkShape) -> Tape {
    let tape = Tape()
    let layout = layout(shape)
    tape.gateCount = layout.count
    let mixed = MixedOperation(tape: tape, layout: layout)
    ResidualStack(shape: shape, tape: tape).record { index, x in
      cell(tape, index, x) { row, value, name in
        mixed.terms(value, row: row, at: site(x, isAffine: false, name: name))
      }
    }
    return tape
  }

  /// Records the network of a cell.
  public func network(
    _ architecture: DescribedArchitecture,
    _ shape: NetworkShape,
    _ options: DerivedOptions
  ) throws(GenotypeError) -> Tape {
    guard case .nasBench201(let genotype) = architecture else {
      throw failure(architecture, expected: "a cell of NAS-Bench-201")
    }
    guard !options.hasAuxiliaryHead else {
      throw .misfit(
        place: "auxiliary head",
        expected: "a network of DARTS's cells, which has a place for it",
        got: architecture.kindName
      )
    }
    let tape = Tape()
    ResidualStack(shape: shape, tape: tape).record { index, x in
      cell(tape, index, x) { row, value, name in
        let id = genotype.operations[row].rawValue
        let site = site(x, isAffine: true, name: name + "." + id)
        let operation = OperationCatalog.operation(id)
        guard let result = operation?.record(on: tape, value, at: site) else { return [] }
        guard options.dropsPaths, id != "skip_connect" else { return [Term(result)] }
        tape.factorCount += 1
        return [Term(result, factor: tape.factorCount - 1)]
      }
    }
    return tape
  }

  private func site(_ x: Value, isAffine: Bool, name: String) -> OperationSite {
    OperationSite(
      channels: x.layout.count,
      stride: 1,
      isAffine: isAffine,
      normalizesPools: false,
      name: name
    )
  }

  /// A cell whose edges `terms` records by row, value read and prefix of names.
  private func cell(
    _ tape: Tape,
    _ index: Int,
    _ x: Value,
    _ terms: (Int, Value, String) -> [Term]
  ) -> Value {
    var nodes = [x]
    for target in 1..<4 {
      let own = NASBench201Cell.edges.enumerated().filter { $0.element.target == target }
        .flatMap { row, edge in
          terms(row, nodes[edge.source], "cells.\(index).edges.\(row)")
        }
      // A node without input is zero, which its readers take in: convolutions turn it into offsets.
      let name = "cells.\(index).node\(target)"
      nodes.append(
        own.isEmpty ? tape.zeros(like: x, name: name) : tape.node(own, name: name)
      )
    }
    return nodes[3]
  }

  /// The operation chosen on every edge; `none` where nothing is.
  public func architecture(
    _ choices: [AlphaChoice],
    in layout: AlphaLayout
  ) -> DescribedArchitecture {
    var cell = NASBench201Cell()
    for choice in choices { cell[choice.row] = NASBench201Operation.allCases[choice.operation] }
    return .nasBench201(cell)
  }

  /// One choice per edge.
  public func choices(
    of architecture: DescribedArchitecture,
    in layout: AlphaLayout
  ) throws(GenotypeError) -> [AlphaChoice] {
    guard case .nasBench201(let cell) = architecture else {
      throw failure(architecture, expected: "a cell of NAS-Bench-201")
    }
    return cell.operations.enumerated().map { AlphaChoice(row: $0, operation: $1.ordinal) }
  }

  /// The benchmark's string.
  public func text(_ architecture: DescribedArchitecture) -> String {
    (try? NASBench201Format().write(architecture)) ?? ""
  }
}
