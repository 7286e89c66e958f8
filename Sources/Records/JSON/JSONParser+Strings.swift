extension JSONParser {
  /// Reads a string; `index` is at its opening quote.
  mutating func string() throws(JSONSyntaxError) -> String {
    let start = index
    index += 1
    var text: [UInt8] = []
    while true {
      guard let byte = current else { throw fault("a closing quote") }
      switch byte {
      case UInt8(ascii: "\""):
        index += 1
        guard let result = String(validating: text, as: UTF8.self) else {
          throw fault("UTF-8 text", at: start, got: "bytes that are not UTF-8")
        }
        return result
      case UInt8(ascii: "\\"):
        try escape(into: &text)
      case 0..<0x20:
        throw fault("control characters written as escapes")
      default:
        text.append(byte)
        index += 1
      }
    }
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONSyntaxError) {
    let place = index
    index += 1
    guard let byte = current else { throw fault("an escape") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var code = try hexadecimalUnit()
      if (0xD800..<0xDC00).contains(code) {
        guard bytes[index...].starts(with: "\\u".utf8) else {
          throw fault("the second half of a surrogate pair")
        }
        index += 2
        let low = try hexadecimalUnit()
        guard (0xDC00..<0xE000).contains(low) else {
          throw fault("the second half of a surrogate pair", at: place)
        }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else {
        throw fault("a surrogate pair that starts with its first half", at: place)
      }
      text += String(Character(scalar)).utf8
    default:
      throw fault("an escape of JSON", at: place)
    }
  }

  private mutating func hexadecimalUnit() throws(JSONSyntaxError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
        throw fault("a hexadecimal digit")
      }
      code = code << 4 + UInt32(digit)
      index += 1
    }
    return code
  }
}
