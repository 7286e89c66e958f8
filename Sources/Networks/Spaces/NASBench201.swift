extension NASBench201Space {
  /// The topology space of Dong, Yang, "NAS-Bench-201", ICLR 2020, section 2.
  public static let standard = NASBench201Space()
}
