import Charts
import Foundation
import Records
import Reports

/// Turns comparisons into a page with a table, a chart and the numbers behind them.
struct BenchReport {
  let rows: [BenchComparison]
  let version: String

  /// Both programs, one line a workload.
  var comparison: String {
    let head = [
      "workload", "times faster", "one thread", "1 to 2 threads", "dartboard s/step", "one thread",
      "PyTorch s/step", "other layout", "memory",
    ]
    return Self.table(
      head,
      rows.map { row in
        let layouts = BenchComparison.layouts.compactMap { name in
          row.peer(name, 2).map { (name: name, seconds: $0.median) }
        }.sorted { $0.seconds < $1.seconds }
        let peers = layouts.map { "\(BenchResult.fixed($0.seconds, 2)) \($0.name)" }
        let memory = row.own(2) { Double($0.peakResidentBytes) }.most / 1_048_576
        return [
          Self.name(row), row.ratio(threads: 2).text(1), row.ratio(threads: 1).text(1),
          row.scaling.text(2), row.own(2) { $0.medianStepSeconds }.text(3),
          row.own(1) { $0.medianStepSeconds }.text(3), peers.first ?? "-",
          peers.dropFirst().first ?? "-",
          "\(BenchResult.fixed(memory, 0)) MiB, 1/\(BenchResult.fixed(row.memoryRatio, 1))",
        ]
      }
    )
  }

  /// Ours against the machine, one line a workload.
  var roof: String {
    let head = [
      "workload", "GFLOP/s", "of peak", "GB a step", "at GB/s", "of roofline",
      "of the best moment's", "with one thread",
    ]
    return Self.table(
      head,
      rows.map { row in
        func percent(_ threads: Int, _ value: (BenchResult) -> Double) -> String {
          row.own(threads) { 100 * value($0) }.text(0) + " %"
        }
        return [
          Self.name(row), row.own(2) { $0.gflops }.text(0), row.own(2) { $0.peakGflops }.text(0),
          row.own(2) { Double($0.bytesPerStep) * 1e-9 }.text(2),
          row.own(2) { $0.bandwidthBytesPerSecond * 1e-9 }.text(0),
          percent(2) { $0.rooflineShare }, percent(2) { $0.bestRooflineShare },
          percent(1) { $0.rooflineShare },
        ]
      }
    )
  }

  private static func table(_ head: [String], _ lines: [[String]]) -> String {
    ([head, head.map { _ in "---" }] + lines)
      .map { "| " + $0.joined(separator: " | ") + " |" }
      .joined(separator: "\n")
  }

  private static func name(_ row: BenchComparison) -> String {
    row.rounds.first?.own.first?.workload ?? ""
  }

  private var figure: Figure {
    let ratios = rows.map { $0.ratio(threads: 2).median }
    return Figure(
      title: "A step is \(BenchResult.fixed(ratios.min() ?? .nan, 1)) to "
        + "\(BenchResult.fixed(ratios.max() ?? .nan, 1)) times as fast as in PyTorch",
      subtitle: "PyTorch's best layout over dartboard, same work, same threads, same machine",
      colorSlots: ["2 threads": 0, "1 thread": 1],
      chart: Bars(
        groups: rows.map(Self.name),
        series: [
          Bars.Series("2 threads", values: ratios),
          Bars.Series("1 thread", values: rows.map { $0.ratio(threads: 1).median }),
        ],
        y: Axis("Times faster", lower: 0)
      )
    )
  }

  private var csv: String {
    let head =
      "workload,round,program,layout,threads,median_step_seconds,peak_resident_bytes,gflops,"
      + "peak_gflops,best_peak_gflops,bytes_per_step,bandwidth_bytes_per_second,"
      + "best_bandwidth_bytes_per_second,roofline_seconds,roofline_share,best_roofline_share"
    var lines = [head]
    for row in rows {
      for (number, round) in row.rounds.enumerated() {
        for own in round.own {
          lines.append(
            "\(own.workload),\(number + 1),dartboard,,\(own.threads),\(own.medianStepSeconds),"
              + "\(own.peakResidentBytes),\(own.gflops),\(own.peakGflops),\(own.bestPeakGflops),"
              + "\(own.bytesPerStep),\(own.bandwidthBytesPerSecond),"
              + "\(own.bestBandwidthBytesPerSecond),\(own.rooflineSeconds),\(own.rooflineShare),"
              + "\(own.bestRooflineShare)"
          )
        }
        for peer in round.peers {
          lines.append(
            "\(Self.name(row)),\(number + 1),PyTorch \(peer.torch),\(peer.layout),"
              + "\(peer.threads),\(peer.medianStepSeconds),\(peer.peakResidentBytes)"
              + String(repeating: ",", count: 9)
          )
        }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var page: String {
    let machine = Environment.manifest(threads: 2)
    let extents = rows.compactMap { $0.rounds.first?.own.first }.map {
      "- `\($0.workload)`: \($0.channels) channels, \($0.cells) cells, batch \($0.batch) of "
        + "\($0.size)x\($0.size) images"
    }
    return """
      # Performance

      ![Times faster than PyTorch by workload](times-faster.png)

      \(comparison)

      \(extents.joined(separator: "\n"))

      A step of a supernet is bilevel and first-order: the alpha gradient and Adam on one batch, then the
      weight gradient, clipping and SGD on another; `derived` is a training step of DARTS_V2. Everything was
      timed in \(rows.first?.rounds.count ?? 0) rounds, each program in a process of its own, PyTorch between two
      measurements of ours. A time is the median of all that were measured, in brackets the least and the most.
      "Times faster" is the median of the rounds' own ratios to PyTorch's faster layout, which the first round
      finds, at the same number of threads; "1 to 2 threads" that of times next to each other. Memory is compared
      with PyTorch's smallest peak.

      \(roof)

      The roofline takes of every level of the timetable the larger of its multiply-adds at the measured peak and
      its bytes at the measured bandwidth: batch statistics are complete only when a level is, so levels do not
      overlap. Bytes count every tensor once a level, multiply-adds those of convolutions, as usual with the taps
      that meet only the zeros around an image, although depthwise loops leave most of these out; what batch
      normalization, rectification, pools and sums compute is not counted, nor is anything computed twice. Peak
      and bandwidth are measured by the same threads in short bursts before and behind every step. "Of roofline"
      takes the medians of these bursts, what the machine gave while the steps ran; "of the best moment's" takes
      the fastest burst of each, which on a machine with neighbours is a pace that no step of seconds is given.

      Measured on \(machine["cpu"] ?? "an unknown processor") with \(machine["kernels"] ?? "") kernels, \
      PyTorch \(rows.first?.rounds.first?.peers.first?.torch ?? "unknown"). `make bench` repeats it; all numbers are in
      [performance.csv](performance.csv), those of the chart in [times-faster.csv](times-faster.csv).

      """
  }

  /// Writes README.md, the chart and the numbers into `folder`.
  ///
  /// - Throws: `StoreError`, `PNGError`.
  func write(to folder: String) throws {
    let drawn = try FigureFiles(figure, name: "times-faster", runs: "bench", version: version)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try AtomicFile.write(drawn.png, to: "\(folder)/times-faster.png")
    try AtomicFile.write(drawn.csv, to: "\(folder)/times-faster.csv")
    try AtomicFile.write(Data(csv.utf8), to: "\(folder)/performance.csv")
    try AtomicFile.write(Data(page.utf8), to: "\(folder)/README.md")
  }
}
