import CKernels

/// How a round runs: chunk by chunk, the samples of a chunk one after the other through all its tasks.
extension Execution {
  /// Runs those tasks of a round that the pass needs, whose gradients of weights go to `parts`.
  func run(_ round: [Task], parts: Range<Int>) {
    current.removeAll(keepingCapacity: true)
    for place in round.indices where isActive(round[place]) && isWanted(round[place]) {
      current.append(round[place])
    }
    if current.isEmpty, parts.isEmpty { return }
    currentParts = parts
    streams.removeAll()
    for place in current.indices {
      if case .operation(let index, let phase) = current[place].work {
        operations[index].prepare(phase)
        operations[index].addStreams(phase, to: streams)
      }
      streams.endTask()
    }
    // Chunks beyond the last sample run too, so that their sums are cleared.
    pool.run(chains: chunks, links: links, context: context) { context, piece, worker in
      Execution.at(context).runPiece(Int(piece), worker: Int(worker))
    }
    for place in workers.indices { workers[place].readAhead = nil }
    for place in current.indices {
      if case .operation(let index, let phase) = current[place].work {
        operations[index].finish(phase)
      }
    }
  }

  /// This execution as the pool passes it to its threads: a closure would be allocated for every level.
  var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  static func at(_ context: UnsafeMutableRawPointer?) -> Execution {
    guard let context else { preconditionFailure("the pool lost its context") }
    return Unmanaged<Execution>.fromOpaque(context).takeUnretainedValue()
  }

  /// The samples of a piece of a round: of a link of a chunk.
  private func samples(ofPiece piece: Int) -> Range<Int> {
    let (link, chunk) = piece.quotientAndRemainder(dividingBy: chunks)
    let start = chunk * chunkSize
    let first = min(samples, start + chunkSize * link / links)
    return first..<min(samples, start + chunkSize * (link + 1) / links)
  }

  /// Runs the round for some samples of a chunk; before the first of them its sums are cleared.
  private func runPiece(_ piece: Int, worker index: Int) {
    let (tasks, worker) = (current, workers[index])
    let (link, chunk) = piece.quotientAndRemainder(dividingBy: chunks)
    worker.chunk = chunk
    worker.forget()
    if link == 0 { beginChunk(chunk) }
    let samples = samples(ofPiece: piece)
    if samples.isEmpty { return }
    worker.readAhead = ReadAhead(
      streams,
      samples: samples,
      followers: pool.next(after: piece, of: index).map { self.samples(ofPiece: $0) } ?? 0..<0,
      after: worker.readAhead
    )
    for sample in samples {
      for place in tasks.indices {
        switch tasks[place].work {
        case .clear(let tensor):
          guard let view = gradientViews[tensor] else { continue }
          view.at(sample).initializeMemory(
            as: UInt8.self,
            repeating: 0,
            count: view.sampleStride
          )
        case .operation(let index, let phase):
          uncounted[index]._withUnsafeGuaranteedRef { $0.run(phase, sample, worker) }
          worker.readAhead?.pass(streams.count(ofTask: place))
        }
      }
    }
    dk_stream_end()
  }

  private func beginChunk(_ chunk: Int) {
    let tasks = current
    if !currentParts.isEmpty {
      partials.at(chunk * parts.stride + currentParts.lowerBound).initializeMemory(
        as: UInt8.self,
        repeating: 0,
        count: currentParts.count * elementSize
      )
    }
    for place in tasks.indices {
      if case .operation(let index, let phase) = tasks[place].work {
        uncounted[index]._withUnsafeGuaranteedRef { $0.begin(phase, chunk: chunk) }
      }
    }
  }

  /// Adds the chunks' parts of complete weight gradients, in chunk order.
  func addPartials(_ used: [Int]) {
    guard !used.isEmpty else { return }
    currentParameters = used
    pool.run(used.count, context: context) { context, position, worker in
      let execution = Execution.at(context)
      execution.addPartial(
        execution.currentParameters[Int(position)],
        execution.workers[Int(worker)]
      )
    }
  }

  private func addPartial(_ index: Int, _ worker: Worker) {
    let parameter = parameters[index]
    let target = weightGradients.at(parameter.offset)
    worker.kernels.pointee.sum_parts(
      target,
      parts(of: index).base,
      Int64(parts.stride),
      Int64(chunks),
      Int64(parameter.storedCount)
    )
    clearStructuralZeros(index, target)
  }
}
