extension Tape {
  /// Records global average pooling, a linear layer and the cross-entropy loss; the end of a tape.
  ///
  /// Parameters: `name.weight` [classes, channels], `name.bias` [classes]. With `relu` the values are
  /// rectified before they are averaged.
  public func classifier(_ x: Value, classes: Int, relu: Bool = false, name: String) {
    precondition(self.classes == 0, "a tape has one classifier")
    self.classes = classes
    linear(x, classes: classes, relu: relu, share: nil, name: name)
  }

  /// Records a second classifier whose loss, weighted by `share`, adds to the gradients and to
  /// nothing else; for the heads that networks are trained with (Szegedy et al., "Going Deeper with
  /// Convolutions", CVPR 2015, section 5).
  public func auxiliaryClassifier(
    _ x: Value,
    classes: Int,
    relu: Bool,
    share: Double,
    name: String
  ) {
    linear(x, classes: classes, relu: relu, share: share, name: name)
  }

  private func linear(_ x: Value, classes: Int, relu: Bool, share: Double?, name: String) {
    let layout = ChannelLayout(classes)
    let weight = parameter(
      name + ".weight",
      .linear,
      shape: [classes, x.layout.count],
      rows: x.layout,
      columns: layout
    )
    let bias = parameter(
      name + ".bias",
      .bias,
      shape: [classes],
      rows: x.layout,
      columns: layout
    )
    operations.append(
      Classifier(
        name: name,
        input: x,
        classes: classes,
        relu: relu,
        share: share,
        parameters: [weight, bias]
      )
    )
  }
}
