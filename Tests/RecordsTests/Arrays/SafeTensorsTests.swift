import Foundation
import Records
import Testing

/// The arrays of the fixtures, written by NumPy and safetensors.
enum Reference {
  static func data(_ name: String) throws -> Data {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return try Data(contentsOf: folder.appending(path: "../../../fixtures/records/\(name)"))
  }

  static let tensors: [String: StoredTensor] = [
    "f32": StoredTensor([0.5, -1.25, 3, 1e-30, 1e30, -0.0] as [Float], shape: [2, 3]),
    "f64": StoredTensor((0..<6).map { Double($0) / 3 }, shape: [1, 2, 3]),
    "i32": StoredTensor([Int32.min, 0, Int32.max]),
    "i64": StoredTensor([Int64.min, Int64.max]),
    "u8": StoredTensor([0, 127, 255] as [UInt8]),
    "scalar": StoredTensor([2.5], shape: []),
    "empty": StoredTensor([] as [Float], shape: [0, 4]),
  ]

  /// Runs a Python program over a file; nil without Python and the package.
  static func python(_ program: String, package: String, _ data: Data) throws -> String? {
    let folder = try TemporaryFolder()
    try folder.write([UInt8](data), to: "file")
    for (code, isNeeded) in [("import \(package)", false), (program, true)] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["python3", "-c", code, folder.file("file")]
      let output = Pipe()
      process.standardOutput = output
      process.standardError = Pipe()
      try process.run()
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      if isNeeded { return process.terminationStatus == 0 ? text : "failed" }
      if process.terminationStatus != 0 { return nil }
    }
    return nil
  }
}

@Suite struct SafeTensorsTests {
  @Test("a file of the reference implementation reads as the numbers that went in")
  func reference() throws {
    let file = try SafeTensors(data: try Reference.data("reference.safetensors"))
    #expect(file.tensors == Reference.tensors)
    #expect(file.metadata == ["note": "written by safetensors"])
    #expect(file.tensors["i32"]?.values() == [Int32.min, 0, Int32.max])
    #expect(file.tensors["i32"]?.values(as: Float.self) == nil)
  }

  @Test("what is written reads back, is aligned, and is the same for the same content")
  func roundTrip() throws {
    let file = SafeTensors(tensors: Reference.tensors, metadata: ["a": "\u{E9}\n", "b": ""])
    let data = file.data()
    #expect(try SafeTensors(data: data) == file)
    #expect(data == file.data())
    let header = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(header % 8 == 0)
    #expect(try SafeTensors(data: SafeTensors().data()) == SafeTensors())
    // A slice of Data does not start at 0.
    #expect(try SafeTensors(data: (Data([1, 2]) + data)[2...]) == file)
  }

  @Test("the reference implementation reads what is written here")
  func python() throws {
    let file = SafeTensors(tensors: Reference.tensors, metadata: ["a": "b"])
    let text = try Reference.python(
      """
      import sys; from safetensors import safe_open
      with safe_open(sys.argv[1], framework="numpy") as f:
        print(f.metadata()["a"], sorted(f.keys()), f.get_tensor("f32").tolist()[0],
          f.get_tensor("i64").tolist(), f.get_tensor("empty").shape)
      """,
      package: "safetensors.numpy",
      file.data()
    )
    guard let text else { return }
    #expect(
      text == "b ['empty', 'f32', 'f64', 'i32', 'i64', 'scalar', 'u8'] [0.5, -1.25, 3.0] "
        + "[-9223372036854775808, 9223372036854775807] (0, 4)\n"
    )
  }

  private func file(_ header: String, _ content: Int = 0) -> Data {
    var data = Data()
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { data.append(contentsOf: $0) }
    return data + Data(header.utf8) + Data(count: content)
  }

  @Test(
    "a header that lies is refused",
    arguments: [
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 8),
      (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8),
      (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4),
      (#"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#, 0),
      (#"{"a":{"dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,0]}}"#, 0),
      (#"{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}"#, 4),
      (#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[2,0]}}"#, 2),
      (#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2],"x":1}}"#, 2),
      (#"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":1}"#, 2),
      (#"{"a":{"dtype":"U8","shape":[2.5],"data_offsets":[0,2]}}"#, 2),
      (#" {}"#, 0), ("[]", 0), ("", 0), ("{}", 1), (#"{"__metadata__":{"a":1}}"#, 0),
      (
        #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"#
          + #""b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#, 3
      ),
    ]
  )
  func lies(header: String, content: Int) {
    #expect(throws: ArrayFileError.self) { try SafeTensors(data: file(header, content)) }
  }

  @Test("a length beyond the file is refused before memory is taken")
  func lengths() {
    for data in [Data(), Data(count: 7), Data(repeating: 0xFF, count: 16), Data([9] + [0, 0])] {
      #expect(throws: ArrayFileError.self) { try SafeTensors(data: data) }
    }
  }

  @Test("mutated files never crash; what is accepted writes and reads the same")
  func fuzz() throws {
    let seed = [UInt8](SafeTensors(tensors: Reference.tensors, metadata: ["a": "b"]).data())
    var generator = SeededGenerator(state: 5)
    for _ in 0..<Mutations.count(3000) {
      guard let file = try? SafeTensors(data: Data(generator.mutate(seed))) else { continue }
      guard file.tensors["__metadata__"] == nil else { continue }
      #expect(try SafeTensors(data: file.data()) == file)
    }
  }
}
