/// How an estimate of the alpha gradient compares with the truth.
///
/// With rows, the mean of each row is removed from both first: a constant added to a row changes no
/// softmax and means nothing.
public struct GradientComparison: Sendable, Hashable, Codable {
  /// Cosine of the angle between them; NaN when one is zero.
  public var cosine: Double
  /// |estimate - truth| / |truth|.
  public var relativeError: Double
  /// |estimate| / |truth|.
  public var normRatio: Double
  /// Share of the coordinates with the same sign.
  public var signAgreement: Double
  /// Share of the rows in which a step against the gradient favours the same operation; NaN without
  /// rows.
  public var decisionAgreement: Double

  /// Compares.
  public init(_ estimate: [Double], _ truth: [Double], rows: [[Int]] = []) {
    let one = Self.centred(estimate, rows: rows)
    let other = Self.centred(truth, rows: rows)
    let (length, size) = (Vectors.norm(one), Vectors.norm(other))
    cosine = Vectors.dot(one, other) / (length * size)
    relativeError = Vectors.norm(Vectors.sum(one, -1, other)) / size
    normRatio = length / size
    signAgreement = Self.signs(one, other, Array(one.indices))
    let same = rows.filter { row in
      row.min { one[$0] < one[$1] } == row.min { other[$0] < other[$1] }
    }
    decisionAgreement = rows.isEmpty ? .nan : Double(same.count) / Double(rows.count)
  }

  /// Share of the given coordinates with the same sign; NaN for none.
  public static func signs(_ one: [Double], _ other: [Double], _ places: [Int]) -> Double {
    let same = places.filter {
      (one[$0] > 0) == (other[$0] > 0) && (one[$0] < 0) == (other[$0] < 0)
    }
    return places.isEmpty ? .nan : Double(same.count) / Double(places.count)
  }

  /// The vector without the mean of each row.
  public static func centred(_ vector: [Double], rows: [[Int]]) -> [Double] {
    var result = vector
    for row in rows {
      let mean = row.reduce(0) { $0 + vector[$1] } / Double(max(1, row.count))
      for index in row { result[index] -= mean }
    }
    return result
  }
}
