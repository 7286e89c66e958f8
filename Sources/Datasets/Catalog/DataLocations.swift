import Foundation

/// The folders in which data sets are looked for, in order.
///
/// Each search path is tried twice: first its subfolder named after the data set, then the path
/// itself. The first folder that holds any of the wanted files is used, so that files of two
/// folders are never mixed.
public struct DataLocations: Sendable, Hashable {
  /// Folders in order of preference.
  public var searchPaths: [String]

  /// Where Debian's data set packages install.
  public static let systemPath = "/usr/share/datasets"

  /// Name of the environment variable with further folders, separated by colons.
  public static let environmentVariable = "DARTBOARD_DATA"

  /// Creates a list of folders.
  public init(searchPaths: [String]) {
    self.searchPaths = searchPaths
  }

  /// The usual order: the folder given on the command line, `DARTBOARD_DATA`, the system's folder.
  ///
  /// - Parameters:
  ///   - environment: the process environment, read by the caller.
  ///   - dataDirectory: the value of `--data-dir`, if given.
  public static func standard(
    environment: [String: String],
    dataDirectory: String?
  ) -> DataLocations {
    let given = [dataDirectory].compactMap(\.self)
    let variable = environment[environmentVariable]?.split(separator: ":").map(String.init) ?? []
    return DataLocations(searchPaths: (given + variable).filter { !$0.isEmpty } + [systemPath])
  }

  /// The folders to try for a data set.
  ///
  /// A search path that is itself named after another data set is skipped: the files of the MNIST
  /// family have the same names, and one must not be taken for the other.
  func folders(for dataset: String, subfolders: [String], otherNames: Set<String>) -> [String] {
    var folders: [String] = []
    for path in searchPaths {
      let root = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      folders += subfolders.map { root + "/" + $0 }
      let last = root.split(separator: "/").last.map(String.init) ?? root
      if !otherNames.contains(last) { folders.append(root) }
    }
    return folders
  }

  /// A file of data that is not a data set, such as a table of results: as it is named where that
  /// exists, else below the first of the folders that has it.
  ///
  /// - Throws: `DatasetError.notFound` with everything that was looked at.
  public func file(_ path: String) throws(DatasetError) -> String {
    let manager = FileManager.default
    if manager.fileExists(atPath: path) { return path }
    let candidates = path.hasPrefix("/") ? [] : searchPaths.map { "\($0)/\(path)" }
    for candidate in candidates where manager.fileExists(atPath: candidate) { return candidate }
    throw .notFound(
      dataset: path,
      files: [path],
      searched: [manager.currentDirectoryPath] + (path.hasPrefix("/") ? [] : searchPaths),
      remedy: "put it into DIR and pass --data-dir DIR (or set DARTBOARD_DATA=DIR)"
    )
  }

  /// The first folder that holds any of `files`.
  ///
  /// - Throws: `DatasetError.notFound` with everything that was looked at.
  func folder(
    of dataset: String,
    subfolders: [String],
    holdingAnyOf files: [String],
    otherNames: Set<String>,
    remedy: String
  ) throws(DatasetError) -> String {
    let folders = folders(for: dataset, subfolders: subfolders, otherNames: otherNames)
    for folder in folders
    where files.contains(where: { FileManager.default.fileExists(atPath: folder + "/" + $0) }) {
      return folder
    }
    throw .notFound(dataset: dataset, files: files, searched: folders, remedy: remedy)
  }
}
