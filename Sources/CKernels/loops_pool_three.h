// Pools of 3 x 3 pixels at stride 1 inside a border of one, those of cells, for one vector of channels. A row's part of a
// maximum is found once for the three windows that share it; the transpose makes what each window sends back from the
// gradient of the normalized value, without that of the pooled one being stored, and adds to an input once. Bits are those of
// the loops for any window: an output meets its inputs in ascending order, an input its outputs.

// Rows that lie beside each other in a ring, by number.
#define RING(rows, y) (rows)[(y) % 3]

// The largest of every three neighbours of a row.
INLINE void FN(largest_row)(V *out, const FN(inputs) *in, const int AFFINE) {
  const T *at = in->row + in->ps;
  V left = FN(input)(in, in->row, AFFINE), here = FN(input)(in, at, AFFINE);
  *out++ = FN(larger)(here, left);
#pragma clang loop unroll_count(4)
  for (int64_t x = 2; x < in->width; x++) {
    at += in->ps;
    const V right = FN(input)(in, at, AFFINE);
    *out++ = FN(larger)(right, FN(larger)(here, left));
    left = here, here = right;
  }
  *out = FN(larger)(here, left);
}

INLINE void FN(largest)(const dk_pooling *p, int64_t c, const int AFFINE) {
  _Alignas(LINE) V memory[3 * DK_THREE_WIDEST];
  FN(inputs) in = FN(inputs_of)(p, c);
  V *rows[3] = {memory, memory + p->width, memory + 2 * p->width};
  T *out = (T *)p->out + c;
  const T *x = in.row;
  const int64_t end = p->row + p->rows, width = p->width, out_ps = p->out_ps;
  for (int64_t y = p->row ? p->row - 1 : 0; y <= end; y++) {
    if (y < p->height) {
      in.row = x + y * width * p->x_ps;
      FN(largest_row)(RING(rows, y), &in, AFFINE);
    }
    const int64_t at = y - 1;
    if (at < p->row) continue;
    const V *above = RING(rows, at ? at - 1 : at), *here = RING(rows, at);
    const V *below = RING(rows, at + 1 < p->height ? at + 1 : at);
#pragma clang loop unroll_count(4)
    for (int64_t px = 0; px < width; px++, out += out_ps) {
      FN(fetch_ahead)(out, PAGE, 0);
      FN(store)(out, FN(larger)(below[px], FN(larger)(here[px], above[px])));
    }
  }
}

// A row of means.
INLINE void FN(means_row)(T *out, int64_t out_ps, const dk_pooling *p, const FN(inputs) *in, int64_t y,
                          const int AFFINE) {
  const int64_t top = y ? y - 1 : y, bottom = y + 2 < p->height ? y + 2 : p->height, row = p->width * p->x_ps;
  const int64_t rows = bottom - top, ps = p->x_ps;
  const T *from = in->row + top * row;
  int64_t left = p->width - 2;
  FN(pool_tile)(out, out_ps, in, from, row, rows, 1, 0, AFFINE, 2, 1);
  out += out_ps;
#define TILE(XT)                                                             \
  do {                                                                       \
    FN(pool_tile)(out, out_ps, in, from, row, rows, 1, 0, AFFINE, 3, XT);    \
    out += (XT)*out_ps, from += (XT)*ps, left -= (XT);                       \
  } while (0)
  IN_TILES(left);
#undef TILE
  FN(pool_tile)(out, out_ps, in, from, row, rows, 1, 0, AFFINE, 2, 1);
}

INLINE void FN(mean)(const dk_pooling *p, int64_t c, const int AFFINE) {
  const FN(inputs) in = FN(inputs_of)(p, c);
  T *out = (T *)p->out + c;
  for (int64_t y = p->row; y < p->row + p->rows; y++, out += p->width * p->out_ps)
    FN(means_row)(out, p->out_ps, p, &in, y, AFFINE);
}

// What a row of windows sends back to its inputs: gradients, and for a maximum to which tap of its window each goes. Beside
// the windows at both ends lies one that sends nothing.
typedef struct {
  V *part, *tap;
} FN(outgoing);

