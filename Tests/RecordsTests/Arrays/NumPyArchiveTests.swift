import Foundation
import Records
import Testing

@Suite struct NumPyArchiveTests {
  private func archive(compressed: Bool) -> Data {
    var archive = NumPyArchive(compressed: compressed)
    for (name, tensor) in Reference.tensors.sorted(by: { $0.key < $1.key }) {
      archive.add(name, tensor)
    }
    archive.add("zeros", [Double](repeating: 0, count: 5000), shape: [50, 100])
    return archive.data()
  }

  @Test(
    "archives of NumPy read as the numbers that went in",
    arguments: ["reference-stored.npz", "reference-deflated.npz"]
  )
  func reference(name: String) throws {
    let tensors = try NumPyArchiveReader(data: try Reference.data(name)).tensors
    for (name, tensor) in Reference.tensors { #expect(tensors[name] == tensor, "\(name)") }
    #expect(tensors["fortran"] == StoredTensor((0..<6).map { Double($0) / 3 }, shape: [2, 3]))
  }

  @Test("what is written reads back, stored and deflated", arguments: [false, true])
  func roundTrip(compressed: Bool) throws {
    let data = archive(compressed: compressed)
    let tensors = try NumPyArchiveReader(data: data).tensors
    #expect(tensors.count == Reference.tensors.count + 1)
    for (name, tensor) in Reference.tensors { #expect(tensors[name] == tensor, "\(name)") }
    #expect((data.count < 10_000) == compressed)
    #expect(data == archive(compressed: compressed))
    #expect(try NumPyArchiveReader(data: NumPyArchive().data()).tensors.isEmpty)
  }

  @Test("NumPy reads what is written here", arguments: [false, true])
  func python(compressed: Bool) throws {
    let text = try Reference.python(
      """
      import sys, numpy
      f = numpy.load(sys.argv[1])
      print(sorted(f.files), f["f32"].tolist()[0], f["i64"].tolist(), f["empty"].shape,
        f["scalar"].shape, f["zeros"].shape, f["u8"].dtype)
      """,
      package: "numpy",
      archive(compressed: compressed)
    )
    guard let text else { return }
    #expect(
      text == "['empty', 'f32', 'f64', 'i32', 'i64', 'scalar', 'u8', 'zeros'] [0.5, -1.25, 3.0] "
        + "[-9223372036854775808, 9223372036854775807] (0, 4) () (50, 100) uint8\n"
    )
  }

  @Test("a changed byte of an array is found by its checksum")
  func checksum() throws {
    var archive = NumPyArchive()
    archive.add("a", [1, 2, 3], shape: [3])
    var data = archive.data()
    data[data.startIndex + 35 + 128 + 3] ^= 1
    let error = #expect(throws: ArrayFileError.self) { try NumPyArchiveReader(data: data) }
    #expect(error?.expected.contains("checksum") == true)
  }

  @Test(
    "a header of .npy that is not the fixed dictionary is refused",
    arguments: [
      "{'descr': '>f8', 'fortran_order': False, 'shape': (1,), }",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (1 1), }",
      "{'descr': '<f8', 'fortran_order': maybe, 'shape': (1,), }",
      "{'descr': '<f8', 'shape': (1,), }", "{'descr': '<f8'", "", "{}",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'x': 1}",
      "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,99999999999,), }",
    ]
  )
  func headers(header: String) {
    let data =
      Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0])
      + Data(header.utf8) + Data(count: 8)
    #expect(throws: ArrayFileError.self) { try NumPyArray.tensor(data) }
  }

  @Test("mutated archives never crash or hang", arguments: [false, true])
  func fuzz(compressed: Bool) {
    var archive = NumPyArchive(compressed: compressed)
    archive.add("a", [1, 2, 3, 4], shape: [2, 2])
    archive.add("b", StoredTensor([UInt8](repeating: 7, count: 300)))
    let seed = [UInt8](archive.data())
    var generator = SeededGenerator(state: 6)
    var accepted = 0
    for _ in 0..<Mutations.count(3000) {
      if let read = try? NumPyArchiveReader(data: Data(generator.mutate(seed))) {
        accepted += read.tensors.count
      }
    }
    #expect(accepted > 0)
  }

  @Test("mutated .npy files never crash")
  func fuzzArray() {
    let seed = [UInt8](NumPyArray.data(StoredTensor([1, 2, 3, 4] as [Float], shape: [2, 2])))
    var generator = SeededGenerator(state: 7)
    for _ in 0..<Mutations.count(3000) {
      let tensor = try? NumPyArray.tensor(Data(generator.mutate(seed)))
      if let tensor { #expect(tensor.count == tensor.shape.reduce(1, *)) }
    }
  }
}
