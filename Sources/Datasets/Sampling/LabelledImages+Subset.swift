public import Engine

extension LabelledImages {
  /// The images at `indices`, in that order.
  public func selected(_ indices: [Int]) -> LabelledImages {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(indices.count * valuesPerImage)
    for index in indices { pixels += image(at: index) }
    return LabelledImages(
      name: name, height: height, width: width, channels: channels, pixels: pixels,
      labels: indices.map { labels[$0] }, classNames: classNames, files: files)
  }

  /// `count` images drawn without repetition, in stored order; all of them when there are fewer.
  public func sampled(_ count: Int, stream: RandomStream) -> LabelledImages {
    guard count < self.count else { return self }
    return selected(stream.permutation(count: self.count).prefix(count).sorted())
  }
}
