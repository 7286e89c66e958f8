public import Records

extension RunComparison: CustomStringConvertible {
  /// The comparison as a short story.
  public var description: String { sentences.joined(separator: "\n") }

  /// The story, a sentence or two each.
  public var sentences: [String] {
    var story: [String] = []
    if !specs.isEmpty {
      story.append("Their specs differ in \(specs.joined(separator: "; ")).")
    } else {
      story.append("Both have the same spec.")
    }
    if !manifests.isEmpty {
      story.append(
        "They were made differently: \(manifests.map { "\($0)" }.joined(separator: "; "))."
      )
    }
    switch ledgers {
    case nil:
      story.append(
        events == nil
          ? "Every step both record agrees, through step \(lastStep ?? 0)."
          : "Every step agrees through step \(lastStep ?? 0), but \(events.map { "\($0)" } ?? "")."
      )
    case .some(let difference):
      story.append("\(difference)".prefix(1).uppercased() + "\(difference)".dropFirst() + ".")
    }
    if let number, let source {
      switch source {
      case .checkpoints(let step): story.append("In the checkpoints of step \(step), \(number).")
      case .execution(let step):
        story.append("Both executed again to step \(step): \(number).")
      }
      if case .checkpoints(let step) = source, case .state(let parted, _, _)? = ledgers,
        step < parted
      {
        story.append(
          "The ledgers still agree at step \(step): the change came after step \(step) was recorded "
            + "and before its checkpoint was written."
        )
      }
    }
    story += findings.map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
    return story
  }

  /// The comparison as JSON.
  public var json: JSONValue {
    var members: [String: JSONValue] = [
      "same": .bool(isSame), "first": .string(first.path), "second": .string(second.path),
      "specs": .array(specs.map { .string($0) }),
      "manifests": .array(manifests.map { .string("\($0)") }),
      "story": .array(sentences.map { .string($0) }),
      "findings": .array(findings.map { .string($0) }),
    ]
    if case .state(let step, let groups, let last)? = ledgers {
      members["step"] = .integer(step)
      members["groups"] = .array(groups.map { .string($0) })
      members["lastAgreeing"] = last.map { .integer($0) } ?? .null
    }
    if let number, let source {
      var found: [String: JSONValue] = [
        "group": .string(number.group), "tensor": .string(number.name),
        "index": .array(number.index.map { .integer($0) }), "first": .string(number.first),
        "second": .string(number.second), "bits": number.bits.map { .integer($0) } ?? .null,
        "differing": .integer(number.count), "of": .integer(number.all),
      ]
      switch source {
      case .checkpoints(let step):
        (found["step"], found["from"]) = (.integer(step), .string("checkpoints"))
      case .execution(let step):
        (found["step"], found["from"]) = (.integer(step), .string("execution"))
      }
      members["number"] = .object(found)
    }
    return .object(members)
  }
}
