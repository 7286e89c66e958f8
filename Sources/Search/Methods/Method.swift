/// A search method: one choice on every axis.
public struct Method: Sendable, Hashable, Codable {
  /// How alpha becomes operation weights.
  public var relaxation: String
  /// How weights and alpha move.
  public var update: String
  /// How a genotype is read off.
  public var derivation: String
  /// Epochs in which alpha rests.
  public var warmupEpochs: Int

  /// Creates a method; the defaults are first-order DARTS.
  public init(
    relaxation: String = "softmax",
    update: String = "bilevel-first-order",
    derivation: String = "argmax-top2",
    warmupEpochs: Int = 0
  ) {
    self.relaxation = relaxation
    self.update = update
    self.derivation = derivation
    self.warmupEpochs = warmupEpochs
  }
}

/// A method with a name.
public struct NamedMethod: Sendable, Hashable {
  /// The name in specs; never changed once published.
  public let id: String
  /// What it is, with its paper.
  public let summary: String
  /// Its choices.
  public let method: Method
}

/// The named methods, one value each.
public enum MethodCatalog {
  /// Every method in the order documentation lists them.
  public static let all: [NamedMethod] = [
    NamedMethod(
      id: "darts-v1",
      summary: "first-order DARTS (Liu et al., 2019, section 2.3)",
      method: Method()
    ),
    NamedMethod(
      id: "darts-one-level",
      summary: "weights and alpha on the same batches (single-level ablation of Liu et al., 2019)",
      method: Method(update: "one-level")
    ),
    NamedMethod(
      id: "sigmoid-darts",
      summary: "first-order DARTS with independent sigmoids (Chu et al., 2020, without 0-1 loss)",
      method: Method(relaxation: "sigmoid")
    ),
  ]

  /// The method named `id`, or nil.
  public static func method(_ id: String) -> NamedMethod? {
    all.first { $0.id == id }
  }
}
