public import Records

/// Stops when the dominant eigenvalue of the alpha Hessian has risen, and returns the architecture from
/// before the rise (DARTS-ES: Zela et al., ICLR 2020, section 4.3).
///
/// Two forms. `paper`: eigenvalues of every epoch, means over the last 5; stops when the mean of 5
/// epochs ago is below 0.75 of the current one, and returns the epoch of 5 ago. `code` (the authors'
/// repository): eigenvalues of every second epoch; the mean of the last 5 (from 3 on) counts for the
/// epoch two points before, stops when it is above 1.3 times the mean of 4 points ago, not for epochs
/// before 10, and returns the epoch of those 4 points ago.
public struct EigenvalueRise: StoppingRule {
  /// The two forms.
  public enum Form: String, Sendable, Hashable, Codable {
    /// Section 4.3.
    case paper
    /// The authors' repository.
    case code
  }

  /// Which of the two forms.
  public var form: Form
  /// Eigenvalues in a mean.
  public var window: Int
  /// Points between the means compared.
  public var distance: Int
  /// What ratio of the current to the earlier mean stops.
  public var ratio: Double
  /// The first epoch an architecture is taken from, in the form `code`.
  public var firstEpoch: Int
  /// Epochs between two eigenvalues.
  public var interval: Int

  /// Creates the rule with the numbers of a form.
  public init(
    form: Form = .paper,
    window: Int = 5,
    distance: Int? = nil,
    ratio: Double? = nil,
    firstEpoch: Int = 10,
    interval: Int? = nil
  ) {
    self.form = form
    self.window = window
    self.distance = distance ?? (form == .paper ? 5 : 4)
    self.ratio = ratio ?? (form == .paper ? 1 / 0.75 : 1.3)
    self.firstEpoch = firstEpoch
    self.interval = interval ?? (form == .paper ? 1 : 2)
  }

  /// The name, `eigenvalue`.
  public var id: String { "eigenvalue" }
  /// What it does.
  public var summary: String { "stops when the dominant eigenvalue rises (Zela et al., 2020, 4.3)" }
  /// Epochs between two eigenvalues.
  public var eigenvalueInterval: Int { interval }

  /// A mean of eigenvalues and the epoch it counts for.
  struct Point: Equatable {
    var epoch: Int
    var mean: Double
  }

  /// The smoothed series.
  func points(_ reports: [EpochReport]) -> [Point] {
    let raw = reports.compactMap { report in
      report.eigenvalue.map { (epoch: report.epoch, value: $0) }
    }
    let centre = form == .code ? window / 2 : 0
    let first = form == .code ? centre : window - 1
    guard raw.count > first else { return [] }
    return (first..<raw.count).map { index in
      let values = raw[max(0, index - window + 1)...index]
      return Point(
        epoch: raw[index - centre].epoch,
        mean: values.reduce(0) { $0 + $1.value } / Double(values.count)
      )
    }
  }

  /// When the last mean is too far above the one `distance` points before it.
  public func decision(_ reports: [EpochReport]) -> StopDecision? {
    guard reports.last?.eigenvalue != nil else { return nil }
    let points = points(reports)
    guard let last = points.last, points.count > distance else { return nil }
    let before = points[points.count - 1 - distance]
    if form == .code && before.epoch < firstEpoch { return nil }
    guard before.mean > 0, last.mean / before.mean > ratio else { return nil }
    let quotient = (last.mean / before.mean * 10_000).rounded() / 10_000
    return StopDecision(
      epoch: before.epoch,
      reason: "the dominant eigenvalue rose by a factor of \(quotient), above \(ratio)"
    )
  }

  /// Numbers out of range.
  public func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.range("window", window, 1...1000)
    checks.range("distance", distance, 1...1000)
    checks.above("ratio", ratio, 1)
    checks.range("interval", interval, 1...1000)
    return checks.problems
  }
}
