import Engine

/// The nodes of a cell in which only the first 1/K of the channels are mixed (PC-DARTS: Xu et al.,
/// ICLR 2020, section 3.2, as in the authors' `model_search.py`).
///
/// On every edge the first C/K channels go through the mixed operation, the others pass by: as they are
/// at stride 1, through a 2x2 maximum at stride 2. Both are put together and shuffled with K groups:
/// channel j of group g becomes channel j * K + g.
///
/// Every edge of a node is shuffled alike, so the edges are summed first and shuffled once. Deviation:
/// where an extent is odd the maximum is over 3x3 pixels with padding 1, so that 7 pixels become 4 as
/// they do in the operations; the original fails there.
struct PartialMixing {
  let tape: Tape
  let mixed: MixedOperation
  /// K.
  let divisor: Int
  /// Channels of the cell's nodes.
  let channels: Int
  /// Prefix of names, such as `cells.0`.
  let name: String
  private var mixedParts: [Int: Value] = [:]
  private var passingParts: [String: Value] = [:]

  /// An edge into a node.
  struct Edge {
    let source: Int
    let value: Value
    let row: Int
    let site: OperationSite
  }

  /// - Precondition: `divisor` divides `channels`.
  init(tape: Tape, mixed: MixedOperation, divisor: Int, channels: Int, name: String) {
    precondition(
      divisor > 1 && channels % divisor == 0,
      "\(name): \(channels) channels do not divide by \(divisor)"
    )
    self.tape = tape
    self.mixed = mixed
    self.divisor = divisor
    self.channels = channels
    self.name = name
  }

  private var mixedCount: Int { channels / divisor }

  /// The first channels of a node; made once for all edges that leave it.
  private mutating func mixedPart(_ edge: Edge) -> Value {
    if let part = mixedParts[edge.source] { return part }
    let part = tape.slice(
      edge.value,
      channels: 0..<mixedCount,
      name: "\(name).mixed\(edge.source)"
    )
    mixedParts[edge.source] = part
    return part
  }

  /// The other channels of a node at a stride.
  private mutating func passingPart(_ edge: Edge) -> Value {
    let key = "\(name).passing\(edge.source).\(edge.site.stride)"
    if let part = passingParts[key] { return part }
    var part = tape.slice(edge.value, channels: mixedCount..<channels, name: key)
    if edge.site.stride == 2 {
      let isEven = part.height % 2 == 0 && part.width % 2 == 0
      part = tape.pool(
        part,
        .maximum,
        window: isEven
          ? PoolWindow(size: 2, stride: 2, padding: 0) : PoolWindow(size: 3, stride: 2, padding: 1),
        norm: nil,
        name: key + ".pool"
      )
    }
    passingParts[key] = part
    return part
  }

  /// Records a node from its edges into a slot of the cell's output.
  mutating func node(
    _ edges: [Edge],
    into output: Tape.Concatenation,
    at index: Int,
    name: String
  ) -> Value {
    var terms: [Term] = []
    var passing: [Tape.BypassEdge] = []
    for edge in edges {
      var site = edge.site
      site.channels = mixedCount
      terms += mixed.terms(mixedPart(edge), row: edge.row, at: site)
      passing.append(
        Tape.BypassEdge(passingPart(edge), gates: mixed.layout.rows[edge.row].range)
      )
    }
    let parts = [
      tape.node(terms, name: name + ".mixed"),
      tape.bypass(passing, name: name + ".passing"),
    ]
    let shuffled = (0..<channels).map { channel -> ChannelPick in
      let (place, group) = channel.quotientAndRemainder(dividingBy: divisor)
      let whole = group * mixedCount + place
      return whole < mixedCount
        ? ChannelPick(input: 0, channel: whole)
        : ChannelPick(input: 1, channel: whole - mixedCount)
    }
    return tape.selection(parts, shuffled, into: output, at: index, name: name)
  }
}
