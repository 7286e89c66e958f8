/// A named, addressed stream of random numbers.
///
/// A stream is a pure function of (seed, name, step, index). Nothing is consumed: asking twice for
/// the same address gives the same number, and adding a stream, a thread or a probe shifts no other.
///
/// - Note: two names collide only if their 64-bit digests do; names are few and fixed in the code.
public struct RandomStream: Sendable, Hashable {
  /// The run's seed.
  public let seed: UInt64
  /// What the numbers are for, such as `"weights/init"` or `"search/split"`.
  public let name: String
  /// The Philox key derived from seed and name.
  public let key: SIMD2<UInt32>

  /// Creates the stream of `name` under `seed`.
  public init(seed: UInt64, name: String) {
    self.seed = seed
    self.name = name
    let digest = Self.mix(Self.fnv1a(name) ^ Self.mix(seed &+ 0x9E37_79B9_7F4A_7C15))
    key = SIMD2(UInt32(truncatingIfNeeded: digest), UInt32(truncatingIfNeeded: digest >> 32))
  }

  /// The stream `name/suffix` under the same seed.
  public func child(_ suffix: String) -> RandomStream {
    RandomStream(seed: seed, name: name + "/" + suffix)
  }

  /// Four uniform 32-bit words at an address.
  public func block(step: UInt64, index: UInt64) -> SIMD4<UInt32> {
    Philox4x32.block(
      counter: SIMD4(
        UInt32(truncatingIfNeeded: index),
        UInt32(truncatingIfNeeded: index >> 32),
        UInt32(truncatingIfNeeded: step),
        UInt32(truncatingIfNeeded: step >> 32)
      ),
      key: key
    )
  }

  /// A uniform 64-bit integer at an address.
  public func bits(step: UInt64, index: UInt64) -> UInt64 {
    let words = block(step: step, index: index)
    return UInt64(words[1]) << 32 | UInt64(words[0])
  }

  /// A uniform number in [0, 1) with 53 random bits.
  public func uniform(step: UInt64 = 0, index: UInt64) -> Double {
    Double(bits(step: step, index: index) >> 11) * 0x1p-53
  }

  /// A uniform number in [low, high).
  public func uniform(in range: Range<Double>, step: UInt64 = 0, index: UInt64) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform(step: step, index: index)
  }

  /// A standard normal number by the Box-Muller transform, computed in Double.
  public func normal(step: UInt64 = 0, index: UInt64) -> Double {
    let words = block(step: step, index: index)
    let first = UInt64(words[1]) << 32 | UInt64(words[0])
    let second = UInt64(words[3]) << 32 | UInt64(words[2])
    // (0, 1] so that the logarithm is finite.
    let radius = (Double(first >> 11) + 1) * 0x1p-53
    let angle = Double(second >> 11) * 0x1p-53
    return (-2 * Portable.log(radius)).squareRoot() * Portable.cos(2 * Double.pi * angle)
  }

  /// A standard Gumbel number, -log(-log(u)), computed in Double.
  public func gumbel(step: UInt64 = 0, index: UInt64) -> Double {
    let open = (Double(bits(step: step, index: index) >> 12) + 0.5) * 0x1p-52
    return -Portable.log(-Portable.log(open))
  }

  /// A uniform integer in 0 ..< `bound` without bias (Lemire's multiplication with rejection).
  ///
  /// - Precondition: `bound` > 0.
  public func integer(below bound: Int, step: UInt64 = 0, index: UInt64) -> Int {
    precondition(bound > 0, "integer(below:) needs a positive bound, got \(bound)")
    let range = UInt64(bound)
    let words = block(step: step, index: index)
    var attempt = UInt64(words[1]) << 32 | UInt64(words[0])
    var next = UInt64(words[3]) << 32 | UInt64(words[2])
    let threshold = (0 &- range) % range
    while true {
      let product = attempt.multipliedFullWidth(by: range)
      if product.low >= threshold { return Int(product.high) }
      attempt = next
      next = Self.mix(next &+ 0x9E37_79B9_7F4A_7C15)
    }
  }

  /// A uniform permutation of 0 ..< `count` (Fisher-Yates from the end; draws are at index 0, 1, ...).
  public func permutation(count: Int, step: UInt64 = 0) -> [Int] {
    var order = Array(0..<count)
    guard count > 1 else { return order }
    for position in stride(from: count - 1, through: 1, by: -1) {
      let other = integer(below: position + 1, step: step, index: UInt64(count - 1 - position))
      order.swapAt(position, other)
    }
    return order
  }

  /// SplitMix64's finalizer.
  private static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// The 64-bit FNV-1a digest of a string's UTF-8.
  private static func fnv1a(_ text: String) -> UInt64 {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in text.utf8 {
      digest = (digest ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    return digest
  }
}