// The largest of every three neighbours of a row, the first of equals, and which it is.
INLINE void FN(largest_taps)(V *best, V *tap, const FN(inputs) *in, const int AFFINE) {
  const V one = FN(splat)(1), two = FN(splat)(2);
  const T *at = in->row + in->ps;
  V left = FN(input)(in, in->row, AFFINE), here = FN(input)(in, at, AFFINE);
  I take = (I)(here > left);
  *best++ = FN(select)(take, here, left);
  *tap++ = FN(select)(take, two, one);
#pragma clang loop unroll_count(4)
  for (int64_t x = 2; x < in->width; x++) {
    at += in->ps;
    FN(fetch_ahead)(at, PAGE, 0);
    const V right = FN(input)(in, at, AFFINE);
    take = (I)(here > left);
    const V largest = FN(select)(take, here, left), which = FN(select)(take, one, (V){0});
    take = (I)(right > largest);
    *best++ = FN(select)(take, right, largest);
    *tap++ = FN(select)(take, two, which);
    left = here, here = right;
  }
  take = (I)(here > left);
  *best = FN(select)(take, here, left);
  *tap = FN(select)(take, one, (V){0});
}

// How the gradient of a pooled value z comes from that of its normalized one: g * gradient + z * value + base.
typedef struct {
  V gradient, value, base;
} FN(slopes);

INLINE FN(slopes) FN(slopes_of)(const dk_pooling *p, int64_t c) {
  FN(slopes) to = {FN(splat)(1), {0}, {0}};
  if (p->cg) to.gradient = FN(load)((const T *)p->cg + c);
  if (p->cz) to.value = FN(load)((const T *)p->cz + c);
  if (p->c0) to.base = FN(load)((const T *)p->c0 + c);
  return to;
}

INLINE V FN(sent)(const T *g, V z, FN(slopes) by) {
  return FN(fma)(FN(load)(g), by.gradient, FN(fma)(z, by.value, by.base));
}

// From the largest of the three rows that a row of windows reaches, where the image has them.
INLINE void FN(send_largest)(FN(outgoing) to, const T *g, int64_t g_ps, int64_t width, FN(slopes) by, const V *best[3],
                             const V *tap[3]) {
  const V three = FN(splat)(3), six = FN(splat)(6);
  const V *b0 = best[0], *b1 = best[1], *b2 = best[2], *t0 = tap[0], *t1 = tap[1], *t2 = tap[2];
#pragma clang loop unroll_count(2)
  for (int64_t x = 0; x < width; x++, g += g_ps) {
    FN(fetch_ahead)(g, PAGE, 0);
    V z = b0[x], from = t0[x];
    I take = (I)(b1[x] > z);
    z = FN(select)(take, b1[x], z);
    from = FN(select)(take, t1[x] + three, from);
    take = (I)(b2[x] > z);
    z = FN(select)(take, b2[x], z);
    from = FN(select)(take, t2[x] + six, from);
    to.part[x + 1] = FN(sent)(g, z, by);
    to.tap[x + 1] = from;
  }
}

// From the means of a row of windows, `rows` of each of which exist.
INLINE void FN(send_means)(FN(outgoing) to, const T *g, int64_t g_ps, int64_t width, FN(slopes) by, const V *z,
                           int64_t rows) {
  const V edge = FN(splat)((T)1 / (T)(rows * 2)), inner = FN(splat)((T)1 / (T)(rows * 3));
  to.part[1] = FN(sent)(g, z[0], by) * edge;
#pragma clang loop unroll_count(4)
  for (int64_t x = 1; x < width - 1; x++) {
    g += g_ps;
    FN(fetch_ahead)(g, PAGE, 0);
    to.part[x + 1] = FN(sent)(g, z[x], by) * inner;
  }
  to.part[width] = FN(sent)(g + g_ps, z[width - 1], by) * edge;
}

// Adds to XT neighbouring inputs what the three rows of windows that hold them send; what a window sends is loaded once.
INLINE void FN(receive_tile)(T *to, int64_t ps, const FN(outgoing) *from, int64_t x, const int MAX, const int XT) {
  V v[4];
#pragma clang loop unroll(full)
  for (int i = 0; i < XT; i++) {
    FN(fetch_ahead)(to + i * ps, PAGE, 0);
    v[i] = FN(load)(to + i * ps);
  }
#pragma clang loop unroll(full)
  for (int y = 0; y < 3; y++) {
    const V *part = from[y].part + x, *tap = from[y].tap + x;
#pragma clang loop unroll(full)
    for (int j = 0; j < XT + 2; j++) {
      const V p = part[j], t = MAX ? tap[j] : (V){0};
#pragma clang loop unroll(full)
      for (int k = 0; k < 3; k++) {
        const int i = j - k;
        if (i >= 0 && i < XT) {
          const V sum = v[i] + p;
          v[i] = MAX ? FN(select)((I)(t != FN(splat)(8 - 3 * y - k)), v[i], sum) : sum;
        }
      }
    }
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < XT; i++) FN(store)(to + i * ps, v[i]);
}

