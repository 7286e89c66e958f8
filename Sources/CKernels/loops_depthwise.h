// Depthwise convolutions. Tiles of neighbouring outputs of one row stay in registers, and every input that a tile
// needs is loaded once: input j meets tap k of output x where STRIDE * x + DILATION * k = j. Walking j upwards gives
// each output its taps in ascending order, so tiles of any width give the same bits.

#define DEPTHWISE_CALL const dk_depthwise *p, int64_t first, int64_t n
#define REACH(XT) (STRIDE * ((XT)-1) + DILATION * (K - 1) + 1)
// Lines asked for at every row of the window of XT outputs, half of what these take: as many as cost nothing.
#define ASKED(XT) ((XT) * VW * (int)sizeof(T) < 2 * LINE ? 1 : (XT) * VW * (int)sizeof(T) / (2 * LINE))

// What lets an output through: its place in x, the lanes of scale and shift, and whether to ask for lines ahead, which is
// left to the lanes that begin one.
typedef struct {
  const T *x;
  int64_t ps;
  V scale, shift;
  int fetches;
} FN(gate);

// Pixels of x are `ps` elements apart.
INLINE FN(gate) FN(gate_of)(const dk_depthwise *p, int64_t c, int64_t ps) {
  const int affine = p->scale != 0;
  return (FN(gate)){(const T *)p->x + c, ps, affine ? FN(load)((const T *)p->scale + c) : FN(splat)(1),
                    affine ? FN(load)((const T *)p->shift + c) : (V){0}, p->fetch && BEGINS(c)};
}

// Writes a sum that `gate` may stop.
INLINE void FN(put_gated)(T *out, V sum, const T *x, FN(gate) gate, int accumulate) {
  V v = (V)((I)sum & (I)(FN(fma)(FN(load)(x), gate.scale, gate.shift) > (V){0}));
  if (accumulate) v += FN(load)(out);
  FN(store)(out, v);
}

// The same for XT neighbours.
INLINE void FN(put_tile)(T *out, int64_t out_ps, const V *sums, FN(gate) gate, int accumulate, const int FETCHES,
                         const int XT) {
#pragma clang loop unroll(full)
  for (int x = 0; x < XT; x++, out += out_ps, gate.x += gate.ps) {
    if (FETCHES) {
      FN(fetch_ahead)(gate.x, PAGE, 0);
      FN(fetch_ahead)(out, PAGE, 0);
    }
    FN(put_gated)(out, sums[x], gate.x, gate, accumulate);
  }
}

