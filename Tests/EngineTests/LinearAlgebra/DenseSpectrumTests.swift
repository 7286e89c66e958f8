import Engine
import Testing

@Suite struct DenseSpectrumTests {
  @Test("LAPACK finds the known spectrum of the second difference", arguments: [1, 2, 7, 60])
  func chain(_ size: Int) throws {
    let (matrix, values) = KnownSpectra.chain(size)
    let spectrum = try DenseSpectrum(matrix, vectors: true)
    for (found, expected) in zip(spectrum.values, values) { #expect(abs(found - expected) < 1e-13) }
    for (value, vector) in zip(spectrum.values, spectrum.vectors) {
      let product = KnownSpectra.product(matrix)(vector)
      for row in 0..<size { #expect(abs(product[row] - value * vector[row]) < 1e-13) }
    }
  }

  @Test("eigenvalues alone are those that come with vectors, and those of Jacobi")
  func agrees() throws {
    let matrix = KnownSpectra.reflected([-3, -1, 0, 0, 0.5, 2, 2, 2, 9])
    let alone = try DenseSpectrum(matrix).values
    let jacobi = SymmetricEigen(matrix).values
    let both = try DenseSpectrum(matrix, vectors: true).values
    for index in alone.indices {
      #expect(abs(alone[index] - both[index]) < 1e-13)
      #expect(abs(alone[index] - jacobi[index]) < 1e-13)
    }
  }

  @Test("tied eigenvalues come out as often as they occur, with orthonormal vectors")
  func ties() throws {
    let values = [-1.0, 2, 2, 2, 2, 5]
    let spectrum = try DenseSpectrum(KnownSpectra.reflected(values), vectors: true)
    for (found, expected) in zip(spectrum.values, values) { #expect(abs(found - expected) < 1e-13) }
    for (i, a) in spectrum.vectors.enumerated() {
      for (j, b) in spectrum.vectors.enumerated() {
        let product = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - (i == j ? 1 : 0)) < 1e-13)
      }
      let largest = a.max { abs($0) < abs($1) }
      #expect((largest ?? -1) > 0)
    }
  }

  @Test("zero has the spectrum zero, and nothing has none")
  func zero() throws {
    #expect(try DenseSpectrum([[0, 0], [0, 0]]).values == [0, 0])
    #expect(try DenseSpectrum([]).values.isEmpty)
  }

  @Test("an entry that is no number is named", arguments: [Double.nan, .infinity, -.infinity])
  func notFinite(_ bad: Double) {
    var matrix = KnownSpectra.chain(4).matrix
    matrix[2][1] = bad
    #expect(throws: SpectrumError.notFinite(place: "entry [1][2]")) { try DenseSpectrum(matrix) }
  }
}
