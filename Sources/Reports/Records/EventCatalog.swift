import Interchange
import Probes
public import Records
import Search
import Training

/// The kinds of line there are in `events.jsonl`, one line each.
public enum EventCatalog {
  /// Every kind, with what it says.
  public static let all: [(type: any RunEvent.Type, summary: String)] = [
    (SearchStarted.self, "what a search starts with"),
    (SearchEpoch.self, "the end of an epoch of a search"),
    (MethodNote.self, "something a choice of the method did after an epoch"),
    (ParetoPoint.self, "cost and accuracy of the network that is left while operations are pruned"),
    (SearchFinished.self, "the end of a search"),
    (TrainStarted.self, "what a training starts with"),
    (TrainEpoch.self, "the end of an epoch of a training"),
    (DiscretizationMeasured.self, "the supernet against its discretization"),
    (DiscretizationDetailed.self, "the discretization loss taken apart"),
    (CurvatureMeasured.self, "the spectrum of the Hessian in alpha, or its ends"),
    (WeightCurvatureMeasured.self, "the ends of the spectrum of the weights' Hessian"),
    (ConvergenceMeasured.self, "how far each operation has settled"),
    (HypergradientMeasured.self, "estimates of the alpha gradient against the true one"),
    (
      GradientNoiseMeasured.self,
      "bias and variance of estimates of the alpha gradient from minibatches"
    ),
    (RankingMeasured.self, "sampled architectures with inherited weights"),
    (ImportedEpoch.self, "the end of an epoch of an imported search"),
    (ImportedHessian.self, "the spectrum of a stored alpha Hessian"),
    (ImportedFinished.self, "the end of an imported search"),
  ]

  /// The JSON Schema that every line fits.
  ///
  /// - Throws: `EventSchemaError` for an event whose fields cannot be followed.
  public static func schema() throws(EventSchemaError) -> JSONValue {
    try EventSchema.schema(of: all.map { $0.type })
  }

  /// The schema as the text of a file: a line for every kind of event, so that a change is seen in a
  /// comparison by lines.
  ///
  /// - Throws: as `schema`.
  public static func schemaText() throws(EventSchemaError) -> String {
    guard case .object(let members) = try schema() else {
      preconditionFailure("a schema is an object")
    }
    let lines = members.keys.sorted().map { key in
      guard key == "oneOf", case .array(let kinds)? = members[key] else {
        return "\"\(key)\":\(members[key]?.text ?? "")"
      }
      return "\"\(key)\":[\n" + kinds.map { $0.text }.joined(separator: ",\n") + "\n]"
    }
    return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
  }
}
