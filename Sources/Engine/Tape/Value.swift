/// A tensor on the tape: what an operation reads.
///
/// A value with a normalization stands for the normalized tensor; the normalization is folded into
/// whatever reads it and never stored.
public struct Value: Sendable, Hashable {
  /// The tensor on the tape.
  let tensor: Int
  /// The normalization between tensor and reader.
  let norm: Int?
  /// Height in pixels.
  public let height: Int
  /// Width in pixels.
  public let width: Int
  /// The channels.
  public let layout: ChannelLayout
}

/// A tensor's place on the tape.
struct TensorRecord {
  let height: Int
  let width: Int
  let layout: ChannelLayout
  /// The tensor this one is a slice of channels of, and its first lane there.
  var parent: (tensor: Int, lane: Int)?
  /// Whether gradients are wanted.
  var hasGradient = true
  /// An earlier tensor that holds the same numbers whenever both are computed, and in whose memory this
  /// one therefore lies; its gradient is its own.
  var twin: Int?
}

/// A batch normalization on the tape.
struct NormRecord {
  /// The normalized tensor.
  let tensor: Int
  /// Indices of scale and offset parameters, nil when not affine.
  let affine: (gamma: Int, beta: Int)?
  let epsilon: Double
  let momentum: Double
  let name: String
}
