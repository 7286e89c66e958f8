public import Datasets
public import Engine

/// Loss and accuracy over a set of images.
public struct Score: Sendable, Hashable, Codable {
  /// Mean cross-entropy in nats.
  public var loss: Double
  /// Share of images whose label has the largest logit, 0...1.
  public var accuracy: Double

  /// Creates a score.
  public init(loss: Double, accuracy: Double) {
    self.loss = loss
    self.accuracy = accuracy
  }

  /// Sums over batches.
  public struct Sum: Sendable, Hashable, Codable {
    private var loss = 0.0
    private var correct = 0
    private var count = 0

    /// Creates an empty sum.
    public init() {}

    /// Adds the last forward pass of `execution` over `count` images.
    public mutating func add(_ execution: Execution, count: Int) {
      loss += execution.loss * Double(count)
      correct += execution.correct()
      self.count += count
    }

    /// The means; NaN loss for no images.
    public var score: Score {
      Score(loss: loss / Double(count), accuracy: Double(correct) / Double(max(1, count)))
    }
  }
}

/// How normalizations behave during an evaluation.
public enum NormalizationMode: String, Sendable, Hashable, Codable {
  /// Statistics of each batch evaluated: needs no running averages, so it is fair to a network whose
  /// operations were just switched off.
  case batch
  /// The running averages of training, as in deployment.
  case running
}

extension Execution {
  /// Evaluates the images at `indices` in order; nothing of the network changes.
  ///
  /// In `batch` mode images that do not fill a last batch are left out (statistics of a small rest
  /// would not compare).
  public func evaluate(
    _ assembler: BatchAssembler,
    indices: [Int],
    normalization: NormalizationMode
  ) -> Score {
    var sum = Score.Sum()
    var start = 0
    let step = noiseStep
    defer { noiseStep = step }
    while start < indices.count {
      let end = min(indices.count, start + batch)
      if normalization == .batch && end - start < batch && start > 0 { break }
      assembler.fill(
        indices[start..<end],
        step: 0,
        into: imageBytes,
        precision: precision,
        labels: labelBuffer
      )
      // The upper half of the steps belongs to evaluations, so that none repeats a training step.
      noiseStep = 1 << 63 | UInt64(start)
      forward(count: end - start, useBatchStatistics: normalization == .batch)
      sum.add(self, count: end - start)
      start = end
    }
    return sum.score
  }
}
