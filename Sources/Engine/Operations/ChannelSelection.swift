/// Channels of one or several tensors put together in any order: a slice, a concatenation, a shuffle.
///
/// [H, W, C_i] each -> [H, W, picks]; nothing is computed, gradients are added back to where the
/// channels came from.
final class ChannelSelection: Operation {
  let height: Int
  let width: Int
  /// One map an input.
  let maps: [LaneMap]
  private var bound: Bound?

  /// The addresses found by `bind`.
  final class Bound {
    unowned(unsafe) let execution: Execution
    let sources: [Source]
    let output: View
    let gradient: View?

    init(execution: Execution, sources: [Source], output: View, gradient: View?) {
      self.execution = execution
      self.sources = sources
      self.output = output
      self.gradient = gradient
    }
  }

  init(
    name: String,
    gate: Int?,
    inputs: [Value],
    output: Int,
    layout: ChannelLayout,
    picks: [ChannelPick]
  ) {
    height = inputs[0].height
    width = inputs[0].width
    maps = inputs.enumerated().map { index, input in
      LaneMap(
        picks.enumerated().filter { $0.element.input == index }.map {
          (from: input.layout.lanes[$0.element.channel], to: layout.lanes[$0.offset])
        }
      )
    }
    super.init(name: name, gate: gate, inputs: inputs, output: output)
  }

  var state: Bound {
    guard let bound else { preconditionFailure("\(name) runs before it was bound") }
    return bound
  }

  var pixels: Int { height * width }

  override func plan(_ scratch: inout ScratchPlan, _ tape: TapePlan) {
    for input in inputs {
      scratch.need(.plain, input.height * input.width * input.layout.padded)
    }
  }

  override func bind(to execution: Execution) {
    guard let output else { return }
    bound = Bound(
      execution: execution,
      sources: inputs.map { execution.source($0) },
      output: execution.view(output),
      gradient: execution.gradientView(output)
    )
  }

  override func forward(_ sample: Int, _ worker: Worker) {
    let state = state
    for index in maps.indices {
      let (plain, stride) = worker.plain(state.sources[index], sample)
      maps[index].copy(
        plain,
        stride,
        to: state.output.at(sample),
        state.output.pixelStride,
        pixels: pixels,
        state.execution
      )
    }
  }

  override func gradient(_ sample: Int, _ worker: Worker) {
    let state = state
    guard let outer = state.gradient else { return }
    for index in maps.indices {
      guard let target = state.sources[index].gradient else { continue }
      back(index, outer, to: target, sample, state.execution)
    }
  }

  /// Adds the gradient of the output to that of an input.
  func back(_ index: Int, _ outer: View, to target: View, _ sample: Int, _ execution: Execution) {
    maps[index].addBack(
      outer.at(sample),
      outer.pixelStride,
      to: target.at(sample),
      target.pixelStride,
      pixels: pixels,
      execution
    )
  }
}

/// A channel of one of the inputs of a selection.
public struct ChannelPick: Sendable, Hashable {
  /// The input, by place.
  public var input: Int
  /// Its channel.
  public var channel: Int

  /// Creates a pick.
  public init(input: Int = 0, channel: Int) {
    self.input = input
    self.channel = channel
  }
}

extension Tape {
  /// Records the tensor whose channels are `picks`, into slot `index` of `target` or a tensor of its
  /// own: [H, W, C_i] each -> [H, W, picks].
  ///
  /// - Precondition: the inputs have the same height and width, and every pick exists; a slot has as many
  ///   channels as there are picks.
  public func selection(
    _ inputs: [Value],
    _ picks: [ChannelPick],
    into target: Concatenation? = nil,
    at index: Int = 0,
    name: String
  ) -> Value {
    precondition(
      !inputs.isEmpty
        && inputs.allSatisfy { ($0.height, $0.width) == (inputs[0].height, inputs[0].width) },
      "\(name): the inputs differ in height or width"
    )
    precondition(
      picks.allSatisfy {
        inputs.indices.contains($0.input)
          && inputs[$0.input].layout.lanes.indices.contains($0.channel)
      },
      "\(name): a channel that no input has"
    )
    let (height, width) = (inputs[0].height, inputs[0].width)
    let layout = ChannelLayout(picks.count)
    let output = target?.slots[index] ?? tensor(height, width, layout)
    precondition(
      tensors[output].layout == layout,
      "\(name): \(picks.count) channels do not fill \(tensors[output].layout.count)"
    )
    operations.append(
      ChannelSelection(
        name: name,
        gate: currentGate,
        inputs: inputs,
        output: output,
        layout: layout,
        picks: picks
      )
    )
    return Value(tensor: output, norm: nil, height: height, width: width, layout: layout)
  }

  /// Records channels `range` of `x`.
  public func slice(_ x: Value, channels range: Range<Int>, name: String) -> Value {
    selection([x], range.map { ChannelPick(channel: $0) }, name: name)
  }
}
