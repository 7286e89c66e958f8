import Foundation

/// A weight tensor: its name, its logical shape as PyTorch has it, and its place in the weight vector.
///
/// Stored as `taps` blocks of `rows` x `columns` lanes, columns innermost; rows are input channels
/// (or taps of a depthwise kernel) and columns output channels. Padding lanes hold zeros.
public struct Parameter: Sendable, Hashable {
  /// What the numbers are.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// A dense convolution, logical shape [out, in, k, k].
    case convolution
    /// A depthwise convolution, logical shape [channels, 1, k, k].
    case depthwise
    /// A linear layer's matrix, logical shape [out, in].
    case linear
    /// A linear layer's offset, logical shape [out].
    case bias
    /// A normalization's scale, logical shape [channels].
    case scale
    /// A normalization's offset, logical shape [channels].
    case offset
  }

  /// The name, dots between levels, such as `cells.3.edges.5.sep_conv_3x3.first.pointwise.weight`.
  public let name: String
  /// What the numbers are.
  public let kind: Kind
  /// The extents as PyTorch has them.
  public let shape: [Int]
  let taps: Int
  let rows: ChannelLayout?
  let columns: ChannelLayout
  /// The logical rows that exist; the others are structurally zero.
  let rowIndices: [Int]
  /// The logical columns that exist, in the order of the outputs they are.
  let columnIndices: [Int]
  /// First element in the weight vector.
  let offset: Int

  /// Elements in the weight vector, padding included.
  var storedCount: Int {
    // A bias knows its rows only for the bound of its initial values.
    kind == .bias ? columns.padded : taps * (rows?.padded ?? 1) * columns.padded
  }
  /// The number of logical elements.
  public var count: Int { shape.reduce(1, *) }

  /// The number of inputs one output sums over.
  var fanIn: Int { kind == .depthwise || rows == nil ? taps : taps * rowIndices.count }
  /// Whether rows or columns are missing.
  var hasStructuralZeros: Bool {
    columnIndices.count < columns.count || rowIndices.count < rows?.count ?? 0
  }

  /// The elements of the parameter's block that belong to a missing row or column.
  var structuralZeros: [Int] {
    guard hasStructuralZeros else { return [] }
    let lanes = rows?.lanes ?? [0]
    let height = rows?.padded ?? 1
    var exists = [Bool](repeating: false, count: columns.count * lanes.count)
    for row in rowIndices {
      for column in columnIndices { exists[row * columns.count + column] = true }
    }
    var places: [Int] = []
    for tap in 0..<taps {
      for (row, lane) in lanes.enumerated() {
        let start = (tap * height + lane) * columns.padded
        for column in 0..<columns.count where !exists[row * columns.count + column] {
          places.append(start + columns.lanes[column])
        }
      }
    }
    return places
  }

  /// The stored element of each logical element, in the order of `shape`.
  func storage() -> [Int] {
    let stride = columns.padded
    let block = (rows?.padded ?? 1) * stride
    var result: [Int] = []
    result.reserveCapacity(count)
    let rowLanes = rowIndices.map { rows?.lanes[$0] ?? 0 }
    for column in columnIndices {
      let lane = columns.lanes[column]
      switch kind {
      case .convolution:
        for row in rowLanes {
          for tap in 0..<taps { result.append(offset + tap * block + row * stride + lane) }
        }
      case .depthwise:
        for tap in 0..<taps { result.append(offset + tap * stride + lane) }
      case .linear:
        for row in rowLanes { result.append(offset + row * stride + lane) }
      case .bias, .scale, .offset:
        result.append(offset + lane)
      }
    }
    return result
  }

  /// The initial values in logical order.
  ///
  /// Convolutions and linear layers are uniform in ±1/sqrt(fan-in), PyTorch's default (Kaiming uniform
  /// with a = sqrt 5); scales are one and offsets zero. A number depends on (seed, name, position).
  public func initialValues(seed: UInt64) -> [Double] {
    switch kind {
    case .scale: return [Double](repeating: 1, count: count)
    case .offset: return [Double](repeating: 0, count: count)
    case .convolution, .depthwise, .linear, .bias:
      let stream = RandomStream(seed: seed, name: "weights/init/" + name)
      // A bias shares the bound of its layer's weights; its fan-in is that of `rows`.
      let bound = 1 / Double(fanIn).squareRoot()
      return (0..<count).map { stream.uniform(in: -bound..<bound, index: UInt64($0)) }
    }
  }
}
