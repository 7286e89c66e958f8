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
  platforms: [.macOS(.v15)],
  products: [.executable(name: "dartboard", targets: ["dartboard"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS",
      pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]
    ),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"])]),
    .systemLibrary(
      name: "CMarkdown",
      pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]
    ),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "CKernels",
      cSettings: [.unsafeFlags(["-O3", "-ffp-contract=off", "-fno-math-errno"])]
    ),
    .target(name: "Statistics", swiftSettings: strict),
    .target(
      name: "Engine",
      dependencies: ["CKernels", "COpenBLAS"],
      // Checks of exclusive access are seen in the time of a step; debug builds keep them.
      swiftSettings: strict + [
        .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
      ]
    ),
    .target(name: "Networks", dependencies: ["Engine"], swiftSettings: strict),
    .target(name: "Datasets", dependencies: ["Engine", "CZlib"], swiftSettings: strict),
    .target(
      name: "Records",
      dependencies: ["COpenSSL", "CZlib", "Yams"],
      swiftSettings: strict
    ),
    .target(
      name: "Interchange",
      dependencies: ["Engine", "Networks", "Records"],
      swiftSettings: strict
    ),
    .target(
      name: "Training",
      dependencies: ["Engine", "Networks", "Datasets", "Records"],
      swiftSettings: strict
    ),
    .target(
      name: "Search",
      dependencies: ["Engine", "Networks", "Datasets", "Records", "Training"],
      swiftSettings: strict
    ),
    .target(
      name: "Probes",
      dependencies: [
        "Engine", "Networks", "Datasets", "Records", "Training", "Search", "Statistics",
      ],
      swiftSettings: strict
    ),
    .target(name: "Charts", dependencies: ["CCairo", "CPNG"], swiftSettings: strict),
    .target(
      name: "Reports",
      dependencies: [
        "Charts", "Probes", "Records", "Search", "Training", "Datasets", "Networks", "Engine",
        "Interchange", "Statistics", "CMarkdown", "COpenBLAS", "Yams",
      ],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "dartboard",
      dependencies: [
        "Charts", "Datasets", "Engine", "Interchange", "Networks", "Probes", "Records", "Reports",
        "Search", "Training", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),
    // Replaces malloc by one that counts: linked into tests alone.
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    .testTarget(
      name: "EngineTests",
      dependencies: ["Engine", "CKernels", "AllocationCounter"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "NetworksTests",
      dependencies: ["Networks", "Engine"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "DatasetsTests",
      dependencies: ["Datasets", "Engine", "CZlib"],
      swiftSettings: strict
    ),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics"], swiftSettings: strict),
    .testTarget(name: "ChartsTests", dependencies: ["Charts"], swiftSettings: strict),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "Charts", "Datasets", "Engine", "Networks", "Records", "Search", "Training",
        "CMarkdown",
      ],
      swiftSettings: strict
    ),
    .testTarget(name: "RecordsTests", dependencies: ["Records"], swiftSettings: strict),
    .testTarget(
      name: "TrainingTests",
      dependencies: ["Datasets", "Engine", "Networks", "Records", "Training"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "InterchangeTests",
      dependencies: [
        "Engine", "Interchange", "Networks", "Probes", "Records", "Reports", "Search", "Statistics",
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "CommandTests",
      dependencies: ["dartboard", "Datasets", "Networks", "Probes", "Reports", "Search"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ProbesTests",
      dependencies: [
        "Datasets", "Engine", "Networks", "Probes", "Records", "Search", "Statistics", "Training",
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "SearchTests",
      dependencies: [
        "Datasets", "Engine", "Networks", "Probes", "Records", "Reports", "Search", "Training",
      ],
      swiftSettings: strict
    ),
  ]
)
