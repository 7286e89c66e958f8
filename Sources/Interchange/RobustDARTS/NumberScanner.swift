/// Reads JSON numbers off a line in place, without building values.
struct NumberScanner {
  let bytes: UnsafeBufferPointer<UInt8>
  let file: String
  let line: Int
  var place = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, file: String, line: Int) {
    self.bytes = bytes
    self.file = file
    self.line = line
  }

  func fault(_ expected: String, got: String? = nil) -> ImportError {
    let found =
      place < bytes.count
      ? Quoted.text(bytes[place..<min(bytes.count, place + 20)]) : "the end of the line"
    return ImportError(
      file,
      "line \(line), column \(place + 1)",
      expected: expected,
      got: got ?? found
    )
  }

  /// The next byte that is no space, or nil at the end.
  mutating func peek() -> UInt8? {
    while place < bytes.count, bytes[place] == 0x20 || bytes[place] == 0x09 { place += 1 }
    return place < bytes.count ? bytes[place] : nil
  }

  /// Passes a mark when it is next.
  mutating func take(_ mark: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: mark) else { return false }
    place += 1
    return true
  }

  /// Passes a mark that must be next.
  mutating func expect(_ mark: Unicode.Scalar) throws(ImportError) {
    guard take(mark) else { throw fault("'\(mark)'") }
  }

  /// A member's name: letters between quotes.
  mutating func key() throws(ImportError) -> String {
    try expect("\"")
    let start = place
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") { place += 1 }
    guard place < bytes.count else { throw fault("a name in quotes") }
    defer { place += 1 }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  /// The next number; NaN and infinities, which JSON lacks and Python writes, are refused by name.
  mutating func number() throws(ImportError) -> Double {
    _ = peek()
    let start = place
    let isNegative = take("-")
    var digits = 0
    var mantissa: UInt64 = 0
    var dropped = 0
    var exponent = 0
    func isDigit(_ place: Int) -> Bool { place < bytes.count && bytes[place] &- 48 < 10 }
    func add(_ byte: UInt8) {
      // 19 digits fit 64 bits; the rest is left to the exact reader.
      if digits < 19 { mantissa = mantissa * 10 + UInt64(byte - 48) } else { dropped += 1 }
      if digits > 0 || byte != 48 { digits += 1 }
    }
    let first = place
    while isDigit(place) {
      add(bytes[place])
      place += 1
    }
    guard place > first, bytes[first] != 48 || place == first + 1 else {
      place = start
      throw fault("a finite number")
    }
    if place < bytes.count, bytes[place] == UInt8(ascii: ".") {
      place += 1
      let point = place
      while isDigit(place) {
        add(bytes[place])
        place += 1
      }
      guard place > point else { throw fault("a digit") }
      exponent = point - place
    }
    if place < bytes.count, bytes[place] | 0x20 == UInt8(ascii: "e") {
      place += 1
      let isDown = place < bytes.count && bytes[place] == UInt8(ascii: "-")
      if place < bytes.count, isDown || bytes[place] == UInt8(ascii: "+") { place += 1 }
      let power = place
      var value = 0
      while isDigit(place) {
        value = min(100_000, value * 10 + Int(bytes[place] - 48))
        place += 1
      }
      guard place > power else { throw fault("a digit") }
      exponent += isDown ? -value : value
    }
    // Both factors exact: one rounding (W. Clinger, "How to read floating point numbers accurately",
    // 1990).
    if dropped == 0, mantissa <= 1 << 53, abs(exponent) <= 22 {
      let whole = Double(mantissa)
      let scaled = exponent < 0 ? whole / Self.powers[-exponent] : whole * Self.powers[exponent]
      return isNegative ? -scaled : scaled
    }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      place = start
      throw fault("a number within the range of Double")
    }
    return value
  }

  private static let powers: [Double] = (0...22).map { power in
    (0..<power).reduce(1.0) { value, _ in value * 10 }
  }
}
