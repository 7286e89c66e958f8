import CKernels

/// Which lane of one tensor becomes which lane of another.
final class LaneMap {
  /// Lanes of the source and of the target, one pair a channel.
  let from, to: UnsafeMutablePointer<Int32>
  /// The number of pairs.
  let count: Int

  init(_ pairs: [(from: Int, to: Int)]) {
    count = pairs.count
    from = .allocate(capacity: max(1, count))
    to = .allocate(capacity: max(1, count))
    for (place, pair) in pairs.enumerated() {
      (from + place).initialize(to: Int32(pair.from))
      (to + place).initialize(to: Int32(pair.to))
    }
  }

  deinit {
    from.deallocate()
    to.deallocate()
  }

  /// Copies the lanes of `pixels` pixels of `source` to `target`.
  func copy(
    _ source: UnsafeRawPointer,
    _ sourceStride: Int,
    to target: UnsafeMutableRawPointer,
    _ targetStride: Int,
    pixels: Int,
    _ execution: Execution
  ) {
    guard execution.choice != .reference else {
      move(source, sourceStride, target, targetStride, pixels, execution, adds: false)
      return
    }
    dk_copy_lanes(
      target,
      Int64(targetStride),
      source,
      Int64(sourceStride),
      to,
      from,
      Int64(count),
      Int64(pixels),
      Int64(execution.elementSize)
    )
  }

  /// The transpose of `copy`: adds the lanes of `target` to those of `source` they came from.
  func addBack(
    _ target: UnsafeRawPointer,
    _ targetStride: Int,
    to source: UnsafeMutableRawPointer,
    _ sourceStride: Int,
    pixels: Int,
    _ execution: Execution
  ) {
    guard execution.choice != .reference else {
      reversed.move(target, targetStride, source, sourceStride, pixels, execution, adds: true)
      return
    }
    dk_add_lanes(
      source,
      Int64(sourceStride),
      target,
      Int64(targetStride),
      from,
      to,
      Int64(count),
      Int64(pixels),
      Int64(execution.elementSize)
    )
  }

  private var reversed: LaneMap {
    LaneMap((0..<count).map { (from: Int(to[$0]), to: Int(from[$0])) })
  }

  private func move(
    _ source: UnsafeRawPointer,
    _ sourceStride: Int,
    _ target: UnsafeMutableRawPointer,
    _ targetStride: Int,
    _ pixels: Int,
    _ execution: Execution,
    adds: Bool
  ) {
    switch execution.precision {
    case .float:
      Reference<Float>.moveLanes(
        Reference<Float>.output(target),
        targetStride,
        Reference<Float>.input(source),
        sourceStride,
        self,
        pixels: pixels,
        adds: adds
      )
    case .double:
      Reference<Double>.moveLanes(
        Reference<Double>.output(target),
        targetStride,
        Reference<Double>.input(source),
        sourceStride,
        self,
        pixels: pixels,
        adds: adds
      )
    }
  }
}
