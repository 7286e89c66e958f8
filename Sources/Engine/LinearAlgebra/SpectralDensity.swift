/// The density of a symmetric operator's eigenvalues by stochastic Lanczos quadrature.
///
/// Ubaru, Chen, Saad, "Fast Estimation of tr(f(A)) via Stochastic Lanczos Quadrature", SIAM Journal on
/// Matrix Analysis and Applications, 2017, section 3; used on networks by Ghorbani, Krishnan, Xiao, "An
/// Investigation into Neural Net Optimization via Hessian Eigenvalue Density", ICML 2019, section 2.
///
/// Every random probe gives a quadrature: the eigenvalues of its tridiagonal matrix, weighted by the
/// squares of the first entries of their eigenvectors. Means over probes estimate means over
/// eigenvalues; their spread over probes is the error bar. Equal eigenvalues share one node, whose
/// weight is their share of the spectrum. The zero operator gives one node at zero.
public struct SpectralDensity: Sendable {
  /// The quadrature of one probe.
  public struct Quadrature: Sendable, Hashable {
    /// Where, ascending.
    public let nodes: [Double]
    /// How much; the weights of a probe sum to one.
    public let weights: [Double]
  }

  /// The number of eigenvalues.
  public let dimension: Int
  /// One per probe.
  public let quadratures: [Quadrature]

  /// Runs `steps` products from each of `probes` probes of random signs.
  ///
  /// - Throws: `SpectrumError.notFinite`, and what `product` throws.
  public init(
    dimension: Int,
    probes: Int,
    steps: Int,
    stream: RandomStream,
    product: ([Double]) throws -> [Double]
  ) throws {
    precondition(
      dimension > 0 && probes > 0 && steps > 0,
      "\(dimension) dimensions, \(probes) probes, \(steps) steps"
    )
    self.dimension = dimension
    quadratures = try (0..<probes).map { probe in
      let start = HutchinsonTrace.signs(dimension: dimension, probe: probe, stream: stream)
      var process = LanczosProcess(start: start)
      for _ in 0..<min(steps, dimension) where !process.isExhausted { try process.step(product) }
      guard let eigen = process.eigen else {
        throw SpectrumError.notFinite(place: "a product from probe \(probe)")
      }
      return Quadrature(
        nodes: eigen.values,
        weights: eigen.vectors.map { ($0.first ?? 0) * ($0.first ?? 0) }
      )
    }
  }

  /// The smallest and the largest node.
  public var range: ClosedRange<Double> {
    let nodes = quadratures.flatMap { $0.nodes }
    let low = nodes.min() ?? 0
    return low...max(low, nodes.max() ?? 0)
  }

  /// The sum of `function` over all eigenvalues; the trace for the identity.
  public func sum(_ function: (Double) -> Double) -> Estimate {
    Estimate(
      quadratures.map { probe in
        Double(dimension) * zip(probe.nodes, probe.weights).reduce(0) { $0 + $1.1 * function($1.0) }
      }
    )
  }

  /// The sum of the eigenvalues.
  public var trace: Estimate { sum { $0 } }

  /// The share of the eigenvalues at or below `bound`.
  public func share(below bound: Double) -> Estimate {
    Estimate(
      quadratures.map { probe in
        zip(probe.nodes, probe.weights).reduce(0) { $0 + ($1.0 <= bound ? $1.1 : 0) }
      }
    )
  }

  /// The density at `points`, every node spread to a normal distribution of deviation `width`; it
  /// integrates to one.
  ///
  /// - Precondition: `width` > 0; a hundredth of the range is a good start.
  public func density(at points: [Double], width: Double) -> [Estimate] {
    precondition(width > 0, "a positive width, got \(width)")
    let height = 1 / (width * (2 * Double.pi).squareRoot())
    return points.map { point in
      Estimate(
        quadratures.map { probe in
          zip(probe.nodes, probe.weights).reduce(0) {
            let distance = (point - $1.0) / width
            return $0 + $1.1 * height * Portable.exp(-distance * distance / 2)
          }
        }
      )
    }
  }
}
