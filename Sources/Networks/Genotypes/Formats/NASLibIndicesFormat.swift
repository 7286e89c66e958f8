/// NASLib's `op_indices` of a NAS-Bench-201 cell: six operation numbers, edges by source.
///
/// Both orders differ from NAS-Bench-201's own: edges 0-1, 0-2, 0-3, 1-2, 1-3, 2-3, and operations
/// skip, none, 3x3 convolution, 1x1 convolution, average pooling.
public struct NASLibIndicesFormat: GenotypeFormat {
  private static let operations: [NASBench201Operation] = [
    .skipConnect, .none, .convolution3x3, .convolution1x1, .averagePooling3x3,
  ]
  /// For each of NASLib's edges, its place in NAS-Bench-201's order.
  private static let places = [0, 1, 3, 2, 4, 5]

  /// Creates the format.
  public init() {}

  /// `naslib-nb201`.
  public var id: String { "naslib-nb201" }
  /// Whose format it is.
  public var summary: String { "NASLib op_indices of a NAS-Bench-201 cell, six numbers" }
  /// An example.
  public var form: String { "(2, 1, 4, 0, 3, 1), six numbers from 0 to 4" }

  /// Whether the text is a tuple or list of numbers.
  public func recognizes(_ text: String) -> Bool {
    let outline = LiteralOutline(text)
    return outline.name.isEmpty && (outline.brackets == "(" || outline.brackets == "[")
      && !outline.items.isEmpty && !outline.items.contains("t")
  }

  /// Reads the numbers.
  public func read(
    _ text: String,
    operations: [String]
  ) throws(GenotypeError) -> DescribedArchitecture {
    let reader = reader(operations)
    let value = try LiteralParser.parse(text, form: form)
    let items = try reader.items(value, "six operation numbers")
    guard items.count == 6 else { throw reader.fault(value, "six operation numbers") }
    var cell = NASBench201Cell()
    for (place, item) in zip(Self.places, items) {
      guard case .integer(let number) = item.content, Self.operations.indices.contains(number)
      else { throw reader.fault(item, "an operation number from 0 to 4") }
      cell[place] = Self.operations[number]
    }
    return .nasBench201(cell)
  }

  /// Writes the numbers as a tuple.
  public func write(_ architecture: DescribedArchitecture) throws(GenotypeError) -> String {
    guard case .nasBench201(let cell) = architecture else {
      throw refusal("it holds a cell of NAS-Bench-201")
    }
    let numbers = Self.places.compactMap { Self.operations.firstIndex(of: cell[$0]) }
    return "(" + numbers.map { String($0) }.joined(separator: ", ") + ")"
  }
}
