import ArgumentParser
import Foundation
import Records

/// Times the workloads here and in PyTorch, in turn, and writes what came out.
struct BenchCompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Time every workload here and in PyTorch, and write a report.",
    discussion: """
      Needs PyTorch for the Python it is given, such as Debian's python3-torch for /usr/bin/python3. \
      Every time is that of a process of its own, run alone, PyTorch's between two of ours; rounds \
      repeat everything, because the neighbours of a machine come and go.
      """
  )

  @Option(help: "The folder for README.md, chart and CSV.") var out = "reports/performance"
  @Option(help: "The Python that has PyTorch.") var python = "/usr/bin/python3"
  @Option(help: "The script that times PyTorch.") var peer = "fixtures/peers/time_supernet.py"
  @Option(help: "How many times everything is measured, of which the median counts.") var rounds = 3
  @Option(help: "Steps timed here in a process, after one that warms up.") var steps = 3
  @Option(help: "Steps timed in PyTorch in a process, after one that warms up.") var peerSteps = 2
  @Option(help: "Workloads by name, separated by commas. Default: all.") var only: String?
  @Flag(help: "Print the rows as JSON on standard output; no progress.") var json = false

  func validate() throws {
    for (name, value) in [("--rounds", rounds), ("--steps", steps), ("--peer-steps", peerSteps)]
    where !(1...10_000).contains(value) {
      throw ValidationError("\(name): expected 1 to 10000, got \(value)")
    }
    let known = BenchWorkload.all.map { $0.id }
    for name in only?.split(separator: ",").map(String.init) ?? [] where !known.contains(name) {
      throw ValidationError(
        "--only: expected some of \(known.joined(separator: ", ")), got \(name)"
      )
    }
  }

  func run() throws {
    try Failure.reporting(json: json) {
      let wanted = only?.split(separator: ",").map(String.init)
      let workloads = BenchWorkload.all.filter { wanted?.contains($0.id) ?? true }
      let progress = ProgressLine(quiet: json)
      let peers = PeerTiming(python: python, script: peer, steps: peerSteps)
      var rows: [BenchComparison] = []
      for (index, workload) in workloads.enumerated() {
        let row = try BenchComparison.measure(
          workload,
          rounds: rounds,
          steps: steps,
          peers: peers
        ) { done, all in
          progress.update(
            workload.id,
            share: (Double(index) + Double(done) / Double(all)) / Double(workloads.count)
          )
        }
        rows.append(row)
      }
      progress.end()
      let report = BenchReport(rows: rows, version: Version.text)
      try report.write(to: out)
      print(json ? try JSONValue(encoding: rows).text : report.comparison + "\n\n" + report.roof)
    }
  }
}
