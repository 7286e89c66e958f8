/// The plain Swift loops behind the same table of functions as the C ones.
enum ReferenceTable {}
