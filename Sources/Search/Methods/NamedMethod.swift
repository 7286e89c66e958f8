import Training

/// A method with a name: its paper's choices, and its paper's training where it differs from that of
/// DARTS.
public struct NamedMethod: Sendable {
  /// The name in specs; never changed once published.
  public let id: String
  /// What it is.
  public let summary: String
  /// Its paper.
  public let paper: String
  /// The failure of DARTS it claims to cure.
  public let cures: String
  /// Its choices.
  public let method: Method
  /// What its paper trains with; sizes, epochs and batches stay the user's.
  private let training: @Sendable (inout SearchSpec) -> Void

  init(
    _ id: String,
    _ summary: String,
    paper: String,
    cures: String,
    _ method: Method,
    training: @escaping @Sendable (inout SearchSpec) -> Void = { _ in }
  ) {
    self.id = id
    self.summary = summary
    self.paper = paper
    self.cures = cures
    self.method = method
    self.training = training
  }

  /// Puts name, choices and training of the method into a spec.
  public func apply(to spec: inout SearchSpec) {
    spec.method = id
    spec.choices = method
    training(&spec)
  }
}

/// The named methods, one value each, in tables by what they change.
public enum MethodCatalog {
  /// Every method in the order documentation lists them.
  public static let all: [NamedMethod] =
    bilevel + regularized + sampled + pruned + baselines

  /// The method named `id`, or nil.
  public static func method(_ id: String) -> NamedMethod? {
    all.first { $0.id == id }
  }
}
