import CKernels

extension ReferenceTable {
  /// The plain loops for Double; C function pointers cannot be generic, hence one list per type.
  nonisolated(unsafe) static let double: UnsafePointer<dk_kernels> = {
    var table = dk_kernels()
    table.element_size = Int64(MemoryLayout<Double>.size)
    table.vector_bytes = Int64(MemoryLayout<Double>.size)
    table.relu_pad = { out, os, x, xs, scale, shift, relu, h, w, c, pad in
      Reference<Double>.reluPad(
        Reference<Double>.output(out),
        Int(os),
        Reference<Double>.input(x),
        Int(xs),
        scale?.assumingMemoryBound(to: Double.self),
        shift?.assumingMemoryBound(to: Double.self),
        relu != 0,
        Int(h),
        Int(w),
        Int(c),
        Int(pad)
      )
    }
    table.relu_pad_tangent = {
      out,
      os,
      x,
      xs,
      dx,
      dxs,
      scale,
      shift,
      da,
      db,
      relu,
      h,
      w,
      c,
      pad in
      Reference<Double>.reluPadTangent(
        Reference<Double>.output(out),
        Int(os),
        Reference<Double>.Tangent(
          x: Reference<Double>.input(x),
          along: Reference<Double>.input(dx),
          stride: Int(xs),
          alongStride: Int(dxs),
          scale: scale?.assumingMemoryBound(to: Double.self),
          shift: shift?.assumingMemoryBound(to: Double.self),
          scaleTangent: da?.assumingMemoryBound(to: Double.self),
          shiftTangent: db?.assumingMemoryBound(to: Double.self)
        ),
        relu != 0,
        Int(h),
        Int(w),
        Int(c),
        Int(pad)
      )
    }
    table.relu_unpad = { g, gs, padded, ps, x, xs, scale, shift, relu, h, w, c, pad, add in
      Reference<Double>.reluUnpad(
        Reference<Double>.output(g),
        Int(gs),
        Reference<Double>.input(padded),
        Int(ps),
        x?.assumingMemoryBound(to: Double.self),
        Int(xs),
        scale?.assumingMemoryBound(to: Double.self),
        shift?.assumingMemoryBound(to: Double.self),
        relu != 0,
        Int(h),
        Int(w),
        Int(c),
        Int(pad),
        add != 0
      )
    }
    table.product = { if let p = $0 { Reference<Double>.product(p.pointee) } }
    table.depthwise = { if let p = $0 { Reference<Double>.depthwise(p.pointee) } }
    table.depthwise_scatter = { if let p = $0 { Reference<Double>.depthwiseScatter(p.pointee) } }
    table.depthwise_weights = { if let p = $0 { Reference<Double>.depthwiseWeights(p.pointee) } }
    table.moments = { z, zs, rows, width, c, sum, square, copy in
      guard let sum, let square else { return }
      Reference<Double>.moments(
        Reference<Double>.input(z),
        Int(zs),
        Int(rows),
        Int(width),
        Int(c),
        sum,
        square
      )
      guard let copy else { return }
      let bytes = Int(rows * width * zs) * MemoryLayout<Double>.size
      copy.copyMemory(from: Reference<Double>.input(z), byteCount: bytes)
    }
    table.pair_sums = { g, gs, pairs, count, rows, width, c in
      let pairs = UnsafeBufferPointer(start: pairs, count: Int(count))
      let gradient = Reference<Double>.input(g)
      Reference<Double>.pairSums(gradient, Int(gs), pairs, Int(rows), Int(width), Int(c))
    }
    table.combine = { out, outRow, outStride, g, gs, z, zs, cg, cz, c0, rows, width, c in
      Reference<Double>.combine(
        Reference<Double>.output(out),
        Int(outRow),
        Int(outStride),
        Reference<Double>.input(g),
        Int(gs),
        z?.assumingMemoryBound(to: Double.self),
        Int(zs),
        Reference<Double>.input(cg),
        cz?.assumingMemoryBound(to: Double.self),
        c0?.assumingMemoryBound(to: Double.self),
        Int(rows),
        Int(width),
        Int(c)
      )
    }
    table.weighted_sum = { out, outStride, terms, count, base, pixels, c in
      guard let terms else { return }
      Reference<Double>.weightedSum(
        Reference<Double>.output(out),
        Int(outStride),
        terms,
        Int(count),
        base?.assumingMemoryBound(to: Double.self),
        Int(pixels),
        Int(c)
      )
    }
    table.add_scaled = { out, outStride, g, gs, coefficient, pixels, c in
      Reference<Double>.addScaled(
        Reference<Double>.output(out),
        Int(outStride),
        Reference<Double>.input(g),
        Int(gs),
        coefficient?.assumingMemoryBound(to: Double.self),
        Int(pixels),
        Int(c)
      )
    }
    table.pool_forward = { if let p = $0 { Reference<Double>.poolForward(p.pointee) } }
    table.pool_backward = { if let p = $0 { Reference<Double>.poolBackward(p.pointee) } }
    table.pool_tangent = { if let p = $0 { Reference<Double>.poolTangent(p.pointee) } }
    table.pixel_sum = { x, xs, scale, shift, relu, rows, width, c, out in
      guard let out else { return }
      Reference<Double>.pixelSum(
        Reference<Double>.input(x),
        Int(xs),
        scale?.assumingMemoryBound(to: Double.self),
        shift?.assumingMemoryBound(to: Double.self),
        relu != 0,
        Int(rows),
        Int(width),
        Int(c),
        out
      )
    }
    table.pixel_spread = { g, gs, value, x, xs, scale, shift, relu, pixels, c in
      Reference<Double>.pixelSpread(
        Reference<Double>.output(g),
        Int(gs),
        Reference<Double>.input(value),
        x?.assumingMemoryBound(to: Double.self),
        Int(xs),
        scale?.assumingMemoryBound(to: Double.self),
        shift?.assumingMemoryBound(to: Double.self),
        relu != 0,
        Int(pixels),
        Int(c)
      )
    }
    table.sgd = { w, v, g, count, clip, rate, momentum, decay, nesterov in
      Reference<Double>.sgd(
        Reference<Double>.output(w),
        Reference<Double>.output(v),
        Reference<Double>.input(g),
        Int(count),
        clip,
        rate,
        momentum,
        decay,
        nesterov != 0
      )
    }
    table.sum_parts = { out, parts, stride, partCount, count in
      Reference<Double>.sumParts(
        Reference<Double>.output(out),
        Reference<Double>.input(parts),
        Int(stride),
        Int(partCount),
        Int(count)
      )
    }
    table.sum_squares = { x, count in
      Reference<Double>.sumSquares(Reference<Double>.input(x), Int(count))
    }
    let place = UnsafeMutablePointer<dk_kernels>.allocate(capacity: 1)
    place.initialize(to: table)
    return UnsafePointer(place)
  }()
}
