import CKernels

/// The element type of an engine.
public enum Precision: String, Sendable, Hashable, Codable, CaseIterable {
  /// 32-bit, for training.
  case float
  /// 64-bit, for gradient checks and exact probes.
  case double

  /// Bytes of one number.
  public var elementSize: Int { self == .float ? 4 : 8 }
}

/// Which implementation of the inner loops runs.
///
/// All give the same bits.
public enum KernelChoice: String, Sendable, Hashable, Codable, CaseIterable {
  /// 512-bit vectors.
  case avx512
  /// 256-bit vectors and fused multiply-add.
  case avx2
  /// Plain Swift, on any machine.
  case reference

  /// Whether this machine can run it.
  public var isAvailable: Bool {
    switch self {
    case .avx512: dk_cpu_supports(Int32(DK_AVX512.rawValue)) != 0
    case .avx2: dk_cpu_supports(Int32(DK_AVX2.rawValue)) != 0
    case .reference: true
    }
  }

  /// The widest this machine can run.
  public static var best: KernelChoice { allCases.first { $0.isAvailable } ?? .reference }

  /// The table of loops for a precision.
  ///
  /// - Precondition: `isAvailable`.
  func table(_ precision: Precision) -> UnsafePointer<dk_kernels> {
    let element = precision == .float ? DK_FLOAT : DK_DOUBLE
    let set = self == .avx512 ? DK_AVX512 : DK_AVX2
    if self != .reference,
      let table = dk_kernels_get(Int32(element.rawValue), Int32(set.rawValue))
    {
      return table
    }
    precondition(self == .reference, "this machine cannot run \(rawValue) kernels")
    return precision == .float ? ReferenceTable.float : ReferenceTable.double
  }
}
