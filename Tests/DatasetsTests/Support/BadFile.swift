import Datasets
import Foundation
import Testing

/// A damaged data set and what the one error about it must say.
struct BadFile: Sendable, CustomTestStringConvertible {
  /// What is wrong.
  let testDescription: String
  /// The file that the error must name.
  let file: String
  /// The content of that file, nil to remove it.
  let content: [UInt8]?
  /// The offset and the field that the error must name, nil for a file that cannot be read at all.
  let place: (byte: Int, field: String)?
  /// A part of what the error says was there.
  let got: String

  init(
    _ what: String,
    _ file: String,
    _ content: [UInt8]?,
    at byte: Int,
    _ field: String,
    got: String
  ) {
    testDescription = what
    self.file = file
    self.content = content
    place = (byte, field)
    self.got = got
  }

  /// A file that is absent or empty.
  init(_ what: String, _ file: String, _ content: [UInt8]?, got: String) {
    testDescription = what
    self.file = file
    self.content = content
    place = nil
    self.got = got
  }

  /// Damages the folder, loads the test part and checks the error.
  func check(
    _ folder: TemporaryFolder,
    id: String,
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    if let content {
      try folder.write(content, to: id + "/" + file)
    } else {
      try folder.remove(id + "/" + file)
    }
    let error = try #require(
      throws: DatasetError.self,
      sourceLocation: location
    ) { try DatasetCatalog.load(id, part: .test, request: folder.request) }
    let text = error.description
    #expect(text.contains(file), sourceLocation: location)
    #expect(text.contains("expected ") || content == nil, sourceLocation: location)
    #expect(text.contains(got), "\(text)", sourceLocation: location)
    if content == nil {
      guard case .notFound(let dataset, let files, let searched, let remedy) = error else {
        Issue.record("not a 'not found': \(text)", sourceLocation: location)
        return
      }
      #expect(dataset == id && !files.isEmpty && !searched.isEmpty, sourceLocation: location)
      #expect(remedy.contains("--data-dir DIR"), sourceLocation: location)
      return
    }
    #expect(
      text.contains("replace the file by an intact copy"),
      "\(text)",
      sourceLocation: location
    )
    guard let place else {
      guard case .unreadable = error else {
        Issue.record("not 'unreadable': \(text)", sourceLocation: location)
        return
      }
      return
    }
    guard case .malformed(let fault) = error else {
      Issue.record("not 'malformed': \(text)", sourceLocation: location)
      return
    }
    #expect(fault.path == folder.path + "/\(id)/\(file)", sourceLocation: location)
    #expect(fault.byte == place.byte, "\(text)", sourceLocation: location)
    #expect(fault.field == place.field, "\(text)", sourceLocation: location)
  }
}
