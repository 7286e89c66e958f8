import Records
import Testing

@Suite struct SpecHashTests {
  @Test("the hash is SHA-256 of the canonical record without the name")
  func known() throws {
    let hash = try SpecHash(SampleSpec())
    let text = """
      {"formatVersion":2,"kind":"sample","spec":{"data":{"dataset":"synthetic","images":0},\
      "epochs":50,"extra":{},"limit":null,"rate":{"decay":0.5,"value":1},"rates":[],\
      "relaxation":{"kind":"softmax","temperature":1},"stages":[],"verbose":false,"widths":[16,32]}}
      """
    #expect(hash.hexadecimal == Hashing.sha256(Array(text.utf8)))
    #expect(hash.prefix == String(hash.hexadecimal.prefix(12)))
    #expect(try SampleSpec().hash() == hash.hexadecimal)
  }

  @Test("SHA-256 matches the published vector")
  func vector() {
    let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(Hashing.sha256(Array("abc".utf8)) == expected)
  }

  @Test("any field but the name changes the hash")
  func fields() throws {
    let base = try SpecHash(SampleSpec())
    #expect(try SpecHash(SampleSpec(name: "other")) == base)
    #expect(try SpecHash(SampleSpec(epochs: 51)) != base)
    #expect(try SpecHash(SampleSpec(limit: 0)) != base)
  }

  @Test("the nearest name is found within a third of the word")
  func spelling() {
    #expect(Spelling.nearest("softmx", in: ["sigmoid", "softmax"]) == "softmax")
    #expect(Spelling.nearest("zzz", in: ["sigmoid", "softmax"]) == nil)
    #expect(Spelling.nearest("a", in: []) == nil)
  }
}
