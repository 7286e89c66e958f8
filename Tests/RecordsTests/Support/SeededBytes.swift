/// Numbers for mutations that are the same on every machine (SplitMix64; Steele and others, 2014).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A few bytes changed, removed, inserted or repeated.
  mutating func mutate(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...4, using: &self) {
      let place = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &self)
      switch Int.random(in: 0..<6, using: &self) {
      case 0 where !bytes.isEmpty: bytes[place] = UInt8.random(in: 0...255, using: &self)
      case 1 where !bytes.isEmpty: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
      case 2 where !bytes.isEmpty: bytes.removeSubrange(place...)
      case 3 where !bytes.isEmpty: bytes.remove(at: place)
      case 4: bytes.insert(UInt8.random(in: 0...255, using: &self), at: place)
      default:
        let end = min(bytes.count, place + Int.random(in: 0...16, using: &self))
        bytes.insert(contentsOf: bytes[place..<end], at: place)
      }
    }
    return bytes
  }
}
