import Records

/// The file `errors_N.json` of RobustDARTS.
///
/// It holds lists `train_acc`, `train_loss`, `valid_acc`, `valid_loss` with a number an epoch. The keys
/// `*_acc` hold accuracies in some runs and errors in others.
struct ErrorsFile {
  /// What the keys `*_acc` hold.
  enum Meaning: String {
    case accuracies
    case errors
  }

  let trainAccuracies: [Double]
  let trainLosses: [Double]
  let validAccuracies: [Double]
  let validLosses: [Double]

  var count: Int { validAccuracies.count }

  init(_ path: String) throws(ImportError) {
    let value = try SmallFile.json(path)
    func list(_ key: String) throws(ImportError) -> [Double] {
      guard case .array(let items)? = value[key] else {
        throw ImportError(path, "key '\(key)'", expected: "a list of numbers", got: "none")
      }
      var numbers: [Double] = []
      for (place, item) in items.enumerated() {
        switch item {
        case .integer(let number): numbers.append(Double(number))
        case .number(let number): numbers.append(number)
        default:
          throw ImportError(
            path,
            "key '\(key)', item \(place + 1)",
            expected: "a finite number",
            got: item.kind
          )
        }
      }
      return numbers
    }
    trainAccuracies = try list("train_acc")
    trainLosses = try list("train_loss")
    validAccuracies = try list("valid_acc")
    validLosses = try list("valid_loss")
    for (key, other) in [
      ("train_acc", trainAccuracies), ("train_loss", trainLosses), ("valid_loss", validLosses),
    ] where other.count != validAccuracies.count {
      throw ImportError(
        path,
        "key '\(key)'",
        expected: "\(validAccuracies.count) numbers, as 'valid_acc' has",
        got: "\(other.count)"
      )
    }
    for (key, values) in [("train_acc", trainAccuracies), ("valid_acc", validAccuracies)] {
      if let place = values.firstIndex(where: { !(-1e-9...100 + 1e-9).contains($0) }) {
        throw ImportError(
          path,
          "key '\(key)', item \(place + 1)",
          expected: "a percentage",
          got: "\(values[place])"
        )
      }
    }
  }

  /// What the keys `*_acc` hold, by the log's accuracies in percent where both have an epoch, or by
  /// the derivatives beside it; nil when nothing tells.
  func meaning(
    log: [Int: Double],
    hasDerivatives: Bool
  ) -> (meaning: Meaning, reason: String)? {
    let shared = validAccuracies.indices.filter { log[$0] != nil }
    if let last = shared.last {
      func distance(_ value: (Double) -> Double) -> Double {
        shared.reduce(0) { $0 + abs(value(validAccuracies[$1]) - (log[$1] ?? 0)) }
          / Double(shared.count)
      }
      let accuracies = distance { $0 }
      let errors = distance { 100 - $0 }
      if min(accuracies, errors) < 0.05, accuracies != errors {
        let meaning = accuracies < errors ? Meaning.accuracies : .errors
        func thousandths(_ value: Double) -> Double { (1000 * value).rounded() / 1000 }
        return (
          meaning,
          "valid_acc of epoch \(last) is \(thousandths(validAccuracies[last])), the log has "
            + "accuracy \(thousandths(log[last] ?? 0))"
        )
      }
    }
    return hasDerivatives
      ? (.errors, "no epoch of the log tells; runs with derivatives files hold errors") : nil
  }
}
