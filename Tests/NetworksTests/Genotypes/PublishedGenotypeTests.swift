import Networks
import Testing

@Suite struct PublishedGenotypeTests {
  /// Weights of the CIFAR-10 network of a genotype: 36 channels, 20 cells, no auxiliary head.
  static func weights(_ genotype: Genotype) -> Int {
    var channels = 36
    var total = 3 * 9 * 108 + 2 * 108
    var inputs = [108, 108]
    for index in 0..<20 {
      let kind = index == 6 || index == 13 ? CellKind.reduce : .normal
      if kind == .reduce { channels *= 2 }
      total += inputs.map { $0 * channels + 2 * channels }.reduce(0, +)
      for edge in genotype[kind].edges {
        let kernel = edge.operation.contains("5x5") ? 25 : 9
        let separable = channels * kernel + channels * channels + 2 * channels
        switch edge.operation.prefix(4) {
        case "sep_": total += 2 * separable
        case "dil_": total += separable
        case "skip" where kind == .reduce && edge.source < 2:
          total += channels * channels + 2 * channels
        default: break
        }
      }
      inputs = [inputs[1], channels * genotype[kind].concat.count]
    }
    return total + inputs[1] * 10 + 10
  }

  @Test("the networks have the sizes the authors' code gives")
  func sizes() {
    #expect(Self.weights(PublishedGenotype.dartsV1.genotype) == 3_169_414)
    #expect(Self.weights(PublishedGenotype.dartsV2.genotype) == 3_349_342)
    #expect(Self.weights(PublishedGenotype.pdarts.genotype) == 3_433_798)
    #expect(Self.weights(PublishedGenotype.pcDARTSCIFAR.genotype) == 3_634_678)
  }

  @Test("every genotype is valid, named once and cites a paper")
  func valid() {
    #expect(PublishedGenotype.all.count == 16)
    #expect(Set(PublishedGenotype.all.map { $0.name }).count == 16)
    for published in PublishedGenotype.all {
      let problem = fault { () throws(GenotypeError) in
        try published.genotype.validate(
          operations: GenotypeVocabulary.darts,
          rules: GenotypeRules(requiresInputs: false)
        )
      }
      #expect(problem == nil)
      #expect(published.source.contains("20"))
    }
  }

  @Test("only the genotypes of FairDARTS leave a node empty")
  func emptyNodes() {
    let empty = PublishedGenotype.all.filter { published in
      published.genotype.normal.nodes.contains { $0.isEmpty }
    }
    #expect(
      empty.map { $0.name } == ["FairDARTS_a", "FairDARTS_c", "FairDARTS_e", "FairDARTS_g"]
    )
  }

  @Test("names are found whatever their case and dashes")
  func names() {
    #expect(PublishedGenotype.named("darts-v2") == .dartsV2)
    #expect(PublishedGenotype.named("PC-DARTS-image") == .pcDARTSImageNet)
    #expect(PublishedGenotype.named("resnet") == nil)
  }
}
