import Engine
import Foundation
import Interchange
import Networks
import Testing

@Suite("Exports that other programs read")
struct ExportTests {
  @Test(
    "TensorBoard reads the scalars back",
    .enabled(if: Peer.python("tensorboard") != nil, "no Python with tensorboard")
  )
  func tensorboard() throws {
    let python = try #require(Peer.python("tensorboard"))
    var writer = TensorBoardWriter()
    for step in 0..<300 {
      writer.add("loss", step: step, value: 2.5 - Double(step) / 200)
      writer.add("accuracy/valid", step: step, value: Double(step))
    }
    let folder = try TemporaryFolder()
    try folder.write([UInt8](writer.data), to: TensorBoardWriter.fileName)
    let script = """
      import sys
      from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
      events = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0})
      events.Reload()
      print(sorted(events.Tags()["scalars"]))
      loss = events.Scalars("loss")
      print(len(loss), loss[0].value, loss[100].step, loss[100].value, loss[299].step)
      """
    let result = try Peer.run(python, ["-c", script, folder.path])
    #expect(result.status == 0)
    #expect(
      result.output == "['accuracy/valid', 'loss']\n300 2.5 100 2.0 299\n",
      "\(result.output)"
    )
  }

  /// A network with every operation a genotype may have, odd extents and random weights.
  static func execution() throws -> Execution {
    let operations = [
      "sep_conv_3x3", "dil_conv_5x5", "skip_connect", "max_pool_3x3", "avg_pool_3x3",
      "sep_conv_5x5", "dil_conv_3x3", "skip_connect",
    ]
    let nodes = (0..<4).map { node in
      (0..<2).map { edge in
        GenotypeEdge(operation: operations[2 * node + edge], source: edge == 0 ? node : 1 + node)
      }
    }
    let cell = CellGenotype(nodes: nodes)
    let shape = NetworkShape(
      channels: 6,
      cells: 4,
      height: 13,
      width: 10,
      imageChannels: 3,
      classes: 7
    )
    let tape = try DerivedNetwork.tape(Genotype(normal: cell, reduce: cell), shape)
    let execution = Execution(tape: tape, batch: 3, pool: ThreadPool(threads: 1))
    execution.initialize(seed: 4)
    let stream = RandomStream(seed: 4, name: "test")
    for (number, parameter) in execution.parameters.enumerated() {
      guard parameter.kind == .scale || parameter.kind == .offset else { continue }
      execution.set(
        parameter,
        to: (0..<parameter.count).map {
          0.5 + stream.uniform(step: UInt64(number), index: UInt64($0))
        }
      )
    }
    execution.runningStatistics = execution.runningStatistics.indices.map {
      0.1 + stream.uniform(step: 1 << 40, index: UInt64($0))
    }
    return execution
  }

  @Test(
    "onnxruntime gives the logits of an exported network to 1e-4",
    .enabled(if: Peer.python("onnxruntime, onnx, numpy") != nil, "no Python with onnxruntime")
  )
  func onnx() throws {
    let python = try #require(Peer.python("onnxruntime, onnx, numpy"))
    let execution = try Self.execution()
    let (count, channels, height, width) = (3, 3, 13, 10)
    let stream = RandomStream(seed: 9, name: "images")
    var image = [Float](repeating: 0, count: count * channels * height * width)
    for index in image.indices { image[index] = Float(stream.normal(index: UInt64(index))) }
    try fill(execution, image, count, channels, height, width)
    execution.forward(count: count, useBatchStatistics: false)
    let logits = (0..<count).map { execution.logits(sample: $0) }

    let folder = try TemporaryFolder()
    let model = try ONNXExport.model(execution, name: "net", version: "1", metadata: [("a", "b")])
    try folder.write([UInt8](model), to: "net.onnx")
    try folder.write(image.withUnsafeBytes { [UInt8]($0) }, to: "image.raw")
    let script = """
      import sys, numpy, onnx, onnxruntime
      model = onnx.load(sys.argv[1] + "/net.onnx")
      onnx.checker.check_model(model, full_check=True)
      assert model.opset_import[0].version == 13 and model.metadata_props[0].value == "b"
      image = numpy.fromfile(sys.argv[1] + "/image.raw", numpy.float32).reshape(3, 3, 13, 10)
      session = onnxruntime.InferenceSession(sys.argv[1] + "/net.onnx", providers=["CPUExecutionProvider"])
      for row in session.run(["logits"], {"image": image})[0]:
          print(*map(float, row))
      """
    let result = try Peer.run(python, ["-c", script, folder.path])
    #expect(result.status == 0)
    let theirs = result.output.split(separator: "\n").map { line in
      line.split(separator: " ").compactMap { Double($0) }
    }
    #expect(theirs.count == count)
    var largest = 0.0
    for (ours, theirs) in zip(logits, theirs) {
      #expect(theirs.count == 7)
      for (a, b) in zip(ours, theirs) { largest = max(largest, abs(a - b)) }
    }
    #expect(largest < 1e-4, "largest difference \(largest)")
    // The logits must differ between images by far more, or agreeing would be easy.
    #expect(abs(logits[0][0] - logits[1][0]) > 100 * largest, "largest difference \(largest)")
  }

  /// Writes images given channel by channel into the padded lanes of the batch.
  private func fill(
    _ execution: Execution,
    _ image: [Float],
    _ count: Int,
    _ channels: Int,
    _ height: Int,
    _ width: Int
  ) throws {
    let lanes = 8
    let target = execution.imageBytes.bindMemory(to: Float.self)
    #expect(target.count >= count * height * width * lanes)
    for sample in 0..<count {
      for channel in 0..<channels {
        for pixel in 0..<height * width {
          target[(sample * height * width + pixel) * lanes + channel] =
            image[(sample * channels + channel) * height * width + pixel]
        }
      }
    }
  }

  /// CRC-32C bit by bit.
  static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var value = UInt32.max
    for byte in bytes {
      value ^= UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
    }
    return ~value
  }

  @Test("Records are framed by masked CRC-32C checksums of length and content")
  func checksums() {
    #expect(Self.checksum(Array("123456789".utf8)) == 0xE306_9283)
    let data = [UInt8](TensorBoardWriter().data)
    let length = Int(data[0])
    #expect(data.count == length + 16)
    for (part, place) in [(data[0..<8], 8), (data[12..<12 + length], 12 + length)] {
      let value = Self.checksum(part)
      let masked = (value >> 15 | value << 17) &+ 0xA282_EAD8
      let found = data[place..<place + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      #expect(found == masked)
    }
  }
}
