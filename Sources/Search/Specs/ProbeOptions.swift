import Records
import Training

/// What is measured while a search runs.
///
/// An option named `...Every` is the number of epochs from one measurement to the next; 0 lets the
/// probe spread as many as it can afford: those that follow the search, the weights' curvature too, then
/// cost less than a quarter of it. Curvature in a search too short for that takes fewer Lanczos steps on
/// fewer images, and the weights' is then measured after the last epoch alone.
public struct ProbeOptions: Sendable, Hashable, Codable {
  /// Whether the supernet is compared with its discretization (inherited weights).
  public var discretization: Bool
  /// Epochs between two such comparisons.
  public var discretizationEvery: Int
  /// Validation images both are compared on.
  public var discretizationImages: Int
  /// Whether the loss is also taken apart at the end: by edge, along the path, with recalibration and
  /// fine-tuning.
  public var discretizationDetail: Bool
  /// Steps of fine-tuning after which the derived network is measured again, ascending.
  public var discretizationTuning: [Int]
  /// Epochs for which the supernet's weights are trained on with alpha frozen, in the detail; 0 for none.
  public var frozenEpochs: Int
  /// Whether the curvature of the validation loss in alpha is measured.
  public var curvature: Bool
  /// Epochs between two measurements.
  public var curvatureEvery: Int
  /// Steps of the Lanczos process, at most; 0 for none.
  public var curvatureIterations: Int
  /// Validation images in a batch of the Hessian.
  public var curvatureBatch: Int
  /// Validation images the Hessian is of.
  public var curvatureImages: Int
  /// Whether the whole Hessian is computed instead of the ends of its spectrum.
  public var curvatureSpectrum: Bool
  /// Whether the ends of the spectrum of the weights' Hessian are measured too.
  public var weightCurvature: Bool
  /// Whether it is measured how fast each operation settles.
  public var convergence: Bool
  /// Epochs between two measurements.
  public var convergenceEvery: Int
  /// Images of each share it is measured on.
  public var convergenceImages: Int
  /// Epochs after which the error of the alpha gradient is measured, counted from 0; -1 before the
  /// first step.
  public var hypergradientEpochs: [Int]
  /// Images of each share it is measured on.
  public var hypergradientImages: Int
  /// The pull to the current weights that makes the inner problem convex nearby, beyond what the
  /// negative curvature there asks for: a share of the largest eigenvalue of the weights' Hessian.
  public var hypergradientDamping: Double
  /// Steps of the long unrolling.
  public var hypergradientSteps: Int

  /// Architectures that are scored with inherited weights after the last epoch; 0 for none.
  public var rankingArchitectures: Int
  /// The seed they are drawn by, apart from the search's so that searches score the same ones.
  public var rankingSeed: Int

  /// Creates options.
  public init(discretization: Bool = true, curvature: Bool = true, convergence: Bool = true) {
    self.discretization = discretization
    discretizationEvery = 0
    discretizationImages = 512
    discretizationDetail = false
    discretizationTuning = [20, 100]
    frozenEpochs = 0
    self.curvature = curvature
    curvatureEvery = 0
    curvatureIterations = 12
    curvatureBatch = 64
    curvatureImages = 64
    curvatureSpectrum = false
    weightCurvature = false
    self.convergence = convergence
    convergenceEvery = 0
    convergenceImages = 128
    hypergradientEpochs = []
    hypergradientImages = 32
    hypergradientDamping = 0.05
    hypergradientSteps = 200
    rankingArchitectures = 0
    rankingSeed = 0
  }

  /// No probe at all.
  public static let none = ProbeOptions(
    discretization: false,
    curvature: false,
    convergence: false
  )

  /// What is out of range; `path` is the spec's path to this part.
  func validate(_ path: String) -> [SpecProblem] {
    var problems: [SpecProblem] = []
    for (name, value, range) in [
      ("discretizationEvery", discretizationEvery, 0...100_000),
      ("discretizationImages", discretizationImages, 1...10_000_000),
      ("frozenEpochs", frozenEpochs, 0...100_000),
      ("curvatureEvery", curvatureEvery, 0...100_000),
      ("curvatureIterations", curvatureIterations, 0...1000),
      ("curvatureBatch", curvatureBatch, 1...4096),
      ("curvatureImages", curvatureImages, 1...10_000_000),
      ("convergenceEvery", convergenceEvery, 0...100_000),
      ("convergenceImages", convergenceImages, 1...10_000_000),
      ("hypergradientImages", hypergradientImages, 2...4096),
      ("hypergradientSteps", hypergradientSteps, 1...100_000),
      ("rankingArchitectures", rankingArchitectures, 0...100_000),
      ("rankingSeed", rankingSeed, 0...Int.max),
    ] where !range.contains(value) {
      problems.append(SpecProblem("\(path).\(name)", value, outside: range))
    }
    for (name, values, least) in [
      ("discretizationTuning", discretizationTuning, 1),
      ("hypergradientEpochs", hypergradientEpochs, -1),
    ] {
      let ascends = zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
      if !ascends || values.contains(where: { $0 < least }) {
        problems.append(
          SpecProblem(
            "\(path).\(name)",
            expected: "ascending whole numbers, \(least) or more",
            got: "\(values)"
          )
        )
      }
    }
    if !(hypergradientDamping > 0 && hypergradientDamping.isFinite) {
      problems.append(
        SpecProblem(
          "\(path).hypergradientDamping",
          expected: "above 0",
          got: "\(hypergradientDamping)"
        )
      )
    }
    return problems
  }
}
