/// The Philox4x32-10 block function: a keyed bijection on 128-bit counters.
///
/// Counter-based: the same key and counter give the same block on every machine, in any order and
/// from any thread, so a random number is addressed rather than consumed.
///
/// - Complexity: O(1), ten rounds of two 32x32-bit multiplications.
///
/// References: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel Random Numbers: As Easy
/// as 1, 2, 3", SC 2011, section 3.3. Checked against the known-answer vectors of Random123.
public enum Philox4x32 {
  /// Returns the 128-bit block of `counter` under `key`.
  ///
  /// - Parameters:
  ///   - counter: four 32-bit words, least significant first.
  ///   - key: two 32-bit words.
  /// - Returns: four uniform 32-bit words.
  @inlinable
  public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var state = counter
    var roundKey = key
    for round in 0..<10 {
      if round > 0 {
        roundKey[0] &+= 0x9E37_79B9
        roundKey[1] &+= 0xBB67_AE85
      }
      let first = UInt64(state[0]) &* 0xD251_1F53
      let second = UInt64(state[2]) &* 0xCD9E_8D57
      state = SIMD4(
        UInt32(truncatingIfNeeded: second >> 32) ^ state[1] ^ roundKey[0],
        UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ state[3] ^ roundKey[1],
        UInt32(truncatingIfNeeded: first)
      )
    }
    return state
  }
}
