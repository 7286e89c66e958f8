import Charts
import Foundation
import Testing

@Suite struct ProvenanceTests {
  private let provenance = Provenance(
    figure: "weights \u{2192} epochs",
    runs: "0a1b 2c3d",
    data: "sha256:99",
    engine: "1.0"
  )

  private func png(_ provenance: Provenance?) throws -> Data {
    try FigureRenderer().render(
      Figure(width: 64, height: 40, chart: Lines.example),
      provenance: provenance
    ).png
  }

  @Test("a provenance is read back from the PNG")
  func roundTrip() throws {
    #expect(try PNGProvenance.read(from: png(provenance)) == provenance)
    #expect(try PNGProvenance.read(from: png(nil)) == nil)
  }

  @Test("a provenance changes no pixel and libpng accepts the file")
  func pixels() throws {
    #expect(try PNGCodec.decode(png(provenance)) == PNGCodec.decode(png(nil)))
  }

  @Test("a flipped bit in a text chunk is reported with its offset")
  func damage() throws {
    var file = try png(provenance)
    let key = try #require(file.range(of: Data("dartboard:runs".utf8)))
    file[key.lowerBound] ^= 1
    let error = try #require(throws: PNGError.self) { try PNGProvenance.read(from: file) }
    guard case .checksum(let chunk, let offset, _, _) = error else {
      Issue.record("expected a checksum error, got \(error)")
      return
    }
    #expect(chunk == "iTXt")
    #expect(offset == key.lowerBound - 8)
  }

  @Test("a file cut anywhere is an error, never a crash")
  func truncation() throws {
    let file = try png(provenance)
    for length in stride(from: 0, to: file.count, by: 7) {
      #expect(throws: PNGError.self) { try PNGProvenance.read(from: Data(file.prefix(length))) }
    }
    #expect(throws: PNGError.notPNG) { try PNGProvenance.read(from: Data("GIF89a...".utf8)) }
    #expect(throws: PNGError.self) { try PNGCodec.decode(Data(file.prefix(60))) }
  }

  @Test("pixels survive encoding; an oversized header is refused")
  func codec() throws {
    let bytes = (0..<(5 * 3 * 4)).map { UInt8(truncatingIfNeeded: $0 % 4 == 3 ? 255 : $0 * 37) }
    let image = PixelImage(width: 5, height: 3, channels: 4, bytes: bytes)
    let file = try PNGCodec.encode(image)
    #expect(try PNGCodec.decode(file) == image)
    #expect(throws: PNGError.tooLarge(width: 5, height: 3, limit: 14)) {
      try PNGCodec.decode(file, pixelLimit: 14)
    }
  }
}
