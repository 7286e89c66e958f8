import Datasets

extension LabelledImages {
  /// Count, rows, columns and channels.
  var extents: [Int] { [count, height, width, channels] }
}
