import Foundation
import Testing

@testable import dartboard

/// What a comparison makes of times that drift from round to round.
@Suite struct BenchComparisonTests {
  private func own(_ threads: Int, _ seconds: Double) -> String {
    """
    {"workload": "w", "channels": 1, "cells": 1, "batch": 1, "size": 8, "threads": \(threads),
     "kernels": "avx2", "weightCount": 1, "medianStepSeconds": \(seconds),
     "fastestStepSeconds": \(seconds), "steps": 1, "gflops": 1, "peakGflops": 2,
     "bestPeakGflops": 2, "bytesPerStep": 1, "bandwidthBytesPerSecond": 1,
     "bestBandwidthBytesPerSecond": 1, "rooflineSeconds": 1, "rooflineShare": 0.5,
     "bestRooflineShare": 0.5, "peakResidentBytes": \(threads * 100)}
    """
  }

  private func peer(_ layout: String, _ threads: Int, _ seconds: Double) -> String {
    """
    {"layout": "\(layout)", "threads": \(threads), "torch": "1", "weightCount": 1,
     "medianStepSeconds": \(seconds), "peakResidentBytes": 1000}
    """
  }

  /// Three rounds, the second at half and the third at a third of the pace of the first.
  private func comparison() throws -> BenchComparison {
    let rounds = [1.0, 2, 3].map { pace -> String in
      let times = [own(2, pace), own(2, 3 * pace), own(1, 4 * pace), own(1, 2 * pace)]
      var peers = [peer("default", 2, (8 + pace) * pace), peer("default", 1, 12 * pace)]
      if pace == 1 { peers.append(peer("channels_last", 2, 20)) }
      return
        "{\"own\": [\(times.joined(separator: ","))], \"peers\": [\(peers.joined(separator: ","))]}"
    }
    let text = "{\"rounds\": [\(rounds.joined(separator: ","))]}"
    return try JSONDecoder().decode(BenchComparison.self, from: Data(text.utf8))
  }

  @Test("a ratio is that of the faster layout to the mean of our times around it, round by round")
  func ratio() throws {
    let two = try comparison().ratio(threads: 2)
    #expect(two == Spread([4.5, 5, 5.5]))
    #expect(two.text(1) == "5.0 (4.5 to 5.5)")
    #expect(try comparison().ratio(threads: 1).text(1) == "4.0")
  }

  @Test("threads are compared by the times next to each other")
  func scaling() throws {
    let scaling = try comparison().scaling
    #expect(abs(scaling.least - 4.0 / 3) < 1e-12)
    #expect(abs(scaling.most - 4.0 / 3) < 1e-12)
  }

  @Test(
    "a time is the median of all rounds, memory the largest of ours under the smallest of theirs"
  )
  func times() throws {
    let comparison = try comparison()
    #expect(comparison.own(2) { $0.medianStepSeconds } == Spread([1, 2, 3, 3, 6, 9]))
    #expect(comparison.own(2) { $0.medianStepSeconds }.median == 3)
    #expect(comparison.peer("channels_last", 1) == nil)
    #expect(comparison.memoryRatio == 5)
  }
}
