import Engine
import Synchronization

/// A task made from the seed: a class is the direction of a grating together with the shape of the
/// window it shows through (a disc or a ring), at random phase, place, contrast and tint.
///
/// Mean, largest value and local averages carry next to nothing about the class, so convolutions beat
/// pools and skip connections.
public enum SyntheticTask: DatasetSource {
  /// The data set's name.
  public static let id = "synthetic"
  /// One line for listings.
  public static let summary = "gratings seen through discs and rings, made from the seed; no file"

  /// As made, normalized by what is measured.
  public static var defaultPreparation: Preparation { Preparation(normalization: .measured) }

  /// None: a mirror image has another direction.
  public static var defaultAugmentation: Augmentation { .none }

  /// Makes one part; the two parts share no random number.
  public static func load(
    _ part: DatasetPart,
    request: DatasetRequest
  ) throws(DatasetError) -> LabelledImages {
    let options = request.synthetic
    try options.validate()
    let key = MadeKey(part: part, seed: request.seed, options: options)
    if let images = made.withLock({ $0.first { $0.key == key }?.images }) { return images }
    let images = make(part, options, seed: request.seed)
    made.withLock { $0 = Array(([(key, images)] + $0).prefix(2)) }
    return images
  }

  private struct MadeKey: Hashable {
    let part: DatasetPart
    let seed: UInt64
    let options: SyntheticOptions
  }

  /// The last two parts made: several runs of one process mostly want the same.
  private static let made = Mutex<[(key: MadeKey, images: LabelledImages)]>([])

  private static func make(
    _ part: DatasetPart,
    _ options: SyntheticOptions,
    seed: UInt64
  ) -> LabelledImages {
    let count = part == .train ? options.trainImages : options.testImages
    let stream = RandomStream(seed: seed, name: "synthetic/\(part.rawValue)")
    var pixels: [UInt8] = []
    pixels.reserveCapacity(count * options.size * options.size * options.channels)
    for index in 0..<count {
      append(image: index, label: index % options.classes, options, stream, to: &pixels)
    }
    let directions = options.classes / 2
    let names = (0..<options.classes).map {
      "\($0 % directions * 180 / directions) degrees, \($0 < directions ? "disc" : "ring")"
    }
    return LabelledImages(
      name: "synthetic/\(part.rawValue)",
      height: options.size,
      width: options.size,
      channels: options.channels,
      pixels: pixels,
      labels: (0..<count).map { UInt8($0 % options.classes) },
      classNames: names
    )
  }

  private static func append(
    image: Int,
    label: Int,
    _ options: SyntheticOptions,
    _ stream: RandomStream,
    to pixels: inout [UInt8]
  ) {
    let step = UInt64(image) + 1
    let draws = (0..<8).map { stream.uniform(step: step, index: UInt64($0)) }
    let directions = options.classes / 2
    let size = Double(options.size)
    let angle =
      Double.pi * (Double(label % directions) + 0.3 * (draws[0] - 0.5)) / Double(directions)
    let (cosine, sine) = (Portable.cos(angle), Portable.sin(angle))
    let frequency = 2 * Double.pi * (0.17 + 0.06 * draws[1])
    let phase = 2 * Double.pi * draws[2]
    let centre = (size * (0.4 + 0.2 * draws[3]), size * (0.4 + 0.2 * draws[4]))
    let contrast = 50 + 50 * draws[5]
    let outer = size * 0.42
    let inner = label < directions ? 0 : size * 0.22
    for y in 0..<options.size {
      for x in 0..<options.size {
        let (dy, dx) = (Double(y) + 0.5 - centre.0, Double(x) + 0.5 - centre.1)
        let radius = (dy * dy + dx * dx).squareRoot()
        let shown = radius <= outer && radius >= inner
        let wave = shown ? Portable.sin(frequency * (dx * cosine + dy * sine) + phase) : 0
        for channel in 0..<options.channels {
          let tint = 1 - 0.5 * draws[6] * Double((channel + Int(draws[7] * 3)) % 3) / 2
          let place = UInt64((y * options.size + x) * options.channels + channel)
          let noise = options.noise * stream.normal(step: step, index: 16 + place)
          let level = (128 + contrast * tint * wave + noise).rounded()
          pixels.append(UInt8(min(255, max(0, level))))
        }
      }
    }
  }
}
