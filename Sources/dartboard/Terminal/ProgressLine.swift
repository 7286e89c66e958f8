import Foundation

/// Progress on standard error: one line rewritten in place on a terminal, a plain line now and then
/// elsewhere.
///
/// Reads the clock, and so stays out of everything that is recorded.
final class ProgressLine {
  private let isTerminal: Bool
  private let isQuiet: Bool
  private var last: ContinuousClock.Instant?
  /// What was done when the first line was shown: a resumed run does not claim it for its rate.
  private var first: (share: Double, at: ContinuousClock.Instant)?

  init(quiet: Bool) {
    isTerminal = isatty(2) != 0
    isQuiet = quiet
  }

  /// Shows how far the work is; `done` of `all` steps.
  func update(_ label: String, done: Int, all: Int, unit: String = "steps") {
    let now = ContinuousClock.now
    let interval: Duration = isTerminal ? .milliseconds(100) : .seconds(15)
    if isQuiet { return }
    if let last, now - last < interval { return }
    last = now
    let share = Double(done) / Double(max(1, all))
    var text = "\(label)  \(Int(100 * share))%  \(done)/\(all) \(unit)"
    if let pace = pace(share, now) {
      text += "  \(Self.fixed(pace * Double(all))) \(unit)/s"
      text += "  \(Self.clock((1 - share) / pace)) left"
    }
    write(isTerminal ? "\r\u{1B}[2K" + text : text + "\n")
  }

  /// Shows how far work of uneven parts is; `share` is 0...1.
  func update(_ label: String, share: Double) {
    let now = ContinuousClock.now
    let interval: Duration = isTerminal ? .milliseconds(100) : .seconds(15)
    if isQuiet { return }
    if let last, now - last < interval { return }
    last = now
    var text = "\(label)  \(Int(100 * share))% of all"
    if let pace = pace(share, now) { text += "  \(Self.clock((1 - share) / pace)) left" }
    write(isTerminal ? "\r\u{1B}[2K" + text : text + "\n")
  }

  /// The share done in a second since the first line, or nil as long as nothing was done since.
  private func pace(_ share: Double, _ now: ContinuousClock.Instant) -> Double? {
    guard let first else {
      first = (share, now)
      return nil
    }
    let elapsed = Self.seconds(now - first.at)
    return share > first.share && elapsed > 0 ? (share - first.share) / elapsed : nil
  }

  /// Prints a line that stays.
  func line(_ text: String) {
    if isQuiet { return }
    write((isTerminal ? "\r\u{1B}[2K" : "") + text + "\n")
  }

  /// Clears the line being rewritten.
  func end() {
    if isTerminal && !isQuiet { write("\r\u{1B}[2K") }
  }

  private func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }

  private static func fixed(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// 75 as "1:15".
  static func clock(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 359_999).rounded())
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    let padded = { (value: Int) in (value < 10 ? "0" : "") + String(value) }
    return hours > 0 ? "\(hours):\(padded(minutes)):\(padded(rest))" : "\(minutes):\(padded(rest))"
  }
}
