import CKernels

/// The loops over the windows of pools.
extension Reference {
  /// Calls `body(output pixel, rows, columns)` for every window of a pool.
  private static func windows(
    _ p: dk_pooling,
    _ body: (_ pixel: Int, _ rows: Range<Int>, _ columns: Range<Int>) -> Void
  ) {
    for oy in 0..<Int(p.out_height) {
      for ox in 0..<Int(p.out_width) {
        let (y, x) = (oy * Int(p.stride) - Int(p.pad), ox * Int(p.stride) - Int(p.pad))
        body(
          oy * Int(p.out_width) + ox,
          max(0, y)..<min(Int(p.height), y + Int(p.window)),
          max(0, x)..<min(Int(p.width), x + Int(p.window))
        )
      }
    }
  }

  /// What a pool reads at an element of its image.
  private static func pooled(_ p: dk_pooling, _ place: Int, _ channel: Int) -> T {
    affine(
      input(p.x)[place * Int(p.x_ps) + channel],
      p.scale.map { input($0) },
      p.shift.map { input($0) },
      channel
    )
  }

  /// The value of a window.
  private static func poolValue(
    _ p: dk_pooling,
    _ channel: Int,
    _ rows: Range<Int>,
    _ columns: Range<Int>
  ) -> T {
    let first = rows.lowerBound * Int(p.width) + columns.lowerBound
    var value: T = p.is_max != 0 ? pooled(p, first, channel) : 0
    for y in rows {
      for x in columns {
        let next = pooled(p, y * Int(p.width) + x, channel)
        if p.is_max == 0 {
          value += next
        } else if next > value || next.isNaN {
          value = next
        }
      }
    }
    return p.is_max != 0 ? value : value * (1 / T(rows.count * columns.count))
  }

  /// The place of a window's first largest input.
  private static func largest(
    _ p: dk_pooling,
    _ channel: Int,
    _ rows: Range<Int>,
    _ columns: Range<Int>
  ) -> Int {
    var best = rows.lowerBound * Int(p.width) + columns.lowerBound
    for y in rows {
      for x in columns {
        let place = y * Int(p.width) + x
        if pooled(p, place, channel) > pooled(p, best, channel) { best = place }
      }
    }
    return best
  }

  static func poolForward(_ p: dk_pooling) {
    let out = output(p.out)
    let wanted = Int(p.row * p.out_width)..<Int((p.row + p.rows) * p.out_width)
    for channel in 0..<Int(p.channels) {
      windows(p) { pixel, rows, columns in
        guard wanted.contains(pixel) else { return }
        out[(pixel - wanted.lowerBound) * Int(p.out_ps) + channel] =
          poolValue(p, channel, rows, columns)
      }
    }
  }

  static func poolBackward(_ p: dk_pooling) {
    let gradient = input(p.grad)
    let target = output(p.dx)
    for channel in 0..<Int(p.channels) {
      windows(p) { pixel, rows, columns in
        var g = gradient[pixel * Int(p.g_ps) + channel]
        if let slope = p.cg.map({ input($0) }) {
          var rest = p.c0.map { input($0)[channel] } ?? 0
          if let tensorSlope = p.cz.map({ input($0) }) {
            rest.addProduct(poolValue(p, channel, rows, columns), tensorSlope[channel])
          }
          g = rest.addingProduct(g, slope[channel])
        }
        let best = largest(p, channel, rows, columns)
        let share = g * (1 / T(rows.count * columns.count))
        for y in rows {
          for x in columns {
            let place = y * Int(p.width) + x
            let part: T = p.is_max != 0 ? (place == best ? g : 0) : share
            target[place * Int(p.dx_ps) + channel] += part
          }
        }
      }
    }
  }

  /// The derivative of a maximum: what stands in `grad` where the window's first largest x stands.
  static func poolTangent(_ p: dk_pooling) {
    let along = input(p.grad)
    let out = output(p.out)
    for channel in 0..<Int(p.channels) {
      windows(p) { pixel, rows, columns in
        let best = largest(p, channel, rows, columns)
        out[pixel * Int(p.out_ps) + channel] = along[best * Int(p.dx_ps) + channel]
      }
    }
  }
}
