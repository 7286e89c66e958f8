import Engine
import Foundation
import Networks
import Testing

@Suite struct AccuracyTableTests {
  private let cell = "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|none~0|none~1|avg_pool_3x3~2|"

  @Test("a table is looked up by cell, whatever its columns")
  func lookup() throws {
    let table = try AccuracyTable(csv: "index,arch,test\n3,\(cell),91.5\n", file: "a.csv")
    #expect(table.columns == ["test"] && table.count == 1)
    #expect(table.value("test", of: try NASBench201Cell(parsing: cell)) == 91.5)
    #expect(table[NASBench201Cell()] == nil)
    let windows = try AccuracyTable(csv: "arch,test\r\n\(cell),91.5\r\n", file: "a.csv")
    #expect(windows.count == 1)
  }

  @Test("a bad table names its line and what was expected there")
  func faults() {
    for (csv, line, expected) in [
      ("a,b\n1,2\n", 1, "column 'arch'"),
      ("arch,x\n\(cell),1\n\(cell)\n", 3, "2 fields"),
      ("arch,x\n|conv~0|,1\n", 2, "NAS-Bench-201 string"),
      ("arch,x\n\(cell),high\n", 2, "number in column 'x'"),
      ("arch,x\n\(cell),1\n\(cell),1\n", 3, "every architecture once"),
    ] {
      do {
        _ = try AccuracyTable(csv: csv, file: "t.csv")
        Issue.record("\(csv) was read")
      } catch {
        #expect(error.line == line && error.expected.contains(expected), "\(error)")
      }
    }
  }

  @Test("the whole benchmark is read where it is present, and its best cell is the known one")
  func benchmark() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = root.appending(path: "../shared/data/nasbench201/nasbench201.csv").path()
    guard let data = FileManager.default.contents(atPath: path) else {
      print("skipped: there is no table of NAS-Bench-201 beside the package")
      return
    }
    let table = try AccuracyTable(csv: String(decoding: data, as: UTF8.self), file: path)
    #expect(table.count == NASBench201Cell.count)
    let best = NASBench201Cell.all.compactMap {
      table.value("cifar10_test_200ep", of: $0)
    }.max()
    #expect(best.map { abs($0 - 94.37) < 0.01 } == true)
    // The benchmark's own counts, at its 15 cells and 16 channels.
    let space = NASBench201Space.standard
    for index in stride(from: 0, to: NASBench201Cell.count, by: 401) {
      let cell = NASBench201Cell(index: index)
      let cost = try space.network(.nasBench201(cell), space.paperShape, DerivedOptions()).cost
      let millions = try #require(table.value("cifar10_params_m", of: cell))
      #expect(cost.parameters == Int((millions * 1e6).rounded()), "\(cell.text)")
    }
  }
}
