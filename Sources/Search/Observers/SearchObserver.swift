public import Records

/// Something that watches a search and adds events; probes adopt it.
///
/// It may evaluate and differentiate the supernet, and must leave weights, alpha and running
/// statistics as they were.
public protocol SearchObserver {
  /// Called before the first step with `epoch` -1 and after every epoch.
  ///
  /// - Returns: what was measured.
  func observe(_ search: SearchRun, epoch: Int) throws -> [any RunEvent]
}
