/// Panels that execute a search again to show something about its record, one line each.
///
/// A notebook asks for them by name like for any panel; the report of a run does not hold them.
public enum TrialCatalog {
  /// Every trial in the order documentation lists them.
  public static let all: [any Panel] = [
    SameBitsTrial(), ResumeTrial(), BitFlipTrial(), BitFlipSpreadTrial(),
  ]
}
