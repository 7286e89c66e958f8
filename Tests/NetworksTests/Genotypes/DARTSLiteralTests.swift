import Networks
import Testing

@Suite struct DARTSLiteralTests {
  static let form =
    "; the form is Genotype(normal=[('sep_conv_3x3', 0), ...], normal_concat=range(2, 6), "
    + "reduce=[...], reduce_concat=range(2, 6))"

  @Test("published arch files are written back byte for byte")
  func roundTripsPublished() throws {
    let lines = try GenotypeFixtures.lines("robustdarts-archs.txt")
    #expect(lines.count == 9)
    for line in lines {
      let genotype = try DARTSLiteral.parse(line)
      #expect(DARTSLiteral.text(genotype) == line)
      #expect(genotype.normal.nodes.count == 4)
    }
  }

  @Test("the writer keeps edge order and prints lists when nodes are not consecutive")
  func writes() {
    var genotype = GenotypeFixtures.small
    genotype.normal.concat = [3, 2]
    #expect(
      DARTSLiteral.text(genotype)
        == "Genotype(normal=[('sep_conv_3x3', 1), ('none', 0), ('skip_connect', 2), ('none', 0)], "
        + "normal_concat=[3, 2], reduce=[('max_pool_3x3', 0), ('max_pool_3x3', 1), "
        + "('dil_conv_5x5', 2), ('avg_pool_3x3', 2)], reduce_concat=range(3, 4))"
    )
  }

  @Test("assignments, log lines, comments, line breaks, double quotes and lists are read")
  func readsLoosely() throws {
    let text = """
      # found with seed 2
      PDARTS = Genotype( normal = [('sep_conv_3x3', 1),("none",0), # first node
        ['skip_connect', 2], ('none', 0),],
        normal_concat=(2, 3,), reduce=[('max_pool_3x3', 0), ('max_pool_3x3', 1),
        ('dil_conv_5x5', 2), ('avg_pool_3x3', 2)], reduce_concat=[3],)  # end
      """
    #expect(try DARTSLiteral.parse(text) == GenotypeFixtures.small)
    let line = "2019-07-16 13:39:20,853 genotype = " + DARTSLiteral.text(GenotypeFixtures.small)
    #expect(try DARTSLiteral.parse(line) == GenotypeFixtures.small)
    #expect(try DARTSLiteral.parse(line + "\r\n") == GenotypeFixtures.small)
  }

  @Test("a list of operations of one's own replaces the catalogue")
  func usesGivenOperations() throws {
    let text =
      "Genotype(normal=[('swish_gate', 0), ('swish_gate', 1)], normal_concat=[2], "
      + "reduce=[('swish_gate', 0), ('swish_gate', 0)], reduce_concat=[2])"
    let genotype = try DARTSLiteral.parse(text, operations: ["swish_gate"])
    #expect(genotype.normal.count(of: "swish_gate") == 2)
    #expect(fault { () throws(GenotypeError) in _ = try DARTSLiteral.parse(text) } != nil)
  }

  static let malformed: [(text: String, message: String)] = [
    ("", "line 1, column 1: expected a value, got the end of the text" + form),
    ("Genotip(normal=[])", "line 1, column 1: expected Genotype(, got Genotip(...)" + form),
    (
      "Genotype(normal=[('sep_conv_3x3', 0)",
      "line 1, column 37: expected ',' or ']', got the end of the text" + form
    ),
    (
      "Genotype(normal=[('sep_conv_3x3, 0)])",
      "line 1, column 19: expected text that ends with ' on the same line, "
        + "got ''sep_conv_3x3, 0)])'" + form
    ),
    (
      "Genotype(normal=[('sep_conv_3x3' 0)])",
      "line 1, column 34: expected ',' or ')', got '0)])'" + form
    ),
    (
      "Genotype(normal 0)", "line 1, column 17: expected '=', got '0)'" + form
    ),
    (
      "Genotype(normal=[('none', 0), ('none', x)])",
      "line 1, column 40: expected a value, got 'x)])'" + form
    ),
    (
      "Genotype(normal=[('none', 0),\n ('none', 0.5)], reduce=[])",
      "line 2, column 11: expected a node number, got 0.5" + form
    ),
    (
      "Genotype(normals=[])",
      "line 1, column 10: no field is named 'normals' (did you mean 'normal'?); the fields are "
        + "normal, normal_concat, reduce, reduce_concat"
    ),
    (
      "Genotype(normal=[], normal=[])",
      "line 1, column 21: the field 'normal' was given before; keep one of them"
    ),
    (
      "X = Genotype(reduce=[('none', 0), ('none', 1)])",
      "line 1, column 5: the field 'normal' is missing" + form
    ),
    (
      "Genotype(normal=[('none', 0)], normal_concat=[2])",
      "line 1, column 17: the normal cell has 1 edges; expected two per node, an even number "
        + "above 0"
    ),
    (
      "Genotype(normal=[('none', 0), ('none', 2)])",
      "line 1, column 40: node 2 reads node 2, but only nodes 0 to 1 come before it"
    ),
    (
      "Genotype(normal=[('none', 0),\n\t('skp_conect', 1)])",
      "line 2, column 3: no operation is named 'skp_conect' (did you mean 'skip_connect'?); "
        + "known are none, skip_connect"
    ),
    (
      "Genotype(normal=[('transformer', 1)])",
      "line 1, column 19: no operation is named 'transformer'; known are none, skip_connect"
    ),
    (
      "Genotype(normal=[('none', 0, 2)])",
      "line 1, column 18: expected a pair (operation, node), got a tuple of 3" + form
    ),
    (
      "Genotype(normal=[('none', 0), ('none', 1)], normal_concat=range(2, 6), "
        + "reduce=[('none', 0), ('none', 1)], reduce_concat=[2])",
      "normal cell: concat [2, 3, 4, 5] must name some of the intermediate nodes 2 to 2, each once"
    ),
    (
      "Genotype(normal=[('none', 0), ('none', 1)], normal_concat=range(2, 2000))",
      "line 1, column 72: expected a range that ends at 1000 or before, got '))'" + form
    ),
    (
      "Genotype(normal=[('none', 0), ('none', 1)], normal_concat=[2], "
        + "reduce=[('none', 0), ('none', 1)], reduce_concat=[2]) and more",
      "line 1, column 118: expected the end of the text, got 'and more'" + form
    ),
    (
      "Genotype(normal=" + String(repeating: "[", count: 40),
      "line 1, column 33: expected at most 16 levels of brackets, got '[[[[[[[[[[[[[[[[[[[[[[[['"
        + form
    ),
  ]

  @Test("a malformed literal says what is wrong and where", arguments: malformed)
  func explains(text: String, message: String) {
    let got = fault { () throws(GenotypeError) in
      _ = try DARTSLiteral.parse(text, operations: ["none", "skip_connect"])
    }
    #expect(got == "genotype, " + message)
  }
}
