import ArgumentParser
import Datasets
import Foundation
import Interchange
import Networks
import Records
import Reports
import Training

/// Turns an error into one message and a documented exit code.
enum Failure {
  static func code(of error: any Error) -> Int32 {
    switch error {
    case is SpecError, is GenotypeError, is NotebookError: 64
    case is DatasetError, is AccuracyTableError: 66
    case is StoreError, is ImportError, is ExportError: 2
    case is RunInterrupted: Interruption.exitCode
    default: 1
    }
  }

  /// As `reporting`, for a command that compares: every error means that it could not, exit code 2.
  static func comparing(json: Bool, _ body: () throws -> Void) throws {
    try reporting(json: json, code: 2, body)
  }

  /// Runs `body`; an error is printed on standard error, with `json` as a JSON object.
  static func reporting(
    json: Bool,
    code fixed: Int32? = nil,
    _ body: () throws -> Void
  ) throws {
    do {
      try body()
    } catch let error as ExitCode {
      throw error
    } catch {
      let code = fixed ?? code(of: error)
      let text = String(describing: error)
      if json {
        let value = JSONValue.object(["error": .string(text), "exitCode": .integer(Int(code))])
        write(value.text)
      } else {
        let mark = error is RunInterrupted ? "" : "error: "
        write(mark + text.split(separator: "\n").joined(separator: "\n       "))
      }
      throw ExitCode(code)
    }
  }

  private static func write(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }
}
