public import Engine

extension LabelledImages {
  /// The images at `indices`, in that order.
  public func selected(_ indices: [Int]) -> LabelledImages {
    if let bad = indices.first(where: { !labels.indices.contains($0) }) {
      preconditionFailure("image \(bad) of \(count) was asked for")
    }
    var pixels: [UInt8] = []
    pixels.reserveCapacity(indices.count * valuesPerImage)
    for index in indices { pixels += image(at: index) }
    return LabelledImages(
      name: name,
      height: height,
      width: width,
      channels: channels,
      pixels: pixels,
      labels: indices.map { labels[$0] },
      classNames: classNames,
      files: files
    )
  }

  /// The first `count` images; all of them when there are fewer.
  public func first(_ count: Int) -> LabelledImages {
    precondition(count >= 0, "first(_:) needs a count of 0 or more, got \(count)")
    return count < self.count ? selected(Array(0..<count)) : self
  }

  /// `count` images drawn without repetition, in stored order; all of them when there are fewer.
  public func sampled(_ count: Int, stream: RandomStream) -> LabelledImages {
    precondition(count >= 0, "sampled(_:stream:) needs a count of 0 or more, got \(count)")
    guard count < self.count else { return self }
    return selected(stream.permutation(count: self.count).prefix(count).sorted())
  }
}
