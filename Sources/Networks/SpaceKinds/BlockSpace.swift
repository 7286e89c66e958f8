public import Engine

/// A space of networks that are a chain of blocks, each chosen on its own (Wu et al., "FBNet", CVPR
/// 2019, section 3.1; Cai et al., "ProxylessNAS", ICLR 2019, section 4).
///
/// `NetworkShape.channels` is the width of the stem and `cells` the number of searched blocks; the
/// table is scaled to them. Images of fewer than 96 rows use the small table.
public struct BlockSpace: SearchSpace {
  /// The name in specs and records.
  public let id: String
  /// What it is.
  public let summary: String
  /// Where it comes from.
  public let source: String
  /// The names of the blocks; `skip_connect` is a choice only where it is possible.
  public let operations: [String]
  /// The network for large images.
  public let table: StageTable
  /// The network for small ones.
  public let compactTable: StageTable

  /// Creates a space.
  public init(
    id: String,
    summary: String,
    source: String,
    operations: [String],
    table: StageTable,
    compactTable: StageTable
  ) {
    self.id = id
    self.summary = summary
    self.source = source
    self.operations = operations
    self.table = table
    self.compactTable = compactTable
  }

  /// The paper's network on 224 x 224 pixels and 1,000 classes.
  public var paperShape: NetworkShape {
    NetworkShape(
      channels: table.stem,
      cells: table.blockCount,
      height: 224,
      width: 224,
      classes: 1000,
      stemMultiplier: 1
    )
  }

  /// The small table.
  public var compactShape: NetworkShape {
    NetworkShape(
      channels: compactTable.stem,
      cells: compactTable.blockCount,
      stemMultiplier: 1
    )
  }

  /// The table of a network.
  public func table(_ shape: NetworkShape) -> StageTable {
    (shape.height < 96 ? compactTable : table).scaled(stem: shape.channels, blocks: shape.cells)
  }

  /// A row per searched block.
  public func layout(_ shape: NetworkShape) -> AlphaLayout {
    AlphaLayout(
      table(shape).layers.enumerated().map { index, layer in
        AlphaLayout.Draft(
          group: "layers",
          cell: index,
          edge: index,
          source: index,
          target: index + 1,
          operations: operations.filter { $0 != "skip_connect" || layer.allowsSkip }
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
    record(on: tape, shape, isAffine: false) { index, x, site in
      mixed.terms(x, row: index, at: site)
    }
    return tape
  }

  /// Records the network of a list of blocks.
  public func network(
    _ architecture: DescribedArchitecture,
    _ shape: NetworkShape,
    _ options: DerivedOptions
  ) throws(GenotypeError) -> Tape {
    let layout = layout(shape)
    let choices = try choices(of: architecture, in: layout)
    guard !options.hasAuxiliaryHead else {
      throw .misfit(
        place: "auxiliary head",
        expected: "a network of DARTS's cells, which has a place for it",
        got: architecture.kindName
      )
    }
    let tape = Tape()
    record(on: tape, shape, isAffine: true) { index, x, site in
      let id = layout.operation(choices[index])
      var own = site
      own.name += "." + id
      let parts = OperationCatalog.operation(id)?.summands(on: tape, x, at: own) ?? []
      guard options.dropsPaths, let block = parts.last, id != "skip_connect" else {
        return parts.map { Term($0) }
      }
      tape.factorCount += 1
      return parts.dropLast().map { Term($0) } + [Term(block, factor: tape.factorCount - 1)]
    }
    return tape
  }

  private func record(
    on tape: Tape,
    _ shape: NetworkShape,
    isAffine: Bool,
    _ terms: (Int, Value, OperationSite) -> [Term]
  ) {
    let table = table(shape)
    let norm = NormOptions(isAffine: true)
    let image = tape.input(
      height: shape.height,
      width: shape.width,
      channels: shape.imageChannels
    )
    let stem = tape.convolution(
      image,
      channels: table.stem,
      kernel: 3,
      stride: table.stemStride,
      relu: false,
      norm: norm,
      name: "stem"
    )
    // Blocks read rectified values only within; the stem's are rectified once and kept.
    var x = tape.pool(
      stem,
      .maximum,
      window: PoolWindow(size: 1, padding: 0),
      relu: true,
      norm: nil,
      name: "stem.relu"
    )
    if let first = table.first {
      let site = OperationSite(
        channels: first,
        stride: 1,
        isAffine: true,
        normalizesPools: false,
        name: "first"
      )
      let parts = InvertedResidual(kernel: 3, expansion: 1).summands(on: tape, x, at: site)
      x = tape.node(parts.map { Term($0) }, name: "first.sum")
    }
    for (index, layer) in table.layers.enumerated() {
      let site = OperationSite(
        channels: layer.outputs,
        stride: layer.stride,
        isAffine: isAffine,
        normalizesPools: false,
        name: "layers.\(index)"
      )
      x = tape.node(terms(index, x, site), name: "layers.\(index).sum")
    }
    let head = tape.convolution(
      x,
      channels: table.head,
      kernel: 1,
      relu: false,
      norm: norm,
      name: "head"
    )
    tape.classifier(head, classes: shape.classes, relu: true, name: "classifier")
  }

  /// The block of every layer; the first operation where nothing is chosen.
  public func architecture(
    _ choices: [AlphaChoice],
    in layout: AlphaLayout
  ) -> DescribedArchitecture {
    var blocks = layout.rows.map { $0.operations[0] }
    for choice in choices { blocks[choice.row] = layout.operation(choice) }
    return .blocks(blocks)
  }

  /// One choice per layer.
  public func choices(
    of architecture: DescribedArchitecture,
    in layout: AlphaLayout
  ) throws(GenotypeError) -> [AlphaChoice] {
    guard case .blocks(let blocks) = architecture, blocks.count == layout.rows.count else {
      throw failure(architecture, expected: "\(layout.rows.count) blocks")
    }
    var result: [AlphaChoice] = []
    for (row, block) in blocks.enumerated() {
      let known = layout.rows[row].operations
      guard let operation = known.firstIndex(of: block) else {
        throw .unknownOperation(
          name: block,
          at: .node(cell: "layers", node: row),
          known: known
        )
      }
      result.append(AlphaChoice(row: row, operation: operation))
    }
    return result
  }

  /// The list of blocks.
  public func text(_ architecture: DescribedArchitecture) -> String {
    (try? BlocksFormat().write(architecture)) ?? ""
  }
}
