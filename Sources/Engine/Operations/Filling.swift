/// A tensor that does not depend on its input: zeros, or standard normal numbers, the `noise` of
/// Zela et al., "Understanding and Robustifying Differentiable Architecture Search", ICLR 2020,
/// section 3 (S4).
///
/// Normal numbers are addressed by (seed, name, `Execution.noiseStep`, sample, element), so every pass at
/// the same step sees the same ones, whatever else runs and on however many threads.
final class Filling: Operation {
  let isNoise: Bool
  let height: Int
  let width: Int
  let layout: ChannelLayout
  private var bound: (execution: Unowned, output: View)?
  private var stream = RandomStream(seed: 0, name: "noise")

  /// Breaks the cycle of an execution and its operations.
  struct Unowned {
    unowned let execution: Execution
  }

  init(
    name: String,
    gate: Int?,
    input: Value,
    output: Int,
    height: Int,
    width: Int,
    isNoise: Bool
  ) {
    self.isNoise = isNoise
    self.height = height
    self.width = width
    layout = input.layout
    super.init(name: name, gate: gate, inputs: [input], output: output)
  }

  override func bind(to execution: Execution) {
    guard let output else { return }
    bound = (Unowned(execution: execution), execution.view(output))
  }

  override func prepare(_ phase: Phase) {
    guard phase == .forward, let execution = bound?.execution.execution else { return }
    stream = RandomStream(seed: execution.noiseSeed, name: "noise/" + name)
  }

  override func forward(_ sample: Int, _ worker: Worker) {
    guard let bound else { return }
    let target = bound.output.at(sample)
    guard isNoise else {
      target.initializeMemory(as: UInt8.self, repeating: 0, count: bound.output.sampleStride)
      return
    }
    let size = worker.elementSize
    let step = bound.execution.execution.noiseStep
    let elements = height * width * layout.count
    // Two numbers an address; a sample begins at an address of its own.
    let blocks = (elements + 1) / 2
    var pair = (0.0, 0.0)
    for element in 0..<elements {
      if element % 2 == 0 {
        pair = stream.normalPair(step: step, index: UInt64(sample * blocks + element / 2))
      }
      let (pixel, channel) = element.quotientAndRemainder(dividingBy: layout.count)
      target.put(
        element % 2 == 0 ? pair.0 : pair.1,
        at: pixel * bound.output.pixelStride + layout.lanes[channel],
        size: size
      )
    }
  }
}

extension RandomStream {
  /// Two independent standard normal numbers by the Box-Muller transform; the first is `normal`.
  func normalPair(step: UInt64, index: UInt64) -> (Double, Double) {
    let words = block(step: step, index: index)
    let first = UInt64(words[1]) << 32 | UInt64(words[0])
    let second = UInt64(words[3]) << 32 | UInt64(words[2])
    let radius = (-2 * Portable.log((Double(first >> 11) + 1) * 0x1p-53)).squareRoot()
    let angle = Double(second >> 11) * 0x1p-53
    // sin(x) = cos(x - pi / 2): a quarter turn back.
    return (
      radius * Portable.cos(2 * Double.pi * angle),
      radius * Portable.cos(2 * Double.pi * (angle - 0.25))
    )
  }
}

extension Tape {
  /// Records standard normal noise of the shape `x` has at a stride; independent of `x`.
  public func noise(_ x: Value, stride: Int = 1, name: String) -> Value {
    filling(x, stride: stride, name: name, isNoise: true)
  }

  /// Records zeros of the shape of `x`: what flows out of a node that nothing flows into.
  public func zeros(like x: Value, name: String) -> Value {
    filling(x, stride: 1, name: name, isNoise: false)
  }

  private func filling(_ x: Value, stride: Int, name: String, isNoise: Bool) -> Value {
    let height = (x.height - 1) / stride + 1
    let width = (x.width - 1) / stride + 1
    let output = tensor(height, width, x.layout)
    tensors[output].hasGradient = false
    operations.append(
      Filling(
        name: name,
        gate: currentGate,
        input: x,
        output: output,
        height: height,
        width: width,
        isNoise: isNoise
      )
    )
    return Value(tensor: output, norm: nil, height: height, width: width, layout: x.layout)
  }
}
