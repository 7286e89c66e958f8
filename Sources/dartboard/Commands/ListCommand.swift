import ArgumentParser
import Charts
import Datasets
import Networks
import Probes
import Records
import Reports
import Search

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List what can be chosen."
  )

  enum Family: String, CaseIterable, ExpressibleByArgument {
    case methods, spaces, operations, datasets, probes, charts, panels, comparisons, metrics, events
    case relaxations, edges, updates, regularizers, schedules, stoppings, derivations

    var entries: [(String, String)] {
      switch self {
      case .methods: MethodCatalog.all.map { ($0.id, $0.summary) }
      case .spaces:
        SpaceCatalog.all.map { space in
          let size = space.layout(space.paperShape).architectureCount.short
          return (
            space.id,
            "\(space.summary); \(size) architectures of \(space.operations.count) operations "
              + "(\(space.source))"
          )
        }
      case .operations: OperationCatalog.all.map { ($0.id, $0.summary) }
      case .datasets: DatasetCatalog.all.map { ($0.id, $0.summary) }
      case .probes: ProbeCatalog.all.map { ($0.id, $0.summary) }
      case .charts: ChartKinds.all.map { ($0.id, $0.summary) }
      case .panels: PanelCatalog.all.map { ($0.id, $0.summary) }
      case .comparisons: ArmPanelCatalog.all.map { ($0.id, $0.summary) }
      case .metrics: MetricCatalog.all.map { ($0.id, "\($0.label): \($0.meaning)") }
      case .events: EventCatalog.all.map { ($0.type.id, $0.summary) }
      case .relaxations: RelaxationCatalog.all.map { ($0.id, $0.summary) }
      case .updates: UpdateRuleCatalog.all.map { ($0.id, $0.summary) }
      case .edges: EdgeWeightCatalog.all.map { ($0.id, $0.summary) }
      case .regularizers: RegularizerCatalog.all.map { ($0.id, $0.summary) }
      case .schedules: SpaceScheduleCatalog.all.map { ($0.id, $0.summary) }
      case .stoppings: StoppingCatalog.all.map { ($0.id, $0.summary) }
      case .derivations: DerivationCatalog.all.map { ($0.id, $0.summary) }
      }
    }
  }

  private static func described(_ space: any SearchSpace) -> JSONValue {
    let layout = space.layout(space.paperShape)
    return .object([
      "id": .string(space.id), "summary": .string(space.summary),
      "source": .string(space.source), "alphas": .integer(layout.count),
      "architectures": .string(layout.architectureCount.description),
      "operations": .array(space.operations.map { .string($0) }),
    ])
  }

  @Argument(help: "What to list.") var family: Family
  @Flag(help: "Print JSON.") var json = false

  func run() {
    if family == .methods {
      print(json ? MethodListing.json.text : MethodListing.text)
      return
    }
    if json {
      if family == .spaces {
        print(JSONValue.array(SpaceCatalog.all.map { Self.described($0) }).text)
        return
      }
      let values = family.entries.map {
        JSONValue.object(["id": .string($0.0), "summary": .string($0.1)])
      }
      print(JSONValue.array(values).text)
      return
    }
    let width = family.entries.map { $0.0.count }.max() ?? 0
    for (id, summary) in family.entries {
      print(id + String(repeating: " ", count: width - id.count + 2) + summary)
    }
  }
}