// `taps` rows of the window; the first LEFT and the last RIGHT inputs of each are zeros and left out.
INLINE void FN(depthwise_tile)(T *out, int64_t out_ps, const T *in, int64_t in_row, int64_t in_ps, const T *w,
                               int64_t w_ps, int64_t taps, int accumulate, FN(gate) gate, const T *ahead, const int K,
                               const int STRIDE, const int DILATION, const int GATED, const int XT, const int LEFT,
                               const int RIGHT) {
  V acc[DEPTHWISE_TILE];
  for (int x = 0; x < XT; x++) acc[x] = accumulate && !GATED ? FN(load)(out + x * out_ps) : (V){0};
#pragma clang loop unroll(disable)
  for (; taps > 0; taps--) {
    const T *at = in + LEFT * in_ps;
    V wv[5];
#pragma clang loop unroll(full)
    for (int kx = 0; kx < K; kx++) wv[kx] = FN(load)(w + kx * w_ps);
#pragma clang loop unroll(full)
    for (int line = 0; line < ASKED(XT); line++, ahead += LINE / sizeof(T)) __builtin_prefetch(ahead, 0, 2);
#pragma clang loop unroll(full)
    for (int j = LEFT; j < REACH(XT) - RIGHT; j++, at += in_ps) {
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
  if (GATED) {
    if (gate.fetches) FN(put_tile)(out, out_ps, acc, gate, accumulate, 1, XT);
    else FN(put_tile)(out, out_ps, acc, gate, accumulate, 0, XT);
    return;
  }
#pragma clang loop unroll(full)
  for (int x = 0; x < XT; x++) FN(store)(out + x * out_ps, acc[x]);
}

// Rows of a window, DILATION apart, that `zeros` rows of the image take from its top or bottom.
INLINE int64_t FN(rows_of)(int64_t zeros, const int DILATION) {
  return zeros > 0 ? (zeros + DILATION - 1) / DILATION : 0;
}

// All outputs of the channels; `flipped` walks the taps backwards. Rows outside: the rows that a window reaches stay in the
// first-level cache while all channels, which share their lines, pass over them.
// Neighbouring outputs are STRIDE inputs apart, rows of outputs p->stride rows. Pixels of the input are IN_PS elements apart,
// those of all else OUT_PS; where these are 0, as many as the call says: numbers known beforehand save the sums that make
// addresses (as in `product_tiles`).
INLINE void FN(depthwise_rows)(DEPTHWISE_CALL, const int K, const int STRIDE, const int DILATION, const int GATED,
                               const int IN_PS, const int OUT_PS) {
  const int64_t out_ps = OUT_PS ? OUT_PS : p->out_ps, in_ps = IN_PS ? IN_PS : p->in_ps, step = STRIDE * in_ps;
  const int64_t in_row = p->in_row, width = p->width, dilated = in_row * DILATION;
  const int64_t tap = OUT_PS ? OUT_PS : p->w_ps, w_ps = p->flipped ? -tap : tap;
  const int accumulate = p->accumulate;
  // Inputs that begin and end a row of all windows and are zeros: with pairs of outputs (a stride between pixels that are
  // next to each other) the innermost of them shares its vector with a pixel.
  const int EDGE = DILATION * (K - 1) / 2 - (STRIDE - 1), HAS_SIDES = EDGE > 0 && (STRIDE == 1 || IN_PS);
  const int sides = HAS_SIDES && p->sides;
  // Where nothing is to come, always the same lines, which are there.
  const int asks = p->ahead != 0;
  const T *next = asks ? p->ahead : p->in;
  for (int64_t y = 0; y < p->rows; y++) {
    // Three rows are too few to pay for a number of them that changes.
    const int64_t above = K > 3 ? FN(rows_of)(p->above - y * p->stride, DILATION) : 0;
    const int64_t below = K > 3 ? FN(rows_of)(p->below - (p->rows - 1 - y) * p->stride, DILATION) : 0;
    const int64_t taps = K - above - below;
    for (int64_t c = first; c < first + n; c += VW) {
      const T *w = (const T *)p->w + c + (p->flipped ? (K * K - 1) * tap : 0) + above * K * w_ps;
      FN(gate) gate = {0};
      if (GATED) gate = FN(gate_of)(p, c, OUT_PS ? OUT_PS : p->x_ps);
      T *out = (T *)p->out + c + y * p->out_row;
      const T *in = (const T *)p->in + c + y * p->stride * in_row + above * dilated;
      if (GATED) gate.x = (const T *)p->x + c + y * p->x_row;
      int64_t x = 0;
#define TILE(XT, LEFT, RIGHT)                                                                                      \
  FN(depthwise_tile)(out + x * out_ps, out_ps, in + x * step, dilated, in_ps, w, w_ps, taps, accumulate, gate,      \
                     next, K, STRIDE, DILATION, GATED, XT, LEFT, RIGHT);                                           \
  next += asks * ASKED(XT) * taps * (LINE / (int)sizeof(T));                                                       \
  if (GATED) gate.x += (XT)*gate.ps;                                                                               \
  x += XT
#define WHOLE(XT) if (sides && width == (XT)) { TILE(XT, EDGE, EDGE); continue; }
      if (HAS_SIDES) {
        WHOLE(DEPTHWISE_TILE)
        if (DEPTHWISE_TILE > 8) WHOLE(8)
        WHOLE(4)
        if (sides && width > DEPTHWISE_TILE) { TILE(DEPTHWISE_TILE, EDGE, 0); }
      }
      const int64_t last = sides ? width - 1 : width;
      while (x + DEPTHWISE_TILE <= last) { TILE(DEPTHWISE_TILE, 0, 0); }
      if (HAS_SIDES && sides && x + DEPTHWISE_TILE == width) { TILE(DEPTHWISE_TILE, 0, EDGE); continue; }
      if (x + 8 <= width) { TILE(8, 0, 0); }
      if (x + 4 <= width) { TILE(4, 0, 0); }
      while (x < width) { TILE(1, 0, 0); }
#undef WHOLE
#undef TILE
    }
  }
}

// Any kernel, one output at a time.
static void FN(depthwise_any)(DEPTHWISE_CALL) {
  const int64_t K = p->kernel;
  for (int64_t c = first; c < first + n; c += VW) {
    FN(gate) gate = {0};
    if (p->x) gate = FN(gate_of)(p, c, p->x_ps);
    for (int64_t y = 0; y < p->rows; y++)
      for (int64_t x = 0; x < p->width; x++) {
        T *out = (T *)p->out + c + y * p->out_row + x * p->out_ps;
        const T *in = (const T *)p->in + c + p->stride * (y * p->in_row + x * p->in_ps);
        V acc = p->accumulate && !p->x ? FN(load)(out) : (V){0};
        for (int64_t tap = 0; tap < K * K; tap++) {
          const V w = FN(load)((const T *)p->w + c + (p->flipped ? K * K - 1 - tap : tap) * p->w_ps);
          acc = FN(fma)(FN(load)(in + p->dilation * (tap / K * p->in_row + tap % K * p->in_ps)), w, acc);
        }
        if (p->x) FN(put_gated)(out, acc, gate.x + y * p->x_row + x * p->x_ps, gate, p->accumulate);
        else FN(store)(out, acc);
      }
  }
}

// The kernels that have code of their own, by extent, stride, dilation.
#define DEPTHWISE_STRIDED(NAME, ...)                               \
  case 321: FN(NAME)(p, first, n, 3, 2, 1 __VA_ARGS__); return;    \
  case 322: FN(NAME)(p, first, n, 3, 2, 2 __VA_ARGS__); return;    \
  case 521: FN(NAME)(p, first, n, 5, 2, 1 __VA_ARGS__); return;    \
  case 522: FN(NAME)(p, first, n, 5, 2, 2 __VA_ARGS__); return
#define COMMA ,
// Those at stride 1, whose pixels are PS elements apart; only the transpose at stride 1 is gated often.
#define DEPTHWISE_SIMPLE(PS)                                                    \
  case 311: FN(depthwise_rows)(p, first, n, 3, 1, 1, 0, PS, PS); return;        \
  case 312: FN(depthwise_rows)(p, first, n, 3, 1, 2, 0, PS, PS); return;        \
  case 511: FN(depthwise_rows)(p, first, n, 5, 1, 1, 0, PS, PS); return;        \
  case 512: FN(depthwise_rows)(p, first, n, 5, 1, 2, 0, PS, PS); return;        \
  case 1311: FN(depthwise_rows)(p, first, n, 3, 1, 1, 1, PS, PS); return;       \
  case 1312: FN(depthwise_rows)(p, first, n, 3, 1, 2, 1, PS, PS); return;       \
  case 1511: FN(depthwise_rows)(p, first, n, 5, 1, 1, 1, PS, PS); return;       \
  case 1512: FN(depthwise_rows)(p, first, n, 5, 1, 2, 1, PS, PS); return

static void FN(depthwise)(DEPTHWISE_CALL) {
  const int kind = p->kernel * 100 + p->stride * 10 + p->dilation + (p->x ? 1000 : 0);
  const int isEven = p->out_ps == p->in_ps && p->w_ps == p->in_ps && (!p->x || p->x_ps == p->in_ps);
  // The channels of the networks one begins with.
  if (sizeof(T) == 4 && VW == WIDE && isEven) {
    if (p->in_ps == 16)
      switch (kind) { DEPTHWISE_SIMPLE(16); }
    else if (p->in_ps == 32)
      switch (kind) { DEPTHWISE_SIMPLE(32); }
    else if (p->in_ps == 64)
      switch (kind) { DEPTHWISE_SIMPLE(64); }
  }
  switch (kind) {
    DEPTHWISE_SIMPLE(0);
    DEPTHWISE_STRIDED(depthwise_rows, COMMA 0 COMMA 0 COMMA 0);
    default: FN(depthwise_any)(p, first, n);
  }
}

// The transpose, a row of outputs at a time: an input gets its outputs in ascending order.
INLINE void FN(scatter_tile)(const T *out, int64_t out_ps, T *in, int64_t in_row, int64_t in_ps, const T *w,
                             int64_t w_ps, const int K, const int STRIDE, const int DILATION, const int XT) {
  V g[4];
#pragma clang loop unroll(full)
  for (int x = 0; x < XT; x++) g[x] = FN(load)(out + x * out_ps);
#pragma clang loop unroll(disable)
  for (int ky = 0; ky < K; ky++) {
    T *at = in;
    V wv[5];
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

// At stride 1 the transpose is a gather with flipped taps, so only strides have code of their own.
static void FN(depthwise_scatter)(DEPTHWISE_CALL) {
  switch (p->kernel * 100 + p->stride * 10 + p->dilation) {
    DEPTHWISE_STRIDED(scatter_rows, );
    default: FN(scatter_any)(p, first, n);
  }
}

// Adds XT neighbouring pixels to the sums of ROWS rows of taps, every input that they need loaded once.
INLINE void FN(depthwise_weights_tile)(V *acc, const T *g, int64_t g_ps, const T **in, int64_t in_ps, const int K,
                                       const int STRIDE, const int DILATION, const int ROWS, const int XT) {
  V gv[4];
#pragma clang loop unroll(full)
  for (int x = 0; x < XT; x++) gv[x] = FN(load)(g + x * g_ps);
#pragma clang loop unroll(full)
  for (int r = 0; r < ROWS; r++) {
    OWN_REGISTER(in[r]);
#pragma clang loop unroll(full)
    for (int j = 0; j < REACH(XT); j++) {
      // A pixel and a tap meet in one input, a tap its pixels in ascending order.
      const V v = FN(load)(in[r] + j * in_ps);
#pragma clang loop unroll(full)
      for (int x = 0; x < XT; x++) {
        const int d = j - STRIDE * x;
        if (d >= 0 && d % DILATION == 0 && d / DILATION < K)
          acc[r * K + d / DILATION] = FN(fma)(v, gv[x], acc[r * K + d / DILATION]);
      }
    }
    in[r] += XT * STRIDE * in_ps;
  }
}

// The sums of ROWS rows of taps, from row `down` of the window on, over the pixels of some rows of the image; each goes on
// from `sums`. Every row of the window has a pointer of its own, so that no address is computed at a tap.
INLINE void FN(depthwise_weights_rows)(const dk_depthwise *p, int64_t at, int64_t down, int64_t top, int64_t bottom,
                                       V *sums, const int K, const int STRIDE, const int DILATION, const int ROWS) {
  const int64_t row = p->in_row * DILATION, in_ps = p->in_ps, g_ps = p->out_ps;
  V acc[ROWS * K];
#pragma clang loop unroll(full)
  for (int t = 0; t < ROWS * K; t++) acc[t] = sums[t];
  for (int64_t y = top; y < bottom; y++) {
    const T *g = (const T *)p->out + at + y * p->out_row, *in[ROWS];
#pragma clang loop unroll(full)
    for (int r = 0; r < ROWS; r++) in[r] = (const T *)p->in + at + y * STRIDE * p->in_row + (down + r) * row;
    int64_t x = 0;
    for (; x + WINDOW_TILE <= p->width; x += WINDOW_TILE, g += WINDOW_TILE * g_ps)
      FN(depthwise_weights_tile)(acc, g, g_ps, in, in_ps, K, STRIDE, DILATION, ROWS, WINDOW_TILE);
    for (; x < p->width; x++, g += g_ps)
      FN(depthwise_weights_tile)(acc, g, g_ps, in, in_ps, K, STRIDE, DILATION, ROWS, 1);
  }
#pragma clang loop unroll(full)
  for (int t = 0; t < ROWS * K; t++) sums[t] = acc[t];
}

// The sum of one tap.
INLINE V FN(depthwise_weights_tap)(const dk_depthwise *p, int64_t at, int64_t tap) {
  V sum = {0};
  for (int64_t y = 0; y < p->rows; y++) {
    const T *g = (const T *)p->out + at + y * p->out_row;
    const T *in = (const T *)p->in + at + (y * p->stride + tap / p->kernel * p->dilation) * p->in_row +
                  tap % p->kernel * p->dilation * p->in_ps;
    for (int64_t x = 0; x < p->width; x++)
      sum = FN(fma)(FN(load)(in + x * p->stride * p->in_ps), FN(load)(g + x * p->out_ps), sum);
  }
  return sum;
}

INLINE void FN(put_weights)(const dk_depthwise *p, int64_t at, int64_t tap, const V *sums, int64_t count) {
  for (int64_t t = 0; t < count; t++) {
    T *to = (T *)p->w + at + (tap + t) * p->w_ps;
    FN(store)(to, p->accumulate ? FN(load)(to) + sums[t] : sums[t]);
  }
}

// The weights of channels from `c` on, a vector's.
INLINE void FN(depthwise_weights_window)(const dk_depthwise *p, int64_t c, const int K, const int STRIDE,
                                         const int DILATION) {
  V sums[49] = {{0}};
  if (K <= WINDOW_ROWS) {
    FN(depthwise_weights_rows)(p, c, 0, 0, p->rows, sums, K, STRIDE, DILATION, K);
  } else if (K == 7) {
    for (int row = 0; row < K; row++)
      FN(depthwise_weights_rows)(p, c, row, 0, p->rows, sums + K * row, K, STRIDE, DILATION, 1);
  } else {
    // As many rows of the image at a time as the first-level cache keeps for the rest of the window.
    const int64_t fits = 16384 / (int64_t)sizeof(T) / p->in_row - DILATION * 4, block = fits < 1 ? 1 : fits;
    for (int64_t top = 0, bottom; top < p->rows; top = bottom) {
      bottom = top + block < p->rows ? top + block : p->rows;
      FN(depthwise_weights_rows)(p, c, 0, top, bottom, sums, K, STRIDE, DILATION, 3);
      FN(depthwise_weights_rows)(p, c, 3, top, bottom, sums + 3 * K, K, STRIDE, DILATION, K - 3);
    }
  }
  FN(put_weights)(p, c, 0, sums, K * K);
}

static void FN(depthwise_weights)(DEPTHWISE_CALL) {
  const int64_t K = p->kernel;
  for (int64_t c = first; c < first + n; c += VW) {
#define WINDOW(K, STRIDE, DILATION) \
  case K##STRIDE##DILATION: FN(depthwise_weights_window)(p, c, K, STRIDE, DILATION); break
    switch (p->kernel * 100 + p->stride * 10 + p->dilation) {
      WINDOW(3, 1, 1);
      WINDOW(3, 1, 2);
      WINDOW(3, 2, 1);
      WINDOW(3, 2, 2);
      WINDOW(5, 1, 1);
      WINDOW(5, 1, 2);
      WINDOW(5, 2, 1);
      WINDOW(5, 2, 2);
      WINDOW(7, 1, 1);
      WINDOW(7, 2, 1);
      default:
        for (int64_t tap = 0; tap < K * K; tap++) {
          const V sum = FN(depthwise_weights_tap)(p, c, tap);
          FN(put_weights)(p, c, tap, &sum, 1);
        }
    }
#undef WINDOW
  }
}

#undef DEPTHWISE_CALL
#undef DEPTHWISE_STRIDED
#undef DEPTHWISE_SIMPLE
#undef COMMA
#undef REACH
#undef ASKED
