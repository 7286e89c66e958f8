/// Why a spectrum cannot be given.
public enum SpectrumError: Error, Sendable, Hashable, CustomStringConvertible {
  /// An entry, or a product with the operator, is NaN or infinite.
  case notFinite(place: String)
  /// LAPACK's iteration left this many eigenvalues unfinished.
  case notConverged(count: Int)

  /// What happened and what to look at.
  public var description: String {
    switch self {
    case .notFinite(let place):
      "no spectrum: \(place) is not a finite number; look at loss and gradient at this point first"
    case .notConverged(let count):
      "no spectrum: \(count) eigenvalues did not converge"
    }
  }
}
