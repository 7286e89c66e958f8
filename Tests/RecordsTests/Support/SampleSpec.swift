import Records

/// A spec with every shape of field.
struct SampleSpec: RunSpecification, Equatable {
  struct Data: Codable, Equatable {
    var dataset = "synthetic"
    var images = 0
  }
  struct Rate: Codable, Equatable {
    var value = 1.0
    var decay = 0.5
  }
  enum Relaxation: Codable, Equatable {
    case softmax(temperature: Double)
    case gumbel(temperature: Double, hard: Bool)

    private enum Keys: String, CodingKey {
      case kind
      case temperature
      case hard
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Keys.self)
      let temperature = try values.decode(Double.self, forKey: .temperature)
      switch try values.decode(String.self, forKey: .kind) {
      case "gumbel":
        self = .gumbel(
          temperature: temperature,
          hard: try values.decode(Bool.self, forKey: .hard)
        )
      default: self = .softmax(temperature: temperature)
      }
    }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: Keys.self)
      switch self {
      case .softmax(let temperature):
        try values.encode("softmax", forKey: .kind)
        try values.encode(temperature, forKey: .temperature)
      case .gumbel(let temperature, let hard):
        try values.encode("gumbel", forKey: .kind)
        try values.encode(temperature, forKey: .temperature)
        try values.encode(hard, forKey: .hard)
      }
    }
  }

  static let formatVersion = 2
  static let kind = "sample"
  static var choices: SpecChoices {
    var choices = SpecChoices()
    for path in ["relaxation", "stages.*"] {
      choices.add(path, kind: "softmax", tree: .object(["temperature": .number(1)]))
      choices.add(
        path,
        kind: "gumbel",
        tree: .object(["temperature": .number(5), "hard": .bool(false)])
      )
    }
    return choices
  }

  var name = "sample"
  var epochs = 50
  var rate = Rate()
  var data = Data()
  var relaxation = Relaxation.softmax(temperature: 1)
  var stages: [Relaxation] = []
  var widths = [16, 32]
  var rates: [Rate] = []
  var limit: Double?
  var extra: [String: Int] = [:]
  var verbose = false

  func validate() -> [SpecProblem] {
    var checks = SpecChecks()
    checks.range("epochs", epochs, 1...1000)
    checks.range("rate.decay", rate.decay, 0..<1)
    checks.above("rate.value", rate.value, 0)
    checks.oneOf("data.dataset", data.dataset, ["synthetic", "mnist", "cifar-10"])
    return checks.problems
  }
}
