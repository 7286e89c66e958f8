// Depthwise convolutions. Tiles of neighbouring outputs of one row stay in registers, and every input that a tile
// needs is loaded once: input j meets tap k of output x where STRIDE * x + DILATION * k = j. Walking j upwards gives
// each output its taps in ascending order, so tiles of any width give the same bits.

#define DEPTHWISE_CALL const dk_depthwise *p, int64_t first, int64_t n
#define REACH(XT) (STRIDE * ((XT)-1) + DILATION * (K - 1) + 1)

INLINE void FN(depthwise_tile)(T *out, int64_t out_ps, const T *in, int64_t in_row, int64_t in_ps, const T *w,
                               int64_t w_ps, int accumulate, const int K, const int STRIDE, const int DILATION,
                               const int XT) {
  V acc[8];
  for (int x = 0; x < XT; x++) acc[x] = accumulate ? FN(load)(out + x * out_ps) : (V){0};
#pragma clang loop unroll(disable)
  for (int ky = 0; ky < K; ky++) {
    const T *at = in;
    V wv[7];
#pragma clang loop unroll(full)
    for (int kx = 0; kx < K; kx++) wv[kx] = FN(load)(w + kx * w_ps);
#pragma clang loop unroll(full)
    for (int j = 0; j < REACH(XT); j++, at += in_ps) {
      const V v = FN(load)(at);
#pragma clang loop unroll(full)
      for (int kx = 0; kx < K; kx++) {
        const int d = j - DILATION * kx;
        if (d >= 0 && d % STRIDE == 0 && d / STRIDE < XT) acc[d / STRIDE] = FN(fma)(v, wv[kx], acc[d / STRIDE]);
      }
    }
    in += in_row;
    w += K * w_ps;
  }
  for (int x = 0; x < XT; x++) FN(store)(out + x * out_ps, acc[x]);
}

// All outputs of the channels; `flipped` walks the taps backwards.
INLINE void FN(depthwise_rows)(DEPTHWISE_CALL, const int K, const int STRIDE, const int DILATION) {
  const int64_t out_ps = p->out_ps, in_ps = p->in_ps, in_row = p->in_row, width = p->width, step = STRIDE * in_ps;
  const int64_t w_ps = p->flipped ? -p->w_ps : p->w_ps, dilated = in_row * DILATION;
  const int accumulate = p->accumulate;
  for (int64_t c = first; c < first + n; c += VW) {
    const T *w = (const T *)p->w + c + (p->flipped ? (K * K - 1) * p->w_ps : 0);
    for (int64_t y = 0; y < p->rows; y++) {
      T *out = (T *)p->out + c + y * p->out_row;
      const T *in = (const T *)p->in + c + y * STRIDE * in_row;
      int64_t x = 0;
#define TILE(XT) \
  FN(depthwise_tile)(out + x * out_ps, out_ps, in + x * step, dilated, in_ps, w, w_ps, accumulate, K, STRIDE, DILATION, XT)
      for (; x + 8 <= width; x += 8) TILE(8);
      if (x + 4 <= width) { TILE(4); x += 4; }
      for (; x < width; x++) TILE(1);
#undef TILE
    }
  }
}

// Any kernel, one output at a time.
static void FN(depthwise_any)(DEPTHWISE_CALL) {
  const int64_t K = p->kernel;
  for (int64_t c = first; c < first + n; c += VW)
    for (int64_t y = 0; y < p->rows; y++)
      for (int64_t x = 0; x < p->width; x++) {
        T *out = (T *)p->out + c + y * p->out_row + x * p->out_ps;
        const T *in = (const T *)p->in + c + p->stride * (y * p->in_row + x * p->in_ps);
        V acc = p->accumulate ? FN(load)(out) : (V){0};
        for (int64_t tap = 0; tap < K * K; tap++) {
          const V w = FN(load)((const T *)p->w + c + (p->flipped ? K * K - 1 - tap : tap) * p->w_ps);
          acc = FN(fma)(FN(load)(in + p->dilation * (tap / K * p->in_row + tap % K * p->in_ps)), w, acc);
        }
        FN(store)(out, acc);
      }
}

// Calls NAME for the kernels that have code of their own, ANY for the others.
#define DEPTHWISE_CHOICE(NAME, ANY)                                       \
  switch (p->kernel * 100 + p->stride * 10 + p->dilation) {               \
    case 311: FN(NAME)(p, first, n, 3, 1, 1); return;                     \
    case 312: FN(NAME)(p, first, n, 3, 1, 2); return;                     \
    case 321: FN(NAME)(p, first, n, 3, 2, 1); return;                     \
    case 322: FN(NAME)(p, first, n, 3, 2, 2); return;                     \
    case 511: FN(NAME)(p, first, n, 5, 1, 1); return;                     \
    case 512: FN(NAME)(p, first, n, 5, 1, 2); return;                     \
    case 521: FN(NAME)(p, first, n, 5, 2, 1); return;                     \
    case 522: FN(NAME)(p, first, n, 5, 2, 2); return;                     \
    case 711: FN(NAME)(p, first, n, 7, 1, 1); return;                     \
    case 721: FN(NAME)(p, first, n, 7, 2, 1); return;                     \
    default: FN(ANY)(p, first, n);                                        \
  }

static void FN(depthwise)(DEPTHWISE_CALL) { DEPTHWISE_CHOICE(depthwise_rows, depthwise_any) }

