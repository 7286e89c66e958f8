import Testing

@testable import Reports

@Suite struct MeanIndexTests {
  @Test("runs that differ in seed and hash are one group")
  func groups() {
    #expect(MeanIndex.group("plain-1-075726a9f787") == "plain")
    #expect(MeanIndex.group("retrained-111772f848ae") == "retrained")
    #expect(MeanIndex.group("remedies-robustdarts-es-2-acd37f0454a3") == "remedies-robustdarts-es")
    #expect(MeanIndex.group("single") == "single")
  }
}
