import Foundation
import Testing

@Suite struct BenchCommandTests {
  @Test("bench prints what a step took and what the machine allows")
  func json() throws {
    try withFolder { folder in
      let bench = try Dartboard.run(
        [
          "bench", "supernet", "--channels", "4", "--cells", "3", "--batch", "4", "--size", "8",
          "--threads", "2", "--steps", "1", "--json",
        ],
        in: folder
      )
      try #require(bench.code == 0, Comment(rawValue: bench.errors))
      #expect(bench.errors.isEmpty)
      let result = try JSONSerialization.jsonObject(with: Data(bench.output.utf8))
      let values = try #require(result as? [String: Any])
      for key in [
        "medianStepSeconds", "gflops", "peakGflops", "bytesPerStep", "peakResidentBytes",
        "bandwidthBytesPerSecond", "rooflineSeconds", "rooflineShare",
      ] {
        let value = try #require(values[key] as? Double, "no \(key)")
        #expect(value > 0, "\(key) is \(value)")
      }
      #expect(values["threads"] as? Int == 2)
    }
  }

  @Test("extents out of range are answered with the range")
  func range() throws {
    try withFolder { folder in
      let bench = try Dartboard.run(["bench", "supernet", "--cells", "0"], in: folder)
      #expect(bench.code == 64)
      #expect(bench.errors.contains("--cells: expected 1 to 100, got 0"))
    }
  }

  @Test("a comparison of unknown workloads is answered with the known ones and writes nothing")
  func unknownWorkload() throws {
    try withFolder { folder in
      let bench = try Dartboard.run(
        ["bench", "compare", "--only", "unknown"],
        in: folder
      )
      #expect(bench.code == 64)
      #expect(bench.errors.contains("--only"))
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "reports").path()))
    }
  }
}
