import Foundation
import Records
import Testing

@Suite struct CheckpointStoreTests {
  let folder: TemporaryFolder
  let store: CheckpointStore
  init() throws {
    folder = try TemporaryFolder()
    store = CheckpointStore(path: folder.path)
  }

  private func checkpoint(_ step: Int) -> Checkpoint {
    Checkpoint(
      step: step,
      tensors: ["w": StoredTensor([Float(step), 2], shape: [2]), "sha256": StoredTensor([1.5])],
      state: .object([
        "events": .integer(step), "sha256": .string(String(repeating: "0", count: 64)),
      ])
    )
  }

  @Test("a checkpoint reads back, and others read it as safetensors")
  func roundTrip() throws {
    let data = checkpoint(3).data()
    #expect(try Checkpoint(data: data) == checkpoint(3))
    #expect(data == checkpoint(3).data())
    let file = try SafeTensors(data: data)
    #expect(file.metadata["step"] == "3")
    #expect(file.tensors["w"]?.values() == [Float(3), 2])
  }

  @Test("the last two are kept and the last is used")
  func kept() throws {
    #expect(store.last().checkpoint == nil)
    for step in [5, 10, 15, 20] { try store.write(checkpoint(step)) }
    #expect(store.steps() == [15, 20])
    #expect(folder.names == ["step-000000015.safetensors", "step-000000020.safetensors"])
    let found = store.last()
    #expect(found.checkpoint == checkpoint(20))
    #expect(found.damaged.isEmpty)
    #expect(store.last(through: 19).checkpoint?.step == 15)
    try store.remove(after: 15)
    #expect(store.steps() == [15])
    #expect(throws: StoreError.self) { try store.read(step: 20) }
  }

  @Test("a change of any byte is found, and the one before is used, saying so")
  func damage() throws {
    try store.write(checkpoint(1))
    try store.write(checkpoint(2))
    let name = "step-000000002.safetensors"
    let good = try folder.bytes(name)
    for place in good.indices {
      var bad = good
      bad[place] ^= 1
      #expect(throws: ArrayFileError.self) { try Checkpoint(data: Data(bad)) }
    }
    for length in [0, 7, good.count / 2, good.count - 1] {
      try folder.write(Array(good.prefix(length)), to: name)
      let found = store.last()
      #expect(found.checkpoint == checkpoint(1))
      #expect(found.damaged.count == 1)
      #expect("\(found.damaged[0])".contains(name))
    }
  }

  @Test("a whole file under another step's name is refused")
  func renamed() throws {
    try folder.write([UInt8](checkpoint(4).data()), to: "step-000000009.safetensors")
    #expect(throws: StoreError.self) { try store.read(step: 9) }
  }

  @Test("a refused write leaves what was there")
  func refused() throws {
    try store.write(checkpoint(1))
    try FileManager.default.createDirectory(
      atPath: store.file(step: 2),
      withIntermediateDirectories: false
    )
    #expect(throws: StoreError.self) { try store.write(checkpoint(2)) }
    #expect(try store.read(step: 1) == checkpoint(1))
    #expect(folder.names.count == 2)
  }

  @Test("no mutated checkpoint is taken for another")
  func fuzz() {
    let seed = [UInt8](checkpoint(3).data())
    var generator = SeededGenerator(state: 8)
    for _ in 0..<Mutations.count(3000) {
      let bytes = generator.mutate(seed)
      if let read = try? Checkpoint(data: Data(bytes)) { #expect(bytes == seed && read.step == 3) }
    }
  }
}
