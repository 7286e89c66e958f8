/// Files of the source tree that tests read.
enum Repository {
  /// A path below the root of the package.
  static func path(_ relative: String, from file: String = #filePath) -> String {
    // Root/Tests/DatasetsTests/Support/Repository.swift
    (file.split(separator: "/").dropLast(4) + [Substring(relative)])
      .reduce("") { $0 + "/" + $1 }
  }
}
