import COpenBLAS
import Charts
public import Engine
import Foundation

/// What is noted about the machine a run was made on; informative, never part of a result.
public enum Environment {
  /// Names and values, such as cpu, kernels, blas, threads.
  public static func manifest(
    threads: Int,
    kernels: KernelChoice = .best
  ) -> [String: String] {
    [
      "cpu": cpu, "kernels": kernels.rawValue, "build": build,
      "blas": "OpenBLAS, core \(String(cString: openblas_get_corename()))",
      "cairo": FigureRenderer.cairoVersion, "threads": String(threads),
      "system": ProcessInfo.processInfo.operatingSystemVersionString,
    ]
  }

  /// How the program was compiled.
  static var build: String {
    #if DEBUG
    "debug"
    #else
    "release"
    #endif
  }

  /// The processor's name as the system gives it.
  static var cpu: String {
    let data = FileManager.default.contents(atPath: "/proc/cpuinfo") ?? Data()
    let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first {
      $0.hasPrefix("model name")
    }
    return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
      ?? "unknown"
  }

  /// The file of the font charts are drawn with, or nil.
  public static var fontFile: String? {
    ["/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/TTF/DejaVuSans.ttf"]
      .first { FileManager.default.fileExists(atPath: $0) }
  }
}
