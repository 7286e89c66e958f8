import Charts
import Datasets
import Engine
import Foundation
import Probes
import Records
import Search
import Training

/// The search executed with other threads, kernels, builds and BLAS cores, and the heads of the ledgers.
struct SameBitsTrial: Panel {
  let id = "same-bits"
  let summary = "the head of the ledger over threads, kernels, build modes and BLAS cores"

  func content(_ record: SearchRecord) -> PanelContent {
    do {
      let head = try LedgerReader(path: record.folder.ledgerPath).head
      var rows = ["| as recorded | `\(head.prefix(16))` | |"]
      for threads in [1, 2, 3, 7] {
        rows.append(
          try row(record, threads == 1 ? "1 thread" : "\(threads) threads", head, threads, .best)
        )
      }
      for kernels in KernelChoice.allCases where kernels.isAvailable {
        rows.append(try row(record, "\(kernels.rawValue) kernels", head, 2, kernels))
      }
      rows += processes(record)
      return .markdown(
        "| executed with | head of the ledger | |\n| --- | --- | --- |\n"
          + rows.joined(separator: "\n")
      )
    } catch {
      return .absent("\(error)")
    }
  }

  private func row(
    _ record: SearchRecord,
    _ name: String,
    _ head: String,
    _ threads: Int,
    _ kernels: KernelChoice
  ) throws -> String {
    // Without probes: they do not reach the ledger, and that is part of what is shown.
    let scratch = try ScratchRun(
      interval: try LedgerReader(path: record.folder.ledgerPath).header.interval,
      locations: .here,
      pool: ThreadPool(threads: threads, kernels: kernels)
    ) { _ in [] }
    defer { scratch.remove() }
    let folder = try scratch.execute(record.folder)
    let found = try LedgerReader(path: folder.ledgerPath).head
    return "| \(name) | `\(found.prefix(16))` | \(found == head ? "same" : "DIFFERENT") |"
  }

  /// What needs a process of its own: other builds, and OpenBLAS asked for other cores.
  private func processes(_ record: SearchRecord) -> [String] {
    guard let program = OwnProgram() else { return [] }
    func row(_ name: String, _ outcome: Bool?) -> String {
      let word = outcome.map { $0 ? "same" : "DIFFERENT" } ?? "could not be compared"
      return "| \(name) | `dartboard verify` | \(word) |"
    }
    var rows = program.otherBuilds.map { name, other in
      row("the \(name) build, probes included", other.verifies(record.folder))
    }
    for core in ["Prescott", "Haswell", "SkylakeX", "Zen"] {
      rows.append(
        row(
          "`OPENBLAS_CORETYPE=\(core)`, probes included",
          program.verifies(record.folder, environment: ["OPENBLAS_CORETYPE": core])
        )
      )
    }
    return rows
  }
}

extension DataLocations {
  /// Where data sets are looked for when nothing else is said.
  static var here: DataLocations {
    .standard(environment: ProcessInfo.processInfo.environment, dataDirectory: nil)
  }
}
