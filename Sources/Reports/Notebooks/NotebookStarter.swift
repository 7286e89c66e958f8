import Foundation
import Records

/// The notebook a new user starts from.
public enum NotebookStarter {
  /// Writes the starter as `folder/name.md`.
  ///
  /// - Returns: its path.
  /// - Throws: `NotebookError` for a name that cannot be used or is taken, `StoreError`.
  public static func write(_ name: String, into folder: String) throws -> String {
    let path = "\(folder)/\(name).md"
    if let problem = RunName.problems(name).first {
      throw NotebookError.name(path: path, expected: problem.expected)
    }
    if FileManager.default.fileExists(atPath: path) { throw NotebookError.exists(path: path) }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw StoreError.io(path: folder, action: "create", reason: error.localizedDescription)
    }
    try AtomicFile.write(Data(text(name).utf8), to: path)
    return path
  }

  /// The text of the starter; it runs as it is, in about a minute, without any data set.
  static func text(_ name: String) -> String {
    """
    ---
    title: Two methods on two seeds    # the report's title
    budget: 5 minutes                  # running longer is reported and stops nothing
    profile: quick                     # what is meant without --profile
    profiles:                          # each lays its settings over every run below
      quick: {epochs: 3, data.trainImages: 256}
      full: {epochs: 50, data.trainImages: 10000}
    ---
    # {{ notebook.title }}

    Write what you want to find out here. This text is Markdown; the blocks below are YAML, and every
    key of `dartboard search --spec` may stand in them. What a block leaves out has the default of the
    paper.

    ```sweep
    name: methods
    grid:                              # every combination is one run
      method: [darts-v1, fairdarts]   # see: dartboard list methods
      seed: [1, 2]
    space: darts                       # see: dartboard list spaces
    channels: 4
    cells: 3
    batch: 16
    data:
      dataset: synthetic               # see: dartboard list datasets
      resize: average-2
    alpha:
      rate: 0.01
    ```

    ## Verdict

    ```verdict
    run: methods
    by: method                         # what is compared; the other keys are repetitions
    metric: supernet.accuracy          # see: dartboard list metrics
    ```

    A value can stand inside a sentence: DARTS reaches {{ methods[darts-v1].supernet.accuracy }}
    after {{ methods.spec.epochs }} epochs, with an interval
    {{ methods[fairdarts].supernet.accuracy | interval }} for the other.

    ```table
    run: methods
    metrics: [supernet.accuracy, derived.accuracy, discretization.gap, skips.normal]
    ```

    ## Charts

    ```chart
    panel: compare-curves              # see: dartboard list comparisons
    metric: supernet.accuracy
    ```

    ```chart
    panel: compare-values
    metric: discretization.gap
    ```

    One run of the sweep is called by its name, with any panel of `dartboard list panels`:

    ```chart
    panel: cell-normal
    run: methods-darts-v1-1
    caption: Your own words on what to see may stand here.
    ```

    """
  }
}
