import Foundation

/// The memory of this process that is in RAM.
enum ResidentMemory {
  /// The largest it has been since the start or the last `forgetPeak`, in bytes;
  /// 0 where the system does not say.
  static var peak: Int {
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    for line in (status ?? "").split(separator: "\n") where line.hasPrefix("VmHWM:") {
      let digits = line.filter { $0.isNumber }
      return (Int(digits) ?? 0) * 1024
    }
    return 0
  }

  /// Starts counting anew, where the system allows it.
  static func forgetPeak() {
    guard let file = fopen("/proc/self/clear_refs", "w") else { return }
    fputs("5", file)
    fclose(file)
  }
}
