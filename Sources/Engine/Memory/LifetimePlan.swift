/// Places blocks with lifetimes in one arena so that blocks alive together never overlap.
///
/// Greedy by size: the largest block first, each at the lowest offset that is free over its whole
/// lifetime. Ties go by position, so the plan is a function of its input.
struct LifetimePlan {
  /// A block of memory and the closed range of times it is needed.
  struct Block {
    var size: Int
    var first: Int
    var last: Int
  }

  /// The offset of each block, in the units of its size.
  let offsets: [Int]
  /// The size of the arena.
  let total: Int

  /// Plans `blocks`; offsets are multiples of `alignment`.
  init(_ blocks: [Block], alignment: Int = 16) {
    var offsets = [Int](repeating: 0, count: blocks.count)
    var placed: [Int] = []
    var total = 0
    let order = blocks.indices.sorted {
      (-blocks[$0].size, $0) < (-blocks[$1].size, $1)
    }
    for index in order {
      let block = blocks[index]
      let neighbours = placed.filter {
        blocks[$0].first <= block.last && block.first <= blocks[$0].last
      }.sorted { offsets[$0] < offsets[$1] }
      var offset = 0
      for other in neighbours {
        if offset + block.size <= offsets[other] { break }
        let end = offsets[other] + blocks[other].size
        offset = max(offset, (end + alignment - 1) / alignment * alignment)
      }
      offsets[index] = offset
      total = max(total, offset + block.size)
      placed.append(index)
    }
    self.offsets = offsets
    self.total = total
  }
}
