import Charts
import Foundation
import Records
import Reports

/// Turns comparisons into a page with a table, a chart and the numbers behind them.
struct BenchReport {
  let rows: [BenchComparison]
  let version: String

  /// One line a workload.
  var table: String {
    let head = [
      "workload", "dartboard s/step", "one thread", "PyTorch channels_last", "default",
      "times faster", "one thread", "1 to 2 threads", "GFLOP/s", "of roofline", "memory",
    ]
    let lines = rows.compactMap { row -> [String]? in
      guard let two = row.own.first(where: { $0.threads == 2 }),
        let one = row.own.first(where: { $0.threads == 1 })
      else { return nil }
      func peer(_ layout: String) -> String {
        let found = row.peers.first { $0.layout == layout && $0.threads == 2 }
        return found.map { BenchResult.fixed($0.medianStepSeconds, 2) } ?? "-"
      }
      return [
        two.workload, BenchResult.fixed(two.medianStepSeconds, 3),
        BenchResult.fixed(one.medianStepSeconds, 3), peer("channels_last"), peer("default"),
        BenchResult.fixed(row.ratio(threads: 2), 1), BenchResult.fixed(row.ratio(threads: 1), 1),
        BenchResult.fixed(row.scaling, 2),
        BenchResult.fixed(two.gflops, 0) + " of " + BenchResult.fixed(two.peakGflops, 0),
        BenchResult.fixed(100 * two.rooflineShare, 0) + " %",
        BenchResult.fixed(Double(two.peakResidentBytes) / 1_048_576, 0) + " MiB, 1/"
          + BenchResult.fixed(row.memoryRatio, 1),
      ]
    }
    let all = [head, head.map { _ in "---" }] + lines
    return all.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  private var figure: Figure {
    let names = rows.map { $0.own.first?.workload ?? "" }
    let least = rows.map { $0.ratio(threads: 2) }.min() ?? .nan
    let most = rows.map { $0.ratio(threads: 2) }.max() ?? .nan
    return Figure(
      title: "A step is \(BenchResult.fixed(least, 1)) to \(BenchResult.fixed(most, 1)) times as "
        + "fast as in PyTorch",
      subtitle: "PyTorch's best layout over dartboard, same work, same threads, same machine",
      colorSlots: ["2 threads": 0, "1 thread": 1],
      chart: Bars(
        groups: names,
        series: [
          Bars.Series("2 threads", values: rows.map { $0.ratio(threads: 2) }),
          Bars.Series("1 thread", values: rows.map { $0.ratio(threads: 1) }),
        ],
        y: Axis("Times faster", lower: 0)
      )
    )
  }

  private var csv: String {
    let head =
      "workload,program,layout,threads,median_step_seconds,peak_resident_bytes,gflops,peak_gflops,"
      + "bytes_per_step,bandwidth_bytes_per_second,roofline_seconds,roofline_share"
    var lines = [head]
    for row in rows {
      for own in row.own {
        lines.append(
          "\(own.workload),dartboard,,\(own.threads),\(own.medianStepSeconds),"
            + "\(own.peakResidentBytes),\(own.gflops),\(own.peakGflops),\(own.bytesPerStep),"
            + "\(own.bandwidthBytesPerSecond),\(own.rooflineSeconds),\(own.rooflineShare)"
        )
      }
      for peer in row.peers {
        lines.append(
          "\(row.own.first?.workload ?? ""),PyTorch \(peer.torch),\(peer.layout),\(peer.threads),"
            + "\(peer.medianStepSeconds),\(peer.peakResidentBytes),,,,,,"
        )
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var page: String {
    let machine = Environment.manifest(threads: 2)
    let extents = rows.compactMap { $0.own.first }.map {
      "- `\($0.workload)`: \($0.channels) channels, \($0.cells) cells, batch \($0.batch) of "
        + "\($0.size)x\($0.size) images"
    }
    return """
      # Performance

      ![Times faster than PyTorch by workload](times-faster.png)

      \(table)

      \(extents.joined(separator: "\n"))

      A step of a supernet is bilevel and first-order: the alpha gradient and Adam on one batch, then the
      weight gradient, clipping and SGD on another; `derived` is a training step of DARTS_V2. Times are
      medians in seconds. "Times faster" compares with PyTorch's faster layout at the same number of
      threads, memory with its smaller peak. The roofline takes of every level of the
      timetable the larger of its multiply-adds at the measured peak and its bytes at the measured bandwidth,
      both with the same threads in the same process: batch statistics are complete only when a level is, so
      levels do not overlap. Bytes count every tensor once a level, multiply-adds those of convolutions; what
      batch normalization, rectification, pools and sums compute is not counted, nor is anything computed twice.

      Measured on \(machine["cpu"] ?? "an unknown processor") with \(machine["kernels"] ?? "") kernels, \
      PyTorch \(rows.first?.peers.first?.torch ?? "unknown"). `make bench` repeats it; all numbers are in
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
