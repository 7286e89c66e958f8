extension PublishedGenotype {
  /// `NASNet` of Zoph and others.
  public static let nasNet = PublishedGenotype(
    name: "NASNet",
    source: "B. Zoph et al., \"Learning Transferable Architectures for Scalable "
      + "Image Recognition\", CVPR 2018 (NASNet-A)",
    normal: CellGenotype(
      nodes: [
        [.sep5(1), .sep3(0)], [.sep5(0), .sep3(0)], [.avg(1), .skip(0)], [.avg(0), .avg(0)],
        [.sep3(1), .skip(1)],
      ]),
    reduce: CellGenotype(
      nodes: [
        [.sep5(1), .sep7(0)], [.max(1), .sep7(0)], [.avg(1), .sep5(0)], [.skip(3), .avg(2)],
        [.sep3(2), .max(1)],
      ],
      concat: [4, 5, 6]
    )
  )

  /// `AmoebaNet` of Real and others.
  public static let amoebaNet = PublishedGenotype(
    name: "AmoebaNet",
    source: "E. Real et al., \"Regularized Evolution for Image Classifier "
      + "Architecture Search\", AAAI 2019 (AmoebaNet-A)",
    normal: CellGenotype(
      nodes: [
        [.avg(0), .max(1)], [.sep3(0), .sep5(2)], [.sep3(0), .avg(3)], [.sep3(1), .skip(1)],
        [.skip(0), .avg(1)],
      ],
      concat: [4, 5, 6]
    ),
    reduce: CellGenotype(
      nodes: [
        [.avg(0), .sep3(1)], [.max(0), .sep7(2)], [.sep7(0), .avg(1)], [.max(0), .max(1)],
        [.conv7(0), .sep3(5)],
      ],
      concat: [3, 4, 6]
    )
  )

  /// `DARTS_V1` of Liu, Simonyan and Yang.
  public static let dartsV1 = PublishedGenotype(
    name: "DARTS_V1",
    source: "H. Liu, K. Simonyan, Y. Yang, \"DARTS: Differentiable Architecture "
      + "Search\", ICLR 2019, first order",
    normal: CellGenotype(
      nodes: [
        [.sep3(1), .sep3(0)], [.skip(0), .sep3(1)], [.skip(0), .sep3(1)], [.sep3(0), .skip(2)],
      ]),
    reduce: CellGenotype(
      nodes: [
        [.max(0), .max(1)], [.skip(2), .max(0)], [.max(0), .skip(2)], [.skip(2), .avg(0)],
      ])
  )

  /// `DARTS_V2` of Liu, Simonyan and Yang.
  public static let dartsV2 = PublishedGenotype(
    name: "DARTS_V2",
    source: "H. Liu, K. Simonyan, Y. Yang, \"DARTS: Differentiable Architecture "
      + "Search\", ICLR 2019, second order",
    normal: CellGenotype(
      nodes: [
        [.sep3(0), .sep3(1)], [.sep3(0), .sep3(1)], [.sep3(1), .skip(0)], [.skip(0), .dil3(2)],
      ]),
    reduce: CellGenotype(
      nodes: [
        [.max(0), .max(1)], [.skip(2), .max(1)], [.max(0), .skip(2)], [.skip(2), .max(1)],
      ])
  )

  /// `SNAS` of Xie and others.
  public static let snas = PublishedGenotype(
    name: "SNAS",
    source: "S. Xie et al., \"SNAS: Stochastic Neural Architecture Search\", ICLR 2019",
    normal: CellGenotype(
      nodes: [
        [.sep3(0), .sep3(1)], [.skip(0), .dil3(1)], [.skip(1), .skip(0)], [.skip(0), .sep3(1)],
      ]),
    reduce: CellGenotype(
      nodes: [
        [.max(0), .max(1)], [.max(1), .skip(2)], [.skip(2), .max(1)], [.max(0), .dil5(2)],
      ])
  )

  /// `GDAS_V1` of Dong and Yang.
  public static let gdasV1 = PublishedGenotype(
    name: "GDAS_V1",
    source: "X. Dong, Y. Yang, \"Searching for a Robust Neural Architecture in Four "
      + "GPU Hours\", CVPR 2019",
    normal: CellGenotype(
      nodes: [
        [.skip(0), .skip(1)], [.skip(0), .sep5(2)], [.sep3(3), .skip(0)], [.sep5(4), .sep3(3)],
      ]),
    reduce: CellGenotype(
      nodes: [
        [.sep5(0), .sep3(1)], [.sep5(2), .sep5(1)], [.dil5(2), .sep3(1)], [.sep5(0), .sep5(2)],
      ])
  )

  /// `PDARTS` of Chen and others.
  public static let pdarts = PublishedGenotype(
    name: "PDARTS",
    source: "X. Chen et al., \"Progressive Differentiable Architecture Search\", ICCV 2019",
    normal: CellGenotype(
      nodes: [
        [.skip(0), .dil3(1)], [.skip(0), .sep3(1)], [.sep3(1), .sep3(3)], [.sep3(0), .dil5(4)],
      ]),
    reduce: CellGenotype(
      nodes: [
        [.avg(0), .sep5(1)], [.sep3(0), .dil5(2)], [.max(0), .dil3(1)], [.dil3(1), .dil5(3)],
      ])
  )

  /// `PC_DARTS_cifar` of Xu and others.
  public static let pcDARTSCIFAR = PublishedGenotype(
    name: "PC_DARTS_cifar",
    source: "Y. Xu et al., \"PC-DARTS: Partial Channel Connections\", ICLR 2020, "
      + "searched on CIFAR-10",
    normal: CellGenotype(
      nodes: [
        [.sep3(1), .skip(0)], [.sep3(0), .dil3(1)], [.sep5(0), .sep3(1)], [.avg(0), .dil3(1)],
      ]),
    reduce: CellGenotype(
      nodes: [
        [.sep5(1), .max(0)], [.sep5(1), .sep5(2)], [.sep3(0), .sep3(3)], [.sep3(1), .sep3(2)],
      ])
  )

  /// `PC_DARTS_image` of Xu and others.
  public static let pcDARTSImageNet = PublishedGenotype(
    name: "PC_DARTS_image",
    source: "Y. Xu et al., \"PC-DARTS: Partial Channel Connections\", ICLR 2020, "
      + "searched on ImageNet",
    normal: CellGenotype(
      nodes: [
        [.skip(1), .sep3(0)], [.sep3(0), .skip(1)], [.sep3(1), .sep3(3)], [.sep3(1), .dil5(4)],
      ]),
    reduce: CellGenotype(
      nodes: [
        [.sep3(0), .skip(1)], [.dil5(2), .max(1)], [.sep3(2), .sep3(1)], [.sep5(0), .sep3(3)],
      ])
  )
}