INLINE void FN(receive)(T *to, int64_t ps, int64_t width, const FN(outgoing) *from, const int MAX) {
  int64_t x = 0;
  for (; x + 4 <= width; x += 4) FN(receive_tile)(to + x * ps, ps, from, x, MAX, 4);
  for (; x < width; x++) FN(receive_tile)(to + x * ps, ps, from, x, MAX, 1);
}

// The transpose for one vector of channels.
INLINE void FN(unpool_three)(const dk_pooling *p, int64_t c, const int MAX, const int AFFINE) {
  // Rows follow each other as closely as they can: a fixed distance would have them meet in the same sets of the cache.
  _Alignas(LINE) V memory[15 * (DK_THREE_WIDEST + 2)];
  const int64_t height = p->height, width = p->width, row = width * p->x_ps, most = width + 2;
  V *best[3], *tap[3], *none = memory;
  FN(outgoing) sent[3], nothing = {memory + most, memory + 2 * most};
  for (int y = 0; y < 3; y++) {
    V *own = memory + (3 + 4 * y) * most;
    best[y] = own, tap[y] = own + most;
    sent[y] = (FN(outgoing)){own + 2 * most, own + 3 * most};
    sent[y].part[0] = sent[y].part[width + 1] = (V){0};
    sent[y].tap[0] = sent[y].tap[width + 1] = FN(splat)(-1);
  }
  for (int64_t px = 0; px < most; px++) {
    none[px] = FN(splat)(-(T)__builtin_inf());
    nothing.part[px] = (V){0}, nothing.tap[px] = FN(splat)(-1);
    if (!MAX && !p->cz) best[0][px] = (V){0};
  }
  FN(inputs) in = FN(inputs_of)(p, c);
  const FN(slopes) by = FN(slopes_of)(p, c);
  const T *g = (const T *)p->grad + c, *x = in.row;
  T *dx = (T *)p->dx + c;
  if (MAX) FN(largest_taps)(best[0], tap[0], &in, AFFINE);
  // Row y of windows sends, then row y - 1 of inputs has all it gets.
  for (int64_t y = 0; y <= height; y++) {
    if (y < height && MAX) {
      in.row = x + (y + 1) * row;
      if (y + 1 < height) FN(largest_taps)(RING(best, y + 1), RING(tap, y + 1), &in, AFFINE);
      const V *rows[3] = {y ? RING(best, y - 1) : none, RING(best, y), y + 1 < height ? RING(best, y + 1) : none};
      const V *taps[3] = {y ? RING(tap, y - 1) : none, RING(tap, y), y + 1 < height ? RING(tap, y + 1) : none};
      FN(send_largest)(RING(sent, y), g, p->g_ps, width, by, rows, taps);
    } else if (y < height) {
      if (p->cz) FN(means_row)((T *)best[0], VW, p, &in, y, AFFINE);
      FN(send_means)(RING(sent, y), g, p->g_ps, width, by, best[0], 1 + (y > 0) + (y + 1 < height));
    }
    g += width * p->g_ps;
    if (y == 0) continue;
    const FN(outgoing) from[3] = {y > 1 ? RING(sent, y - 2) : nothing, RING(sent, y - 1),
                                  y < height ? RING(sent, y) : nothing};
    FN(receive)(dx + (y - 1) * width * p->dx_ps, p->dx_ps, width, from, MAX);
  }
}

static void FN(pool_three)(const dk_pooling *p, int64_t first, int64_t n) {
  for (int64_t c = first; c < first + n; c += VW) {
    if (p->is_max && p->scale) FN(largest)(p, c, 1);
    else if (p->is_max) FN(largest)(p, c, 0);
    else if (p->scale) FN(mean)(p, c, 1);
    else FN(mean)(p, c, 0);
  }
}

static void FN(pool_three_backward)(const dk_pooling *p, int64_t first, int64_t n) {
  for (int64_t c = first; c < first + n; c += VW) {
    if (p->is_max && p->scale) FN(unpool_three)(p, c, 1, 1);
    else if (p->is_max) FN(unpool_three)(p, c, 1, 0);
    else if (p->scale) FN(unpool_three)(p, c, 0, 1);
    else FN(unpool_three)(p, c, 0, 0);
  }
}

#undef RING
