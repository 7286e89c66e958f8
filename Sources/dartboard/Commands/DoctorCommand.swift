import ArgumentParser
import Datasets
import Engine
import Foundation
import Records
import Reports

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what this machine offers, what is missing, and what to do about it."
  )

  @Option(help: "A folder to look for data sets in.") var dataDir: String?
  @Flag(help: "Print JSON.") var json = false

  struct Finding {
    let name: String
    let isGood: Bool
    let text: String
    var remedy = ""
  }

  func run() {
    let findings = machine + data
    if json {
      let values = findings.map {
        JSONValue.object([
          "name": .string($0.name), "ok": .bool($0.isGood), "found": .string($0.text),
          "remedy": .string($0.remedy),
        ])
      }
      print(JSONValue.array(values).text)
      return
    }
    let width = findings.map { $0.name.count }.max() ?? 0
    for finding in findings {
      let pad = String(repeating: " ", count: width - finding.name.count + 2)
      print("\(finding.isGood ? "ok  " : "--  ")\(finding.name)\(pad)\(finding.text)")
      if !finding.remedy.isEmpty {
        print(String(repeating: " ", count: width + 6) + finding.remedy)
      }
    }
  }

  private var machine: [Finding] {
    let environment = Environment.manifest(
      threads: ProcessInfo.processInfo.activeProcessorCount
    )
    let sets = KernelChoice.allCases.filter { $0.isAvailable }.map { $0.rawValue }
    let fonts = Environment.fontFile
    return [
      Finding(name: "version", isGood: true, text: "dartboard \(Version.text)"),
      Finding(name: "processor", isGood: true, text: environment["cpu"] ?? "unknown"),
      Finding(
        name: "kernels",
        isGood: sets.count > 1,
        text: sets.joined(separator: ", "),
        remedy: sets.count > 1
          ? "" : "without AVX2 and FMA the plain loops run, with the same bits, far slower"
      ),
      Finding(name: "threads", isGood: true, text: environment["threads"] ?? "1"),
      Finding(
        name: "BLAS",
        isGood: BLASCore.isPinned,
        text: environment["blas"] ?? "unknown",
        remedy: BLASCore.isPinned
          ? ""
          : "eigenvalues may differ from other machines' in their last digits; set "
            + "OPENBLAS_CORETYPE=\(BLASCore.wanted ?? "") and try again"
      ),
      Finding(name: "cairo", isGood: true, text: environment["cairo"] ?? "unknown"),
      Finding(
        name: "fonts",
        isGood: fonts != nil,
        text: fonts ?? "DejaVu Sans not found",
        remedy: fonts == nil ? "apt-get install fonts-dejavu-core" : ""
      ),
    ]
  }

  private var data: [Finding] {
    let locations = DataLocations.standard(
      environment: ProcessInfo.processInfo.environment,
      dataDirectory: dataDir
    )
    return DatasetCatalog.all.map { source in
      do throws(DatasetError) {
        let images = try source.load(.test, request: DatasetRequest(locations: locations))
        return Finding(
          name: source.id,
          isGood: true,
          text: "\(images.count) test images, \(images.height)x\(images.width), "
            + "\(images.classCount) classes"
            + (images.files.first.map { ", from \($0.path)" } ?? ", made from the seed")
        )
      } catch {
        if case .notFound(_, _, _, let remedy) = error {
          return Finding(name: source.id, isGood: false, text: "not found", remedy: remedy)
        }
        return Finding(name: source.id, isGood: false, text: "\(error)")
      }
    }
  }
}
