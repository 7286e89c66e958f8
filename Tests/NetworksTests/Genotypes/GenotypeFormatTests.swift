import Foundation
import Networks
import Testing

@Suite struct GenotypeFormatTests {
  static let ids = GenotypeFormatCatalog.all.map { $0.id }

  /// What a format can hold.
  static func sample(_ id: String) -> DescribedArchitecture {
    switch id {
    case "gold-nas":
      .cells([PublishedGenotype.fairDARTSA.genotype.normal, PublishedGenotype.snas.genotype.reduce])
    case "nasbench201", "naslib-nb201": .nasBench201(NASBench201Cell(index: 12_345))
    case "blocks": .blocks(["k3_e6", "skip_connect", "k5_e1_g2"])
    case "fairdarts", "aw_nas", "pt.darts", "autodl":
      .genotype(PublishedGenotype.fairDARTSA.genotype)
    default: .genotype(PublishedGenotype.pdarts.genotype)
    }
  }

  @Test("every file of the formats has its line in the catalogue, ids differ")
  func catalogues() throws {
    let folder = GenotypeFixtures.package
      .appendingPathComponent("Sources/Networks/Genotypes/Formats")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".swift") }.map { String($0.dropLast(6)) }.sorted()
    let types = GenotypeFormatCatalog.all.map { String(describing: type(of: $0)) }.sorted()
    #expect(files == types)
    #expect(Set(Self.ids).count == Self.ids.count)
    #expect(GenotypeFormatCatalog.format("fairdarts")?.id == "fairdarts")
    #expect(GenotypeFormatCatalog.format("tensorflow") == nil)
  }

  @Test("what a format writes it recognizes, alone, and reads back", arguments: ids)
  func roundTrips(id: String) throws {
    let format = try #require(GenotypeFormatCatalog.format(id))
    let text = try format.write(Self.sample(id))
    #expect(GenotypeFormatCatalog.all.filter { $0.recognizes(text) }.map { $0.id } == [id])
    #expect(try GenotypeFormatCatalog.read("X = " + text + "  # a comment") == Self.sample(id))
    #expect(try format.write(format.read(text)) == text)
    #expect(!format.summary.isEmpty && !format.form.isEmpty)
  }

  @Test("a format refuses what it has no notation for", arguments: ids)
  func refuses(id: String) throws {
    let format = try #require(GenotypeFormatCatalog.format(id))
    let others: [DescribedArchitecture] = [
      .cells([]), .blocks([]), Self.sample("gold-nas"), Self.sample("nasbench201"),
      Self.sample("blocks"), Self.sample("darts"),
    ]
    let empty: [DescribedArchitecture] = [.cells([]), .blocks([])]
    for architecture in others {
      let kind = String(describing: architecture).prefix(6)
      guard
        kind != String(describing: Self.sample(id)).prefix(6) || empty.contains(architecture)
      else { continue }
      let message = fault { () throws(GenotypeError) in _ = try format.write(architecture) }
      #expect(message?.hasPrefix("genotype, format \(id): ") == true)
    }
  }

  @Test("every published genotype goes through every format that can hold it")
  func carriesPublished() throws {
    for published in PublishedGenotype.all {
      for id in ["darts", "pt.darts", "fairdarts", "aw_nas", "autodl", "naslib-compact"] {
        let format = try #require(GenotypeFormatCatalog.format(id))
        guard let text = try? format.write(.genotype(published.genotype)) else { continue }
        #expect(try GenotypeFormatCatalog.read(text) == .genotype(published.genotype))
      }
    }
  }

  // A NAS-Bench-201 string cut off at a bar is one with edges missing, which is allowed.
  @Test(
    "a text cut off anywhere is refused, whatever its format",
    arguments: ids.filter { $0 != "nasbench201" }
  )
  func refusesPrefixes(id: String) throws {
    let format = try #require(GenotypeFormatCatalog.format(id))
    let text = try format.write(Self.sample(id))
    for length in Array(stride(from: 0, to: text.count, by: 5)) + [text.count - 1] {
      let prefix = String(text.prefix(length))
      _ = GenotypeFormatCatalog.detect(prefix)
      #expect(throws: GenotypeError.self) { try format.read(prefix) }
    }
  }

  @Test("FairDARTS triples name the node first and may leave a node empty")
  func readsFairDARTS() throws {
    let text = """
      FairDARTS_a = Genotype(normal=[('sep_conv_3x3', 2, 0), ('sep_conv_5x5', 2, 1),
        ('max_pool_3x3', 4, 0), ('sep_conv_3x3', 5, 0)], normal_concat=range(2, 6),
        reduce=[('max_pool_3x3', 2, 0), ('avg_pool_3x3', 2, 1), ('avg_pool_3x3', 3, 0),
        ('dil_conv_5x5', 3, 1), ('avg_pool_3x3', 4, 0), ('sep_conv_5x5', 4, 1),
        ('skip_connect', 5, 0), ('skip_connect', 5, 1)], reduce_concat=range(2, 6))
      """
    let expected = PublishedGenotype.fairDARTSA.genotype
    #expect(try GenotypeFormatCatalog.read(text) == .genotype(expected))
    #expect(expected.normal.nodes[1].isEmpty)
  }

  @Test("aw_nas triples name the source first, with numbered groups and tuples")
  func readsAWNAS() throws {
    let text = """
      CNNGenotype(normal_0=(('dil_conv_3x3', 1, 2), ('skip_connect', 0, 2)), reduce_1=[
      ('none', 0, 2), ('max_pool_3x3', 1, 2)], normal_0_concat=[2], reduce_1_concat=(2,))
      """
    guard case .genotype(let genotype) = try GenotypeFormatCatalog.read(text) else {
      Issue.record("expected two cells")
      return
    }
    #expect(genotype.normal.nodes[0].map { $0.source } == [1, 0])
    #expect(genotype.reduce.count(of: "none") == 1)
  }

  @Test("GOLD-NAS keeps both operations of an edge and every cell")
  func readsGOLDNAS() throws {
    let text =
      "s1 = Genotype(gene=[[('skip_connect', 0, 2), ('sep_conv_3x3', 0, 2), "
      + "('sep_conv_3x3', 2, 3)], [('skip_connect', 1, 3)]], concat=range(2, 4))"
    guard case .cells(let cells) = try GenotypeFormatCatalog.read(text) else {
      Issue.record("expected a list of cells")
      return
    }
    #expect(cells.map { $0.nodes.map { $0.count } } == [[2, 1], [0, 1]])
    #expect(cells[0].nodes[0].map { $0.operation } == ["skip_connect", "sep_conv_3x3"])
  }

  @Test("AutoDL's logged dictionary is read without its weights, its names translated")
  func readsAutoDL() throws {
    let text =
      "{'normal': [(('dua_sepc_3x3', 1, 0.1485), ('dil_sepc_5x5', 0, 1e-3))], "
      + "'normal_concat': [2], 'reduce': [(('skip_connect', 0, 0.2),)], 'reduce_concat': [2]}"
    guard case .genotype(let genotype) = try GenotypeFormatCatalog.read(text) else {
      Issue.record("expected two cells")
      return
    }
    #expect(genotype.normal.edges.map { $0.operation } == ["sep_conv_3x3", "dil_conv_5x5"])
    #expect(genotype.reduce.edges.map { $0.source } == [0])
  }

  @Test("NASLib's six numbers follow its own orders of edges and operations")
  func readsNASLibIndices() throws {
    let cell = try NASBench201Cell(
      parsing:
        "|nor_conv_3x3~0|+|none~0|skip_connect~1|+|avg_pool_3x3~0|nor_conv_1x1~1|none~2|"
    )
    #expect(try GenotypeFormatCatalog.read("(2, 1, 4, 0, 3, 1)") == .nasBench201(cell))
    #expect(try GenotypeFormatCatalog.read("[2,1,4,0,3,1]") == .nasBench201(cell))
    let format = try #require(GenotypeFormatCatalog.format("naslib-nb201"))
    #expect(try format.write(.nasBench201(cell)) == "(2, 1, 4, 0, 3, 1)")
  }

  @Test("NASLib's compact pairs name the source first and number operations without none")
  func writesNASLibCompact() throws {
    let format = try #require(GenotypeFormatCatalog.format("naslib-compact"))
    #expect(
      try format.write(.genotype(PublishedGenotype.dartsV2.genotype))
        == "(((0, 3), (1, 3), (0, 3), (1, 3), (1, 3), (0, 2), (0, 2), (2, 5)), "
        + "((0, 0), (1, 0), (2, 2), (1, 0), (0, 0), (2, 2), (2, 2), (1, 0)))"
    )
  }

  @Test("the NAS-Bench-301 dictionary numbers edges by node, then source, beside other keys")
  func readsNASLibConfig() throws {
    let format = try #require(GenotypeFormatCatalog.format("naslib-config"))
    let text = try format.write(.genotype(PublishedGenotype.dartsV2.genotype))
    let start = "\"NetworkSelectorDatasetInfo:darts:"
    #expect(text.contains(start + "edge_normal_11\": \"dil_conv_3x3\""))
    #expect(text.contains(start + "inputs_node_reduce_4\": \"0_2\""))
    let more = "{\"OptimizerSelector:sgd:learning_rate\": 0.025, \"x\": true, " + text.dropFirst()
    guard case .genotype(let read) = try GenotypeFormatCatalog.read(more) else {
      Issue.record("expected two cells")
      return
    }
    #expect(read.canonical == PublishedGenotype.dartsV2.genotype.canonical)
  }

  static let malformed: [(text: String, message: String)] = [
    (
      "hello",
      "genotype, line 1, column 1: expected Genotype(...), |op~0|+... or another of the formats, "
        + "got none of them; known are darts, pt.darts, fairdarts, gold-nas, aw_nas, autodl, "
        + "nasbench201, naslib-nb201, naslib-compact, naslib-config, blocks"
    ),
    (
      "Genotype(normal=[('sep_conv_3x3', 2, 3)], normal_concat=[2])",
      "genotype, line 1, column 38: node 2 reads node 3, but only nodes 0 to 1 come before it"
    ),
    (
      "Genotype(gene=[[('skip_conect', 0, 2)]], concat=[2])",
      "genotype, line 1, column 18: no operation is named 'skip_conect' "
        + "(did you mean 'skip_connect'?); known are "
        + GenotypeVocabulary.darts.joined(separator: ", ")
    ),
    (
      "Genotype(gene=[], concat=[2])",
      "genotype, line 1, column 15: expected at least one cell, got a list of 0; the form is "
        + "Genotype(gene=[[('skip_connect', 0, 2), ...], ...], concat=range(2, 6))"
    ),
    (
      "CNNGenotype(normal_0=[], normal_1=[])",
      "genotype, line 1, column 26: the field 'normal' was given before; keep one of them"
    ),
    (
      "(2, 1, 4, 0, 3)",
      "genotype, line 1, column 1: expected six operation numbers, got a tuple of 5; the form is "
        + "(2, 1, 4, 0, 3, 1), six numbers from 0 to 4"
    ),
    (
      "(2, 1, 5, 0, 3, 1)",
      "genotype, line 1, column 8: expected an operation number from 0 to 4, got 5; the form is "
        + "(2, 1, 4, 0, 3, 1), six numbers from 0 to 4"
    ),
  ]

  @Test("a faulty text is explained in the terms of the format it looks like", arguments: malformed)
  func explains(text: String, message: String) {
    #expect(
      fault { () throws(GenotypeError) in _ = try GenotypeFormatCatalog.read(text) } == message
    )
  }
}
