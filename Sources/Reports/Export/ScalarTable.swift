import Foundation
import Records

/// The scalars of a run over its epochs, read off its events whatever they are called.
struct ScalarTable {
  /// The values of one epoch, by column; nil where there is none.
  struct Row {
    let epoch: Int
    var values: [Double?]
  }

  /// `event/field`, nested fields after dots, sorted.
  let columns: [String]
  /// Epochs, rising; -1 is before the first step.
  let rows: [Row]

  init(_ folder: RunFolder) throws {
    var found: [Int: [String: Double]] = [:]
    for event in try EventReader(path: folder.eventsPath).raw {
      guard case .integer(let epoch)? = event.value["epoch"] else { continue }
      guard case .object(let members) = event.value else { continue }
      for (key, value) in members where !["epoch", "seq", "v", "event"].contains(key) {
        for (name, number) in Self.scalars(value, "\(event.id)/\(key)") {
          found[epoch, default: [:]][name] = number
        }
      }
    }
    let names = Set(found.values.flatMap { $0.keys }).sorted()
    columns = names
    rows = found.sorted { $0.key < $1.key }.map { epoch, values in
      Row(epoch: epoch, values: names.map { values[$0] })
    }
  }

  /// Single numbers below a value; lists are no scalars.
  private static func scalars(_ value: JSONValue, _ name: String) -> [(String, Double)] {
    switch value {
    case .integer(let number): [(name, Double(number))]
    case .number(let number) where number.isFinite: [(name, number)]
    case .bool(let flag): [(name, flag ? 1 : 0)]
    case .object(let members):
      members.sorted { $0.key < $1.key }.flatMap { scalars($0.value, "\(name).\($0.key)") }
    default: []
    }
  }

  /// A header line and a line an epoch (RFC 4180); an empty field is no value.
  var csv: String {
    let head = (["epoch"] + columns).joined(separator: ",")
    let body = rows.map { row in
      (["\(row.epoch)"] + row.values.map { $0.map { JSONValue.number($0).text } ?? "" })
        .joined(separator: ",")
    }
    return ([head] + body).joined(separator: "\r\n") + "\r\n"
  }
}
