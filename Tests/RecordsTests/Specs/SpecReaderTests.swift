import Records
import Testing

@Suite struct SpecReaderTests {
  private func read(_ yaml: String, _ overrides: [String] = []) throws -> SampleSpec {
    try SpecReader.read(SampleSpec.self, yaml: yaml, file: "s.yaml", overrides: overrides)
  }

  private func problems(_ yaml: String, _ overrides: [String] = []) -> [SpecProblem] {
    #expect(throws: SpecError.self) { try read(yaml, overrides) }?.problems ?? []
  }

  @Test("an empty file gives the defaults")
  func empty() throws {
    #expect(try read("") == SampleSpec())
    #expect(try read("{}\n# nothing") == SampleSpec())
  }

  @Test("values are laid over the defaults, JSON included")
  func overlay() throws {
    let spec = try read("epochs: 3\ndata:\n  images: 7\nrate: {value: 2}\nwidths: [8]\nlimit: 0.5")
    #expect(spec.epochs == 3)
    #expect(spec.data == SampleSpec.Data(dataset: "synthetic", images: 7))
    #expect(spec.rate == SampleSpec.Rate(value: 2, decay: 0.5))
    #expect(spec.widths == [8])
    #expect(spec.limit == 0.5)
    #expect(try read(#"{"epochs": 4, "extra": {"a": 1}}"#).extra == ["a": 1])
  }

  @Test("a misspelt key names its line, the nearest key and the known keys")
  func misspelt() {
    let found = problems("name: x\ndata:\n  datset: mnist\n")
    #expect(
      found.map { $0.description } == [
        "s.yaml:3:3, data.datset: expected one of the keys dataset, images, got 'datset'; "
          + "did you mean 'dataset'?"
      ]
    )
  }

  @Test("every problem of a file is reported at once")
  func together() {
    #expect(problems("epoch: 3\nverbose: 1\nrate: 3\nwidths: [a]\n").count == 4)
    let ranges = problems("epochs: 0\nrate: {decay: 1, value: 0}\ndata: {dataset: minst}")
    #expect(
      ranges.map { $0.expected }.sorted() == [
        "0.0 or more and below 1.0", "1 to 1000", "a finite number above 0.0",
        "one of synthetic, mnist, cifar-10",
      ]
    )
    #expect(ranges.contains { $0.place == "s.yaml:1:9, epochs" })
    #expect(ranges.contains { $0.remedy == "did you mean 'mnist'?" })
  }

  @Test(
    "a value of another type is an error",
    arguments: [
      "epochs: many", "epochs: 1.5", "epochs: '3'", "epochs: 010", "epochs: 1:30", "epochs:",
      "epochs: [1]", "verbose: yes", "verbose: 'true'", "rate: [1]", "data: mnist", "widths: 3",
      "widths: [1.5]", "rate: {value: high}", "name:", "epochs: 99999999999999999999",
      "limit: abc", "extra: {a: b}", "[1, 2]", "text",
    ]
  )
  func types(yaml: String) {
    #expect(!problems(yaml).isEmpty)
  }

  @Test("text stays as written even where YAML 1.1 would see a number or a truth value")
  func text() throws {
    for name in ["no", "010", "1e3", "true"] { #expect(try read("name: \(name)").name == name) }
  }

  @Test("whole numbers and exponents without a point are numbers")
  func numbers() throws {
    #expect(try read("rate: {value: 3}").rate.value == 3)
    #expect(try read("rate: {value: 1e-3}").rate.value == 1e-3)
    #expect(try read("rate: {value: .5}").rate.value == 0.5)
    #expect(try read("epochs: 1e2").epochs == 100)
    #expect(problems("rate: {value: .inf}")[0].got == "inf")
  }

  @Test("another kind drops the members of the default and takes its own defaults")
  func kinds() throws {
    #expect(
      try read("relaxation: {kind: gumbel}").relaxation == .gumbel(temperature: 5, hard: false)
    )
    #expect(
      try read("relaxation:\n  hard: true\n  kind: gumbel").relaxation
        == .gumbel(temperature: 5, hard: true)
    )
    #expect(try read("relaxation: gumbel").relaxation == .gumbel(temperature: 5, hard: false))
    #expect(try read("relaxation: {temperature: 3}").relaxation == .softmax(temperature: 3))
    #expect(problems("relaxation: {kind: softmax, hard: true}")[0].got == "'hard'")
    #expect(problems("relaxation: gumble")[0].remedy == "did you mean 'gumbel'?")
  }

  @Test("items of a list of choices start from their kind's defaults")
  func lists() throws {
    let spec = try read("stages: [softmax, {kind: gumbel, hard: true}]")
    #expect(spec.stages == [.softmax(temperature: 1), .gumbel(temperature: 5, hard: true)])
    #expect(!problems("stages: [{temperature: 2}]").isEmpty)
  }

  @Test("an unknown key in an item whose type has no default is found after decoding")
  func unused() {
    let found = problems("rates:\n- value: 1\n  decay: 0.1\n  deccay: 2\n")
    #expect(found.map { $0.remedy } == ["did you mean 'decay'?"])
    #expect(found[0].place == "s.yaml:4:3, rates.0.deccay")
  }

  @Test("overrides win over the file, in order")
  func overrides() throws {
    let spec = try read(
      "epochs: 3",
      [
        "epochs=4", "epochs=5", "data.dataset=mnist", "relaxation.kind=gumbel",
        "relaxation.hard=true", "widths.1=64", "extra.a=1", "limit=2",
      ]
    )
    #expect(spec.epochs == 5)
    #expect(spec.data.dataset == "mnist")
    #expect(spec.relaxation == .gumbel(temperature: 5, hard: true))
    #expect(spec.widths == [16, 64])
    #expect(spec.extra == ["a": 1])
    #expect(spec.limit == 2)
  }

  @Test(
    "a bad override is an error that repeats it",
    arguments: [
      "epochs", "epoch=3", "epochs=x", "epochs.a=1", "widths.2=1", "=3", "data..images=1",
    ]
  )
  func badOverrides(text: String) {
    #expect(problems("", [text]).first?.place.hasPrefix("--set \(text)") == true)
  }

  @Test("a record reads back as its spec; another kind or version is refused")
  func record() throws {
    var spec = SampleSpec()
    spec.relaxation = .gumbel(temperature: 2, hard: true)
    spec.limit = 0.25
    let text = try spec.canonical().text
    #expect(try read(text) == spec)
    let other = text.replacing("\"formatVersion\":2", with: "\"formatVersion\":1")
    #expect(problems(other)[0].expected == "2")
  }

  @Test("what is not YAML, a key twice, too many aliases and too deep nesting are errors")
  func hostile() {
    #expect(!problems("a: [").isEmpty)
    #expect(!problems("epochs: 1\nepochs: 2").isEmpty)
    var bomb = "extra:\n  x0: &a0 [1,1,1,1,1,1,1,1,1]\n"
    for level in 1..<9 {
      let items = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ",")
      bomb += "  x\(level): &a\(level) [\(items)]\n"
    }
    #expect(!problems(bomb).isEmpty)
    #expect(!problems("extra: " + String(repeating: "[", count: 500)).isEmpty)
    #expect(
      !problems(
        "limit: " + String(repeating: "[", count: 200)
          + String(repeating: "]", count: 200)
      ).isEmpty
    )
  }

  @Test("a name that cannot be part of a path is an error")
  func names() {
    for name in ["../x", "a/b", "''", ".hidden", "a b"] {
      #expect(!problems("name: \(name)").isEmpty)
    }
  }
}
