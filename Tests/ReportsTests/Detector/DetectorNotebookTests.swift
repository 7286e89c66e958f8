import Datasets
import Engine
import Foundation
import Records
import Testing

@testable import Reports

@Suite struct DetectorNotebookTests {
  /// Runs of 50 epochs, every other one of which drifts into skips.
  private static let table: String = {
    let header =
      "space,dataset,drop_path,weight_decay,job,run,normal_skips_per_epoch,final_valid_error,"
      + "hessian_epochs,dominant_eigenvalue"
    let rows = (0..<40).map { run in
      let skips = (0..<50).map { epoch in run % 2 == 0 ? "\(min(7, epoch / 5))" : "\(epoch % 3)" }
      return
        "s1,cifar10,0.0,0.0003,\(run / 2),\(run),\(skips.joined(separator: ";")),12.5,0;2,0.1;0.2"
    }
    return ([header] + rows).joined(separator: "\n") + "\n"
  }()

  private func run(_ notebook: Notebook, in folder: String) throws -> ReportPage {
    try NotebookRunner(
      notebook,
      store: folder + "/runs",
      locations: DataLocations(searchPaths: [folder]),
      pool: ThreadPool(threads: 1),
      manifest: [:],
      version: "test"
    ).run { _ in }.page
  }

  @Test("a block scores the detectors on a table below a data folder; without the table it says so")
  func block() throws {
    let folder = NSTemporaryDirectory() + "dartboard-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(
      atPath: folder + "/tables",
      withIntermediateDirectories: true
    )
    let text = "# Detectors\n\n```detector\ntable: tables/runs.csv\n```\n"
    let notebook = try Notebook(text, path: "n.md", name: "n")
    #expect(!notebook.isProse && notebook.searches.isEmpty)
    #expect(throws: DatasetError.self) { try run(notebook, in: folder) }
    try Data(Self.table.utf8).write(to: URL(filePath: folder + "/tables/runs.csv"))
    let page = try run(notebook, in: folder)
    #expect(
      page.markdown.contains("40 runs with 50 epochs (0 without are left out): 20 end with 5")
    )
    #expect(page.files.map(\.name) == ["roc.png", "roc.csv"])
    #expect(!page.markdown.contains("| run | seed |"))
  }

  @Test("a block without a table points to its line")
  func mistake() throws {
    let error = try #require(throws: SpecError.self) {
      try Notebook("\n```detector\n```\n", path: "n.md", name: "n")
    }
    #expect(error.description.hasPrefix("n.md:2"), "\(error)")
  }
}
