import Foundation
import Records
import Testing

/// The Python package that defined the format reads our checkpoints.
@Suite struct PythonTests {
  /// A Python with the packages safetensors and numpy, or nil.
  static let python: String? = ["python3", "/usr/bin/python3"].first {
    run($0, ["-c", "import safetensors.numpy"]) != nil
  }

  private static func run(_ program: String, _ arguments: [String]) -> String? {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
  }

  @Test(
    "the safetensors package reads a checkpoint: names, types, shapes, numbers and metadata",
    .enabled(if: python != nil, "needs Python with the packages safetensors and numpy")
  )
  func package() throws {
    let folder = try TemporaryFolder()
    let store = CheckpointStore(path: folder.file("checkpoints"))
    let run = ToyRun()
    for number in 0..<3 { run.step(epoch: 0, number: number) }
    let saving = StateExchange.saving()
    try run.exchange(saving)
    try store.write(saving.checkpoint(step: 3, state: ["events": .integer(1)]))
    let script = """
      import json, sys
      from safetensors import safe_open
      with safe_open(sys.argv[1], "numpy") as file:
          tensors = {}
          for name in file.keys():
              value = file.get_tensor(name)
              tensors[name] = [str(value.dtype), list(value.shape), value.flatten().tolist()]
          print(json.dumps([file.metadata()["step"], tensors]))
      """
    let text = try #require(
      Self.run(Self.python ?? "", ["-c", script, store.file(step: 3)])
    )
    let value = try JSONValue(parsing: text)
    guard case .array(let parts) = value, parts.count == 2 else {
      Issue.record("\(text)")
      return
    }
    #expect(parts[0] == .string("3"))
    func tensor(_ type: String, _ shape: [Int], _ numbers: [Double]) -> JSONValue {
      .array([
        .string(type), .array(shape.map { .integer($0) }), .array(numbers.map { .number($0) }),
      ])
    }
    let expected = JSONValue.object([
      "weights/layer.weight": tensor("float32", [1, 3], run.weights.map { Double($0) }),
      "momentum/moment": tensor("float64", [1], run.moment),
    ])
    // Compared as text: a whole number may be read as one.
    #expect(parts[1].text == (try JSONValue(parsing: expected.text)).text)
  }
}
