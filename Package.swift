// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: Swift 6 language mode (implied by the tools version), explicit
/// existentials, imports that do not leak, and no warning let through.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "dartboard",
  dependencies: [],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "CKernels",
      cSettings: [.unsafeFlags(["-O3", "-ffp-contract=off", "-fno-math-errno"])]),
    .target(name: "Engine", dependencies: ["CKernels", "COpenBLAS"], swiftSettings: strict),
    .target(name: "Networks", dependencies: ["Engine"], swiftSettings: strict),
    .target(name: "Datasets", dependencies: ["Engine", "CZlib"], swiftSettings: strict),
    .testTarget(name: "EngineTests", dependencies: ["Engine"], swiftSettings: strict),
    .testTarget(name: "NetworksTests", dependencies: ["Networks", "Engine"], swiftSettings: strict),
  ]
)
