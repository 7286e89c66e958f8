import Engine
import Testing

@Suite struct GradientTests {
  @Test(
    "weight and gate gradients agree with central differences in Double to 1e-6",
    arguments: OperationCase.allCases
  )
  func differences(_ operation: OperationCase) {
    let probe = Probe { operation.record($0, $1) }
    if operation.hasFactors {
      probe.execution.setFactors(0, [0, 1.5, 1, 0.5, 2])
      probe.execution.setFactors(1, [1, 0, 0.25, 1.5, 1])
    }
    let (place, error) = probe.worstError()
    #expect(error < 1e-6, "\(place) is off by \(error)")
  }

  @Test("odd sizes reduce to the rounded-up half", arguments: [4, 5, 7])
  func oddSizes(_ size: Int) {
    var reduced: Value?
    let probe = Probe(height: size, width: size + 1) { tape, x in
      let value = tape.factorizedReduction(x, channels: 6, norm: NormOptions(), name: "op")
      reduced = value
      return value
    }
    #expect(reduced?.height == (size + 1) / 2)
    #expect(reduced?.width == (size + 2) / 2)
    #expect(probe.worstError().1 < 1e-6)
  }

  @Test("images that are worked on in several blocks of rows", arguments: [1, 2], [3, 5])
  func blocks(dilation: Int, kernel: Int) {
    let channels = 24
    let probe = Probe(height: 21, width: 18, channels: channels, batch: 2) { tape, x in
      let wide = tape.convolution(
        tape.pool(x, .maximum, norm: NormOptions(), name: "pool"),
        channels: channels,
        kernel: 1,
        relu: true,
        norm: NormOptions(),
        name: "pointwise"
      )
      return tape.separableConvolution(
        wide,
        channels: channels,
        kernel: kernel,
        stride: 2,
        dilation: dilation,
        norm: NormOptions(),
        name: "strided"
      )
    }
    let (place, error) = probe.worstError(samples: 11)
    #expect(error < 1e-6, "\(place) is off by \(error)")
  }
}

@Suite struct SameBitsTests {
  private func state(
    _ operation: OperationCase,
    _ precision: Precision,
    _ choice: KernelChoice,
    threads: Int
  ) -> [[UInt8]] {
    let probe = Probe(
      height: 13,
      width: 11,
      channels: 24,
      batch: 11,
      precision: precision,
      choice: choice,
      threads: threads
    ) { tape, x in
      let head = tape.convolution(
        x,
        channels: 4,
        kernel: 1,
        relu: false,
        norm: NormOptions(),
        name: "narrow"
      )
      return operation.record(tape, head)
    }
    probe.step()
    let gates = probe.execution.gateGradients.withUnsafeBytes { [UInt8]($0) }
    return [[UInt8](probe.execution.weightGradientBytes), gates]
  }

  @Test(
    "every kernel set gives the bits of the plain Swift loops",
    arguments: OperationCase.allCases
  )
  func kernels(_ operation: OperationCase) {
    for precision in Precision.allCases {
      let expected = state(operation, precision, .reference, threads: 1)
      for choice in KernelChoice.allCases where choice.isAvailable && choice != .reference {
        let same = state(operation, precision, choice, threads: 1) == expected
        #expect(same, "\(choice) differs in \(precision)")
      }
    }
  }

  @Test("the number of threads changes no bit", arguments: [2, 3, 7])
  func threads(_ threads: Int) {
    for operation in [OperationCase.separable5, .concatenation, .factors] {
      let expected = state(operation, .float, .best, threads: 1)
      #expect(state(operation, .float, .best, threads: threads) == expected)
    }
  }
}
