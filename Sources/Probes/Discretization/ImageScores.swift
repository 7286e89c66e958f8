import Datasets
import Engine
public import Training

/// Loss and correctness image by image: what paired intervals are made of.
public struct ImageScores: Sendable, Hashable {
  /// Cross-entropy in nats of each image.
  public let losses: [Double]
  /// 1 where the label has the largest logit, else 0.
  public let correct: [Double]

  /// Creates scores.
  public init(losses: [Double], correct: [Double]) {
    self.losses = losses
    self.correct = correct
  }

  /// Evaluates images in order; nothing of the network changes.
  ///
  /// With batch statistics, images that do not fill a last batch are left out.
  init(
    _ execution: Execution,
    _ assembler: BatchAssembler,
    indices: [Int],
    normalization: NormalizationMode
  ) {
    var (losses, correct): ([Double], [Double]) = ([], [])
    var start = 0
    while start < indices.count {
      let end = min(indices.count, start + execution.batch)
      if normalization == .batch, end - start < execution.batch, start > 0 { break }
      assembler.fill(
        indices[start..<end],
        step: 0,
        into: execution.imageBytes,
        precision: execution.precision,
        labels: execution.labelBuffer
      )
      execution.forward(count: end - start, useBatchStatistics: normalization == .batch)
      for sample in 0..<end - start {
        let logits = execution.logits(sample: sample)
        let label = Int(execution.labelBuffer[sample])
        let largest = logits.max() ?? 0
        let sum = logits.reduce(0) { $0 + Portable.exp($1 - largest) }
        losses.append(largest + Portable.log(sum) - logits[label])
        // Ties go to the earlier class, as an arg-max does.
        correct.append(logits.firstIndex(of: largest) == label ? 1 : 0)
      }
      start = end
    }
    self.init(losses: losses, correct: correct)
  }

  /// The means.
  public var score: Score {
    let count = Double(max(1, losses.count))
    return Score(loss: losses.reduce(0, +) / count, accuracy: correct.reduce(0, +) / count)
  }
}

/// What one network loses against another on the same images.
public struct PairedLoss: Sendable, Hashable, Codable {
  /// Accuracy lost, 0...1; negative when it is won.
  public var accuracy: Double
  /// The 95 % interval of the accuracy lost, over images.
  public var accuracyInterval: [Double]
  /// Cross-entropy gained, in nats.
  public var nats: Double
  /// Its 95 % interval, over images.
  public var natsInterval: [Double]

  /// Compares image by image; the intervals are mean ± 1.96 standard errors of the paired differences.
  ///
  /// - Precondition: both have the same images.
  public init(from one: ImageScores, to other: ImageScores) {
    precondition(one.losses.count == other.losses.count, "scores of different images")
    (accuracy, accuracyInterval) = Self.mean(zip(one.correct, other.correct).map { $0 - $1 })
    (nats, natsInterval) = Self.mean(zip(other.losses, one.losses).map { $0 - $1 })
  }

  /// Whether the accuracy lost can be told from zero.
  public var isDistinct: Bool { accuracyInterval[0] > 0 || accuracyInterval[1] < 0 }

  private static func mean(_ values: [Double]) -> (Double, [Double]) {
    let count = Double(max(1, values.count))
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / max(1, count - 1) / count).squareRoot()
    return (mean, [mean - 1.96 * error, mean + 1.96 * error])
  }
}
