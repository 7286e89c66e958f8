extension BlockSpace {
  /// Inverted residual blocks with kernel 3, 5 or 7, expansion 1, 3 or 6 and groups, in the stages of
  /// ProxylessNAS: the candidates of Wu et al., "FBNet", CVPR 2019, table 2, and those with kernel 7
  /// of Cai et al., "ProxylessNAS", ICLR 2019, section 4.1.
  ///
  /// Deviations from ProxylessNAS: relu instead of relu6, FBNet's blocks of expansion 1 and with groups
  /// among the candidates; from FBNet: ProxylessNAS's stages. Its Zero, which leaves the shortcut alone,
  /// is `skip_connect` here. The small table is for images of 28 to 64 pixels.
  public static let mobilenet = BlockSpace(
    id: "mobilenet",
    summary:
      "inverted residual blocks, kernel 3/5/7, expansion 1/3/6, groups, skip; chosen per layer",
    source: "Wu et al., 2019, table 2; Cai et al., 2019, section 4.1",
    operations: [
      "k3_e1", "k3_e1_g2", "k3_e3", "k3_e6", "k5_e1", "k5_e1_g2", "k5_e3", "k5_e6", "k7_e3",
      "k7_e6", "skip_connect",
    ],
    table: StageTable(
      stem: 32,
      stemStride: 2,
      first: 16,
      stages: [
        BlockStage(channels: 24, repeats: 4, stride: 2),
        BlockStage(channels: 40, repeats: 4, stride: 2),
        BlockStage(channels: 80, repeats: 4, stride: 2),
        BlockStage(channels: 96, repeats: 4, stride: 1),
        BlockStage(channels: 192, repeats: 4, stride: 2),
        BlockStage(channels: 320, repeats: 1, stride: 1),
      ],
      head: 1280
    ),
    compactTable: StageTable(
      stem: 8,
      stemStride: 1,
      first: nil,
      stages: [
        BlockStage(channels: 8, repeats: 1, stride: 1),
        BlockStage(channels: 16, repeats: 2, stride: 2),
        BlockStage(channels: 24, repeats: 2, stride: 2),
        BlockStage(channels: 32, repeats: 2, stride: 1),
      ],
      head: 64
    )
  )
}
