import Engine

/// What is kept of one stored alpha Hessian.
public struct HessianSummary: Sendable, Hashable {
  /// The epoch it is of.
  public var epoch: Int
  /// The number of alphas.
  public var size: Int
  /// The largest eigenvalue; the weight decay of alpha is part of it.
  public var dominant: Double
  /// The smallest eigenvalue.
  public var smallest: Double
  /// The sum of the diagonal.
  public var trace: Double
  /// The Frobenius norm.
  public var frobenius: Double
  /// Eigenvalues below zero.
  public var negatives: Int
  /// The largest |H - H'| over the largest |H|.
  public var asymmetry: Double
  /// Euclidean norm of the alpha gradient; nil when it was not stored.
  public var gradientNorm: Double?
  /// The mean sum of a row over the operations of its own edge: the weight decay, because softmax
  /// does not change when all alphas of an edge move together; nil when rows do not split into edges.
  public var rowSum: Double?
  /// The largest distance of such a sum from the mean.
  public var rowSumError: Double?
}

/// Reads `derivatives_N.json`: JSON Lines, an object an epoch with `epoch`, `H` (rows of the Hessian)
/// and `g` (the gradient).
///
/// Numbers go straight into one matrix that every line reuses; no tree of values is built.
enum HessianSeries {
  /// The most alphas that are read; a square of them takes 8 MB.
  static let sizeLimit = 1024
  /// Two cells of four nodes have 28 edges.
  static let edges = 28

  /// Every stored Hessian; where the epochs start again only the last series counts.
  ///
  /// - Returns: the series and how many were left out.
  static func read(_ path: String) throws(ImportError) -> (series: [HessianSummary], older: Int) {
    let stream = try LineStream(path)
    var line: [UInt8] = []
    var series: [HessianSummary] = []
    var older = 0
    var matrix: [Double] = []
    while try stream.next(&line) {
      if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      let summary = try read(line, path, stream.line, &matrix)
      if let last = series.last, summary.epoch <= last.epoch {
        series = []
        older += 1
      }
      series.append(summary)
      if let first = series.first, first.size != summary.size {
        throw ImportError(
          path,
          "line \(stream.line)",
          expected: "a Hessian of \(first.size) alphas, as before",
          got: "\(summary.size)"
        )
      }
    }
    return (series, older)
  }

  private static func read(
    _ line: [UInt8],
    _ path: String,
    _ number: Int,
    _ matrix: inout [Double]
  ) throws(ImportError) -> HessianSummary {
    // Typed errors do not pass through the closure of the buffer, so they are carried out of it.
    let outcome = line.withUnsafeBufferPointer { bytes -> Result<HessianSummary, ImportError> in
      do throws(ImportError) {
        return .success(try parse(NumberScanner(bytes, file: path, line: number), &matrix))
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  private static func parse(
    _ start: NumberScanner,
    _ matrix: inout [Double]
  ) throws(ImportError) -> HessianSummary {
    var scanner = start
    var epoch: Int?
    var size: Int?
    var gradient: (count: Int, norm: Double)?
    try scanner.expect("{")
    repeat {
      _ = scanner.peek()
      let before = scanner
      let key = try scanner.key()
      try scanner.expect(":")
      switch key {
      case "epoch" where epoch == nil:
        _ = scanner.peek()
        let place = scanner
        let value = try scanner.number()
        guard let whole = Int(exactly: value), (0...10_000_000).contains(whole) else {
          throw place.fault("a whole number from 0")
        }
        epoch = whole
      case "H" where size == nil: size = try rows(&scanner, &matrix)
      case "g" where gradient == nil:
        var (count, squares) = (0, 0.0)
        try list(&scanner, limit: sizeLimit) {
          count += 1
          squares += $0 * $0
        }
        gradient = (count, squares.squareRoot())
      default: throw before.fault("the keys epoch, H and g, each once")
      }
    } while scanner.take(",")
    try scanner.expect("}")
    guard scanner.peek() == nil else { throw scanner.fault("the end of the line") }
    guard let epoch, let size else { throw scanner.fault("the keys epoch and H") }
    if let gradient, gradient.count != size {
      throw scanner.fault("a gradient of \(size) alphas", got: "\(gradient.count)")
    }
    return try summary(scanner, matrix, size: size, epoch: epoch, gradient: gradient?.norm)
  }

  private static func list(
    _ scanner: inout NumberScanner,
    limit: Int,
    _ body: (Double) -> Void
  ) throws(ImportError) {
    try scanner.expect("[")
    var count = 0
    repeat {
      guard count < limit else { throw scanner.fault("at most \(limit) numbers") }
      body(try scanner.number())
      count += 1
    } while scanner.take(",")
    try scanner.expect("]")
  }

  private static func rows(
    _ scanner: inout NumberScanner,
    _ matrix: inout [Double]
  ) throws(ImportError) -> Int {
    matrix.removeAll(keepingCapacity: true)
    try scanner.expect("[")
    var width: Int?
    var count = 0
    repeat {
      let before = matrix.count
      let start = scanner
      try list(&scanner, limit: sizeLimit) { matrix.append($0) }
      let length = matrix.count - before
      guard length == width ?? length, count < length else {
        throw start.fault(
          "a square of numbers",
          got: "row \(count + 1) of \(length) numbers"
        )
      }
      width = length
      count += 1
    } while scanner.take(",")
    try scanner.expect("]")
    guard let width, width == count else {
      throw scanner.fault("a square of numbers", got: "\(count) rows of \(width ?? 0)")
    }
    return count
  }

  private static func summary(
    _ scanner: NumberScanner,
    _ matrix: [Double],
    size: Int,
    epoch: Int,
    gradient: Double?
  ) throws(ImportError) -> HessianSummary {
    guard let values = SymmetricEigenvalues.values(matrix, size: size),
      let smallest = values.first, let dominant = values.last
    else { throw scanner.fault("a Hessian with eigenvalues", got: "one whose do not settle") }
    var (largest, difference, squares, trace) = (0.0, 0.0, 0.0, 0.0)
    for row in 0..<size {
      trace += matrix[row * size + row]
      for column in 0..<size {
        let value = matrix[row * size + column]
        largest = max(largest, abs(value))
        squares += value * value
        difference = max(difference, abs(value - matrix[column * size + row]))
      }
    }
    var result = HessianSummary(
      epoch: epoch,
      size: size,
      dominant: dominant,
      smallest: smallest,
      trace: trace,
      frobenius: squares.squareRoot(),
      negatives: values.count { $0 < 0 },
      asymmetry: largest > 0 ? difference / largest : 0,
      gradientNorm: gradient
    )
    if size % edges == 0 {
      let width = size / edges
      let sums = (0..<size).map { row in
        let start = row / width * width
        return (start..<start + width).reduce(0) { $0 + matrix[row * size + $1] }
      }
      let mean = sums.reduce(0, +) / Double(size)
      result.rowSum = mean
      result.rowSumError = sums.map { abs($0 - mean) }.max()
    }
    return result
  }
}
