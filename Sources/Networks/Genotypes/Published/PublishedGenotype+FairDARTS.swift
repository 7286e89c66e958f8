extension PublishedGenotype {
  /// `FairDARTS_a` of Chu et al.
  public static let fairDARTSA = PublishedGenotype(
    name: "FairDARTS_a",
    source: "X. Chu et al., \"Fair DARTS: Eliminating Unfair Advantages\", ECCV 2020",
    normal: CellGenotype(
      nodes: [
        [.sep3(0), .sep5(1)], [], [.max(0)], [.sep3(0)],
      ]),
    reduce: CellGenotype(
      nodes: [
        [.max(0), .avg(1)], [.avg(0), .dil5(1)], [.avg(0), .sep5(1)], [.skip(0), .skip(1)],
      ])
  )

  /// `FairDARTS_b` of Chu et al.
  public static let fairDARTSB = PublishedGenotype(
    name: "FairDARTS_b",
    source: "X. Chu et al., \"Fair DARTS: Eliminating Unfair Advantages\", ECCV 2020",
    normal: CellGenotype(
      nodes: [
        [.sep3(0), .sep3(1)], [.sep3(1)], [.dil3(0), .sep5(1)], [.dil5(1)],
      ]),
    reduce: CellGenotype(
      nodes: [
        [.skip(0), .dil3(1)], [.skip(0), .dil3(1)], [.max(0), .sep3(1)], [.skip(2), .max(0)],
      ])
  )

  /// `FairDARTS_c` of Chu et al.
  public static let fairDARTSC = PublishedGenotype(
    name: "FairDARTS_c",
    source: "X. Chu et al., \"Fair DARTS: Eliminating Unfair Advantages\", ECCV 2020",
    normal: CellGenotype(
      nodes: [
        [.max(0), .sep5(1)], [], [.dil3(0), .dil5(2)], [.skip(3), .sep3(0)],
      ]),
    reduce: CellGenotype(
      nodes: [
        [.dil3(1), .dil5(0)], [.dil3(0), .sep3(1)], [.sep5(0), .sep5(3)], [.sep5(0), .skip(1)],
      ])
  )

  /// `FairDARTS_d` of Chu et al.
  public static let fairDARTSD = PublishedGenotype(
    name: "FairDARTS_d",
    source: "X. Chu et al., \"Fair DARTS: Eliminating Unfair Advantages\", ECCV 2020",
    normal: CellGenotype(
      nodes: [
        [.sep3(0), .sep5(1)], [.dil3(1), .max(0)], [.dil3(0), .dil3(1)], [.sep3(0), .dil5(1)],
      ]),
    reduce: CellGenotype(
      nodes: [
        [.max(0), .sep5(1)], [.avg(0), .dil5(2)], [.dil3(3), .avg(0)], [.avg(0), .skip(3)],
      ])
  )

  /// `FairDARTS_e` of Chu et al.
  public static let fairDARTSE = PublishedGenotype(
    name: "FairDARTS_e",
    source: "X. Chu et al., \"Fair DARTS: Eliminating Unfair Advantages\", ECCV 2020",
    normal: CellGenotype(
      nodes: [
        [.sep3(0), .sep3(1)], [], [.dil3(1), .dil3(2)], [.dil3(0), .dil5(1)],
      ]),
    reduce: CellGenotype(
      nodes: [
        [.max(1), .max(0)], [.max(1), .max(0)], [.sep5(1), .max(0)], [.avg(0), .dil5(1)],
      ])
  )

  /// `FairDARTS_f` of Chu et al.
  public static let fairDARTSF = PublishedGenotype(
    name: "FairDARTS_f",
    source: "X. Chu et al., \"Fair DARTS: Eliminating Unfair Advantages\", ECCV 2020",
    normal: CellGenotype(
      nodes: [
        [.max(0), .sep3(1)], [.dil3(1)], [.sep5(1)], [.sep3(0), .sep3(1)],
      ]),
    reduce: CellGenotype(
      nodes: [
        [.max(0), .max(1)], [.max(0), .dil3(1)], [.dil3(2), .max(0)], [.max(0), .sep3(1)],
      ])
  )

  /// `FairDARTS_g` of Chu et al.
  public static let fairDARTSG = PublishedGenotype(
    name: "FairDARTS_g",
    source: "X. Chu et al., \"Fair DARTS: Eliminating Unfair Advantages\", ECCV 2020",
    normal: CellGenotype(
      nodes: [
        [.sep3(0), .sep3(1)], [], [.skip(3), .sep5(1)], [.dil3(0), .sep3(1)],
      ]),
    reduce: CellGenotype(
      nodes: [
        [.avg(1), .skip(0)], [.skip(2), .max(1)], [.sep5(3), .max(0)], [.dil3(1), .dil3(4)],
      ])
  )
}