// The transpose, a row of outputs at a time: an input gets its outputs in ascending order.
INLINE void FN(scatter_tile)(const T *out, int64_t out_ps, T *in, int64_t in_row, int64_t in_ps, const T *w,
                             int64_t w_ps, const int K, const int STRIDE, const int DILATION, const int XT) {
  V g[4];
#pragma clang loop unroll(full)
  for (int x = 0; x < XT; x++) g[x] = FN(load)(out + x * out_ps);
#pragma clang loop unroll(disable)
  for (int ky = 0; ky < K; ky++) {
    T *at = in;
    V wv[7];
#pragma clang loop unroll(full)
    for (int kx = 0; kx < K; kx++) wv[kx] = FN(load)(w + kx * w_ps);
#pragma clang loop unroll(full)
    for (int j = 0; j < REACH(XT); j++, at += in_ps) {
      V v = FN(load)(at);
#pragma clang loop unroll(full)
      for (int x = 0; x < XT; x++) {
        const int d = j - STRIDE * x;
        if (d >= 0 && d % DILATION == 0 && d / DILATION < K) v = FN(fma)(g[x], wv[d / DILATION], v);
      }
      FN(store)(at, v);
    }
    in += in_row;
    w += K * w_ps;
  }
}

INLINE void FN(scatter_rows)(DEPTHWISE_CALL, const int K, const int STRIDE, const int DILATION) {
  const int64_t out_ps = p->out_ps, in_ps = p->in_ps, in_row = p->in_row, width = p->width, step = STRIDE * in_ps;
  for (int64_t c = first; c < first + n; c += VW) {
    const T *w = (const T *)p->w + c;
    for (int64_t y = 0; y < p->rows; y++) {
      const T *out = (const T *)p->out + c + y * p->out_row;
      T *in = (T *)p->in + c + y * STRIDE * in_row;
      int64_t x = 0;
#define TILE(XT) \
  FN(scatter_tile)(out + x * out_ps, out_ps, in + x * step, in_row * DILATION, in_ps, w, p->w_ps, K, STRIDE, DILATION, XT)
      for (; x + 4 <= width; x += 4) TILE(4);
      for (; x < width; x++) TILE(1);
#undef TILE
    }
  }
}

static void FN(scatter_any)(DEPTHWISE_CALL) {
  const int64_t K = p->kernel;
  for (int64_t c = first; c < first + n; c += VW) {
    const T *w = (const T *)p->w + c;
    for (int64_t y = 0; y < p->rows; y++)
      for (int64_t x = 0; x < p->width; x++) {
        const V g = FN(load)((const T *)p->out + c + y * p->out_row + x * p->out_ps);
        T *in = (T *)p->in + c + y * p->stride * p->in_row + x * p->stride * p->in_ps;
        for (int64_t ky = 0; ky < K; ky++)
          for (int64_t kx = 0; kx < K; kx++) {
            T *at = in + (ky * p->in_row + kx * p->in_ps) * p->dilation;
            FN(store)(at, FN(fma)(g, FN(load)(w + (ky * K + kx) * p->w_ps), FN(load)(at)));
          }
      }
  }
}

static void FN(depthwise_scatter)(DEPTHWISE_CALL) { DEPTHWISE_CHOICE(scatter_rows, scatter_any) }

// COUNT taps from `tap` on, one accumulator each, over all pixels.
INLINE void FN(depthwise_weights_taps)(const dk_depthwise *p, int64_t at, int64_t tap, const int COUNT, const int64_t K) {
  V acc[TAPS_AT_ONCE];
  for (int t = 0; t < COUNT; t++) acc[t] = (V){0};
  const T *in0 = (const T *)p->in + at;
  int64_t offset[TAPS_AT_ONCE];
  for (int t = 0; t < COUNT; t++)
    offset[t] = ((tap + t) / K * p->in_row + (tap + t) % K * p->in_ps) * p->dilation;
  for (int64_t y = 0; y < p->rows; y++) {
    const T *g = (const T *)p->out + at + y * p->out_row, *in = in0 + y * p->stride * p->in_row;
    for (int64_t x = 0; x < p->width; x++) {
      const V gv = FN(load)(g + x * p->out_ps);
      const T *window = in + x * p->stride * p->in_ps;
#pragma clang loop unroll(full)
      for (int t = 0; t < COUNT; t++) acc[t] = FN(fma)(FN(load)(window + offset[t]), gv, acc[t]);
    }
  }
  for (int t = 0; t < COUNT; t++) {
    T *to = (T *)p->w + at + (tap + t) * p->w_ps;
    FN(store)(to, p->accumulate ? FN(load)(to) + acc[t] : acc[t]);
  }
}

static void FN(depthwise_weights)(DEPTHWISE_CALL) {
  const int64_t K = p->kernel, taps = K * K;
  for (int64_t c = first; c < first + n; c += VW) {
    int64_t tap = 0;
    if (K == 3) {
      FN(depthwise_weights_taps)(p, c, 0, 9, 3);
      continue;
    }
    if (K == 5) {
      for (; tap + TAPS_AT_ONCE <= 25; tap += TAPS_AT_ONCE) FN(depthwise_weights_taps)(p, c, tap, TAPS_AT_ONCE, 5);
      if (tap < 25) FN(depthwise_weights_taps)(p, c, tap, 25 % TAPS_AT_ONCE ? 25 % TAPS_AT_ONCE : 1, 5);
      continue;
    }
    for (; tap + 7 <= taps; tap += 7) FN(depthwise_weights_taps)(p, c, tap, 7, K);
    for (; tap < taps; tap++) FN(depthwise_weights_taps)(p, c, tap, 1, K);
  }
}

#undef DEPTHWISE_CALL
#undef DEPTHWISE_CHOICE
#undef REACH
