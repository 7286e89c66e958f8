import Charts
import Foundation
import Testing

@Suite struct DataTableTests {
  @Test("fields are quoted as RFC 4180 asks and numbers read back exactly")
  func csv() {
    var table = DataTable(columns: ["name", "value, %"])
    table.append([.text("say \"hi\"\n"), .number(0.1 + 0.2)])
    table.append([.text(" padded"), .number(.nan)])
    table.append([.missing, .number(-.infinity)])
    table.append([.text("plain"), .number(3)])
    #expect(
      table.csv() == "name,\"value, %\"\r\n\"say \"\"hi\"\"\n\",0.30000000000000004\r\n"
        + "\" padded\",\r\n,-inf\r\nplain,3\r\n"
    )
  }

  @Test("gaps are null and infinities words in JSON, and both come back")
  func gaps() throws {
    let series = Series("s", x: [0, 1, 2], y: [.nan, .infinity, -.infinity])
    let json = try JSONEncoder().encode(series)
    let text = String(decoding: json, as: UTF8.self)
    #expect(text.contains(#"[null,"inf","-inf"]"#))
    let read = try JSONDecoder().decode(Series.self, from: json)
    #expect(read.y[0].isNaN && read.y[1] == .infinity && read.y[2] == -.infinity)
  }

  @Test("lists that do not fit are refused with their lengths")
  func mismatch() throws {
    let json = Data(#"{"name": "s", "x": [1, 2], "y": [1]}"#.utf8)
    let error = try #require(throws: DecodingError.self) {
      try JSONDecoder().decode(Series.self, from: json)
    }
    #expect("\(error)".contains("2 x values do not fit 1 y values"))
    let map = Data(
      #"{"rows": ["r"], "columns": ["a", "b"], "values": [[1]], "color": {"label": "", "unit": "", "scale": "linear", "integersOnly": false}}"#
        .utf8
    )
    let other = try #require(throws: DecodingError.self) {
      try JSONDecoder().decode(HeatMap.self, from: map)
    }
    #expect("\(other)".contains("row 0: 1 values do not fit 2 columns"))
  }
}
