public import Engine
import Foundation
public import Records

extension Execution {
  /// Describes the weights (group `weights`), the running statistics of normalizations (`buffers`) and,
  /// hashed only, the gradients of the last step (`gradients`).
  ///
  /// - Throws: as `StateExchange.memory`.
  public func exchange(_ state: StateExchange) throws(StoreError) {
    try exchange(state, "weights", weightBytes)
    for (name, numbers) in runningMemory {
      try state.memory(
        "buffers",
        name,
        UnsafeMutableRawBufferPointer(numbers),
        type: .float64,
        shape: [2, numbers.count / 2]
      )
    }
    state.witness(UnsafeRawBufferPointer(weightGradientBytes))
  }

  /// Describes memory laid out as the weights: in a checkpoint every parameter is a tensor of its
  /// logical shape, under its own name.
  ///
  /// - Throws: as `StateExchange.memory`.
  public func exchange(
    _ state: StateExchange,
    _ group: String,
    _ memory: UnsafeMutableRawBufferPointer
  ) throws(StoreError) {
    let type: ElementType = precision == .float ? .float32 : .float64
    try state.tensors(
      group,
      hashing: UnsafeRawBufferPointer(memory),
      parameters.map { ($0.name, type, $0.shape) }
    ) { index in
      let parameter = parameters[index]
      let values = values(of: parameter, in: memory)
      return precision == .float
        ? StoredTensor(values.map { Float($0) }, shape: parameter.shape)
        : StoredTensor(values, shape: parameter.shape)
    } write: { index, tensor in
      let single: [Float]? = tensor.values()
      let double: [Double]? = tensor.values()
      set(parameters[index], to: double ?? single?.map { Double($0) } ?? [], in: memory)
    }
  }
}

extension SGD {
  /// Describes the velocity (group `momentum`), a tensor for each parameter of `execution`.
  ///
  /// - Throws: as `StateExchange.memory`.
  public func exchange(_ state: StateExchange, _ execution: Execution) throws(StoreError) {
    try execution.exchange(state, "momentum", velocity)
  }
}

extension Adam {
  /// Describes both moments and the number of steps, all in `group`.
  ///
  /// - Throws: as `StateExchange.memory`.
  public mutating func exchange(_ state: StateExchange, _ group: String) throws(StoreError) {
    try state.numbers(group, "first", &first)
    try state.numbers(group, "second", &second)
    try state.value(group, "steps", &steps)
  }
}
