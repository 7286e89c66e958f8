import Training

extension MethodCatalog {
  /// Methods that change how weights and alpha move.
  static let bilevel: [NamedMethod] = [
    NamedMethod(
      "darts-v1",
      "first-order DARTS",
      paper: "Liu, Simonyan, Yang, ICLR 2019, section 2.3",
      cures: "the cost of search by evolution or reinforcement",
      Method()
    ),
    NamedMethod(
      "darts-v2",
      "second-order DARTS, mixed product by a central difference",
      paper: "Liu, Simonyan, Yang, ICLR 2019, equations 7 and 8",
      cures: "alpha gradients that ignore how the weights respond",
      Method(update: BilevelSecondOrder())
    ),
    NamedMethod(
      "darts-exact",
      "second-order DARTS, exact mixed product",
      paper: "Liu, Simonyan, Yang, ICLR 2019, equation 7",
      cures: "the error of the central difference",
      Method(update: BilevelSecondOrder(product: .exact))
    ),
    NamedMethod(
      "darts-neumann",
      "implicit gradient by terms of a Neumann series",
      paper: "Lorraine, Vicol, Duvenaud, AISTATS 2020, algorithm 3",
      cures: "looking ahead one step only",
      Method(update: ImplicitNeumann())
    ),
    NamedMethod(
      "milenas",
      "alpha on training and validation loss",
      paper: "He et al., CVPR 2020, equation 7",
      cures: "error of the bilevel approximation, gap between the losses",
      Method(update: MixedLevel())
    ),
    NamedMethod(
      "darts-warmup",
      "alpha frozen for 15 of 50 epochs",
      paper: "Xu et al. (PC-DARTS), ICLR 2020, section 4.1; Chen et al., ICCV 2019",
      cures: "operations without weights winning before the others are trained",
      Method(timing: AlphaTiming(rest: 0.3))
    ),
    NamedMethod(
      "one-level",
      "weights and alpha on one loss",
      paper: "Liu, Simonyan, Yang, ICLR 2019, section 3.3",
      cures: "the bilevel approximation, by giving it up",
      Method(update: OneLevel())
    ),
    NamedMethod(
      "one-level-augmented",
      "weights and alpha on one loss, made harder by augmentation and cutout",
      paper: "Bi et al. (GOLD-NAS), 2020, section 3.2",
      cures: "the too easy task of one-level search",
      Method(update: OneLevel())
    ) { spec in
      spec.data.augments = true
      // Half of the image's side, as 16 of 32 pixels.
      spec.data.cutout = 8
      spec.labelSmoothing = 0.1
    },
  ]
}
