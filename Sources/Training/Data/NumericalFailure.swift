public import Engine

/// A loss or gradient that is no number stops a run.
public struct NumericalFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was not finite.
  public let tensor: String
  /// The step, counted from 0.
  public let step: Int
  /// The epoch, counted from 0.
  public let epoch: Int

  /// Creates the error.
  public init(tensor: String, step: Int, epoch: Int) {
    self.tensor = tensor
    self.step = step
    self.epoch = epoch
  }

  /// What happened and what to try.
  public var description: String {
    "step \(step) (epoch \(epoch)): \(tensor) is not a finite number; lower the learning rate, "
      + "or clip the gradient harder"
  }

  /// The failure of a loss that is not finite, with the tensor of `execution` it came through.
  public static func ofLoss(
    _ execution: Execution,
    step: Int,
    epoch: Int
  ) -> NumericalFailure {
    let tensor = execution.firstNotFinite().map { "loss, through \($0)," } ?? "loss"
    return NumericalFailure(tensor: tensor, step: step, epoch: epoch)
  }

  /// Throws when `execution`'s loss, or the given gradient norm, is not finite; names the tensor it
  /// began with.
  public static func check(
    _ execution: Execution,
    gradientNorm: Double?,
    step: Int,
    epoch: Int
  ) throws(NumericalFailure) {
    if !execution.loss.isFinite { throw ofLoss(execution, step: step, epoch: epoch) }
    var tensor: String?
    if let gradientNorm, !gradientNorm.isFinite {
      tensor = execution.firstGradientNotFinite() ?? "norm of the gradient"
    }
    guard let tensor else { return }
    throw NumericalFailure(tensor: tensor, step: step, epoch: epoch)
  }
}
