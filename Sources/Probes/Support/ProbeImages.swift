import Datasets
import Engine
import Records
import Search

/// Images a probe always measures on: the first of a share as the split drew them, in whole batches,
/// unchanged by augmentation.
struct ProbeImages: Sendable, Hashable {
  /// The batches, indices of training images.
  let batches: [[Int]]

  /// At most `images` images in batches of `batch`, at least one batch.
  init(_ pool: [Int], images: Int, batch: Int) {
    let size = min(batch, pool.count)
    let count = max(1, min(images, pool.count) / max(1, size))
    batches = (0..<count).map { Array(pool[$0 * size..<($0 + 1) * size]) }
  }

  /// All images.
  var count: Int { batches.reduce(0) { $0 + $1.count } }

  /// The first twelve digits of the SHA-256 of the indices in decimal: tells whether two
  /// measurements saw the same images.
  var fingerprint: String {
    let text = batches.joined().map { String($0) }.joined(separator: ",")
    return String(Hashing.sha256(Array(text.utf8)).prefix(12))
  }
}
