import CKernels

extension ReferenceTable {
  /// The plain loops for Float; C function pointers cannot be generic, hence one list per type.
  nonisolated(unsafe) static let float: UnsafePointer<dk_kernels> = {
    var table = dk_kernels()
    table.element_size = Int64(MemoryLayout<Float>.size)
    table.vector_bytes = Int64(MemoryLayout<Float>.size)
    table.relu_pad = { out, os, x, xs, scale, shift, relu, h, w, c, pad in
      Reference<Float>.reluPad(
        Reference<Float>.output(out),
        Int(os),
        Reference<Float>.input(x),
        Int(xs),
        scale?.assumingMemoryBound(to: Float.self),
        shift?.assumingMemoryBound(to: Float.self),
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
      Reference<Float>.reluPadTangent(
        Reference<Float>.output(out),
        Int(os),
        Reference<Float>.Tangent(
          x: Reference<Float>.input(x),
          along: Reference<Float>.input(dx),
          stride: Int(xs),
          alongStride: Int(dxs),
          scale: scale?.assumingMemoryBound(to: Float.self),
          shift: shift?.assumingMemoryBound(to: Float.self),
          scaleTangent: da?.assumingMemoryBound(to: Float.self),
          shiftTangent: db?.assumingMemoryBound(to: Float.self)
        ),
        relu != 0,
        Int(h),
        Int(w),
        Int(c),
        Int(pad)
      )
    }
    table.relu_unpad = { g, gs, padded, ps, x, xs, scale, shift, relu, h, w, c, pad, add in
      Reference<Float>.reluUnpad(
        Reference<Float>.output(g),
        Int(gs),
        Reference<Float>.input(padded),
        Int(ps),
        x?.assumingMemoryBound(to: Float.self),
        Int(xs),
        scale?.assumingMemoryBound(to: Float.self),
        shift?.assumingMemoryBound(to: Float.self),
        relu != 0,
        Int(h),
        Int(w),
        Int(c),
        Int(pad),
        add != 0
      )
    }
    table.product = { if let p = $0 { Reference<Float>.product(p.pointee) } }
    table.depthwise = { if let p = $0 { Reference<Float>.depthwise(p.pointee) } }
    table.depthwise_scatter = { if let p = $0 { Reference<Float>.depthwiseScatter(p.pointee) } }
    table.depthwise_weights = { if let p = $0 { Reference<Float>.depthwiseWeights(p.pointee) } }
    table.moments = { z, zs, rows, width, c, sum, square, copy in
      guard let sum, let square else { return }
      Reference<Float>.moments(
        Reference<Float>.input(z),
        Int(zs),
        Int(rows),
        Int(width),
        Int(c),
        sum,
        square
      )
      guard let copy else { return }
      let bytes = Int(rows * width * zs) * MemoryLayout<Float>.size
      copy.copyMemory(from: Reference<Float>.input(z), byteCount: bytes)
    }
    table.pair_sums = { g, gs, pairs, count, rows, width, c in
      let pairs = UnsafeBufferPointer(start: pairs, count: Int(count))
      let gradient = Reference<Float>.input(g)
      Reference<Float>.pairSums(gradient, Int(gs), pairs, Int(rows), Int(width), Int(c))
    }
    table.combine = { out, outRow, outStride, g, gs, z, zs, cg, cz, c0, rows, width, c in
      Reference<Float>.combine(
        Reference<Float>.output(out),
        Int(outRow),
        Int(outStride),
        Reference<Float>.input(g),
        Int(gs),
        z?.assumingMemoryBound(to: Float.self),
        Int(zs),
        Reference<Float>.input(cg),
        cz?.assumingMemoryBound(to: Float.self),
        c0?.assumingMemoryBound(to: Float.self),
        Int(rows),
        Int(width),
        Int(c)
      )
    }
    table.weighted_sum = { out, outStride, terms, count, base, pixels, c in
      guard let terms else { return }
      Reference<Float>.weightedSum(
        Reference<Float>.output(out),
        Int(outStride),
        terms,
        Int(count),
        base?.assumingMemoryBound(to: Float.self),
        Int(pixels),
        Int(c)
      )
    }
    table.add_scaled = { out, outStride, g, gs, coefficient, pixels, c in
      Reference<Float>.addScaled(
        Reference<Float>.output(out),
        Int(outStride),
        Reference<Float>.input(g),
        Int(gs),
        coefficient?.assumingMemoryBound(to: Float.self),
        Int(pixels),
        Int(c)
      )
    }
    table.pool_forward = { if let p = $0 { Reference<Float>.poolForward(p.pointee) } }
    table.pool_backward = { if let p = $0 { Reference<Float>.poolBackward(p.pointee) } }
    table.pool_tangent = { if let p = $0 { Reference<Float>.poolTangent(p.pointee) } }
    table.pixel_sum = { x, xs, scale, shift, relu, rows, width, c, out in
      guard let out else { return }
      Reference<Float>.pixelSum(
        Reference<Float>.input(x),
        Int(xs),
        scale?.assumingMemoryBound(to: Float.self),
        shift?.assumingMemoryBound(to: Float.self),
        relu != 0,
        Int(rows),
        Int(width),
        Int(c),
        out
      )
    }
    table.pixel_spread = { g, gs, value, x, xs, scale, shift, relu, pixels, c in
      Reference<Float>.pixelSpread(
        Reference<Float>.output(g),
        Int(gs),
        Reference<Float>.input(value),
        x?.assumingMemoryBound(to: Float.self),
        Int(xs),
        scale?.assumingMemoryBound(to: Float.self),
        shift?.assumingMemoryBound(to: Float.self),
        relu != 0,
        Int(pixels),
        Int(c)
      )
    }
    table.sgd = { w, v, g, count, clip, rate, momentum, decay, nesterov in
      Reference<Float>.sgd(
        Reference<Float>.output(w),
        Reference<Float>.output(v),
        Reference<Float>.input(g),
        Int(count),
        clip,
        rate,
        momentum,
        decay,
        nesterov != 0
      )
    }
    table.sum_parts = { out, parts, stride, partCount, count in
      Reference<Float>.sumParts(
        Reference<Float>.output(out),
        Reference<Float>.input(parts),
        Int(stride),
        Int(partCount),
        Int(count)
      )
    }
    table.sum_squares = { x, count in
      Reference<Float>.sumSquares(Reference<Float>.input(x), Int(count))
    }
    let place = UnsafeMutablePointer<dk_kernels>.allocate(capacity: 1)
    place.initialize(to: table)
    return UnsafePointer(place)
  }()
}
