import Records
import Testing

@Suite struct SpecFuzzTests {
  private let seed = """
    name: sample
    epochs: 3
    rate: {value: 1e-3, decay: 0.25}
    data:
      dataset: "mnist"
      images: 7
    relaxation: &r {kind: gumbel, hard: true}
    stages: [softmax, *r]
    widths:
    - 8
    - 16
    limit: null
    extra: {a: 1, b: 2}
    """

  @Test("mutated specs never crash; what is accepted is valid and its record reads the same")
  func files() throws {
    let bytes = Array(seed.utf8)
    var generator = SeededGenerator(state: 9)
    var accepted = 0
    for _ in 0..<Mutations.count(2000) {
      let yaml = String(decoding: generator.mutate(bytes), as: UTF8.self)
      do {
        let spec = try SpecReader.read(SampleSpec.self, yaml: yaml, file: "f")
        accepted += 1
        #expect(spec.problems().isEmpty)
        let record = try spec.canonical().text
        #expect(try SpecReader.read(SampleSpec.self, yaml: record, file: "f") == spec)
      } catch let error as SpecError {
        #expect(!error.problems.isEmpty)
      }
    }
    #expect(accepted > 20)
  }

  @Test("mutated overrides never crash and fail with a problem")
  func overrides() throws {
    var generator = SeededGenerator(state: 10)
    for seed in ["relaxation.kind=gumbel", "widths.1=64", "extra={a: 1}", "stages=[softmax]"] {
      for _ in 0..<Mutations.count(300) {
        let text = String(decoding: generator.mutate(Array(seed.utf8)), as: UTF8.self)
        do {
          _ = try SpecReader.read(SampleSpec.self, yaml: "", file: "f", overrides: [text])
        } catch let error as SpecError {
          #expect(!error.problems.isEmpty)
        }
      }
    }
  }
}
