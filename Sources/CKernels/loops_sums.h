// Sums over pixels. Each lane adds a row of its channel in order, a chain that waits for itself; so CT vectors of channels
// and RT rows, which know nothing of each other, are added at once.

INLINE void FN(moments_tile)(const T *z, int64_t ps, int64_t width, double *sum, double *square, T *copy, int64_t c,
                             int64_t y, const int CT, const int RT, const int COPIES) {
  V s[4][4], q[4][4];
  for (int r = 0; r < RT; r++)
    for (int v = 0; v < CT; v++) s[r][v] = q[r][v] = (V){0};
  const T *at = z + y * width * ps + c;
  for (int64_t x = 0; x < width; x++, at += ps)
#pragma clang loop unroll(full)
    for (int r = 0; r < RT; r++)
#pragma clang loop unroll(full)
      for (int v = 0; v < CT; v++) {
        const V value = FN(load)(at + r * width * ps + v * VW);
        if (COPIES) FN(store_past)(copy + (at - z) + r * width * ps + v * VW, value);
        s[r][v] += value;
        q[r][v] = FN(fma)(value, value, q[r][v]);
      }
  for (int r = 0; r < RT; r++)
    for (int v = 0; v < CT; v++) {
      FN(add_double)(sum + c + v * VW, s[r][v]);
      FN(add_double)(square + c + v * VW, q[r][v]);
    }
}

static void FN(moments)(const T *z, int64_t ps, int64_t rows, int64_t width, int64_t n, double *sum, double *square,
                        T *copy) {
  int64_t c = 0;
#define TILE(CT, RT)                                                             \
  do {                                                                           \
    if (copy) FN(moments_tile)(z, ps, width, sum, square, copy, c, y, CT, RT, 1); \
    else FN(moments_tile)(z, ps, width, sum, square, copy, c, y, CT, RT, 0);      \
  } while (0)
  for (; c + 4 * VW <= n; c += 4 * VW)
    for (int64_t y = 0; y < rows; y++) TILE(4, 1);
  for (; c + 2 * VW <= n; c += 2 * VW) {
    int64_t y = 0;
    for (; y + 2 <= rows; y += 2) TILE(2, 2);
    for (; y < rows; y++) TILE(2, 1);
  }
  for (; c < n; c += VW) {
    int64_t y = 0;
    for (; y + 4 <= rows; y += 4) TILE(1, 4);
    for (; y < rows; y++) TILE(1, 1);
  }
#undef TILE
}

// How many tensors of a list lie alike from its begin on, of `left` and at most `most`: the distance of their pixels, the
// first of which is at `ps`, is the same. An entry of the list takes `size` bytes.
INLINE int FN(alike)(const int64_t *ps, size_t size, int64_t left, int most) {
  int count = 1;
  while (count < most && count < left && *(const int64_t *)((const char *)ps + count * size) == *ps) count++;
  return count;
}

// Several tensors by their number, which is then known beforehand; lanes that begin a line ask ahead.
#define TOGETHER(NT, CALL)      \
  case NT:                      \
    if (BEGINS(c)) CALL(NT, 1); \
    else CALL(NT, 0);           \
    break

// Tensors whose sums are made together: so many streams at once, read beside a gradient that is loaded once for all, come
// from main memory a third faster than one after the other.
#define PAIRS 4

// A row of a vector of channels from `c` on, with NT tensors whose pixels lie equally far apart; the row begins `row`
// elements behind the tensors' begin. What lies as far behind `next` is asked for, where the vector begins a line.
INLINE void FN(pair_row)(const T *g, int64_t g_ps, const dk_pair *pairs, const T *const *next, int64_t row, int64_t width,
                         int64_t c, const int NT, const int ASKS) {
  V s = {0}, q[PAIRS], m[PAIRS];
  const T *z[PAIRS], *ahead[PAIRS];
#pragma clang loop unroll(full)
  for (int t = 0; t < NT; t++) {
    m[t] = pairs[t].mean ? FN(load)((const T *)pairs[t].mean + c) : (V){0};
    q[t] = (V){0};
    z[t] = (const T *)pairs[t].z + row + c;
    ahead[t] = next[t] + row + c;
  }
  const int64_t end = width * pairs->ps;
  for (int64_t x = 0; x < end; x += pairs->ps, g += g_ps) {
    const V gv = FN(load)(g + c);
    s += gv;
#pragma clang loop unroll(full)
    for (int t = 0; t < NT; t++) {
      if (ASKS) __builtin_prefetch(ahead[t] + x, 0, 2);
      q[t] = FN(fma)(gv, FN(load)(z[t] + x) - m[t], q[t]);
    }
  }
#pragma clang loop unroll(full)
  for (int t = 0; t < NT; t++) {
    FN(add_double)(pairs[t].first + c, s);
    FN(add_double)(pairs[t].second + c, q[t]);
  }
}

// A few tensors at a time, whose rows come in order; those of the next few are asked for meanwhile. With the last ones it is
// a share of what is read: as far ahead as it may be without most lines being asked for too late or for nothing.
static void FN(pair_sums)(const T *g, int64_t g_ps, const dk_pair *pairs, int64_t count, int64_t rows, int64_t width,
                          int64_t n, int64_t first) {
#define ROW(NT, ASKS) \
  FN(pair_row)(g + y * width * g_ps, g_ps, pairs, next, y * width * pairs->ps, width, c, NT, ASKS)
  for (int size; count > 0; count -= size, pairs += size) {
    size = FN(alike)(&pairs->ps, sizeof *pairs, count, PAIRS);
    const T *next[PAIRS];
    for (int t = 0; t < size; t++) {
      const dk_pair *follower = pairs + t + size;
      next[t] = t + size < count && follower->ps == pairs->ps
                    ? (const T *)follower->z
                    : (const T *)pairs[t].z + rows * width * pairs->ps / (4 * size);
    }
    for (int64_t y = 0; y < rows; y++)
      for (int64_t c = first; c < first + n; c += VW) switch (size) {
          TOGETHER(1, ROW);
          TOGETHER(2, ROW);
          TOGETHER(3, ROW);
          TOGETHER(4, ROW);
        }
  }
#undef ROW
}
#undef PAIRS

// Two vectors of channels at a time make a whole line of memory.
INLINE void FN(combine_row)(T *to, int64_t out_ps, const T *g, int64_t g_ps, const T *z, int64_t z_ps, const T *cg,
                            const T *cz, const T *c0, int64_t width, const int HAS_Z, const int CT) {
  V a[2], b[2], base[2];
  for (int v = 0; v < CT; v++) {
    a[v] = FN(load)(cg + v * VW);
    b[v] = HAS_Z ? FN(load)(cz + v * VW) : (V){0};
    base[v] = c0 ? FN(load)(c0 + v * VW) : (V){0};
  }
#pragma clang loop unroll_count(2)
  for (int64_t x = 0; x < width; x++, to += out_ps, g += g_ps, z += HAS_Z ? z_ps : 0)
#pragma clang loop unroll(full)
    for (int v = 0; v < CT; v++) {
      if (HAS_Z) FN(fetch_ahead)(z, PAGE, v);
      FN(fetch_ahead)(g, PAGE, v);
      const V rest = HAS_Z ? FN(fma)(FN(load)(z + v * VW), b[v], base[v]) : base[v];
      FN(store)(to + v * VW, FN(fma)(FN(load)(g + v * VW), a[v], rest));
    }
}

static void FN(combine)(T *out, int64_t out_row, int64_t out_ps, const T *g, int64_t g_ps, const T *z, int64_t z_ps,
                        const T *cg, const T *cz, const T *c0, int64_t rows, int64_t width, int64_t n) {
  for (int64_t y = 0; y < rows; y++) {
    T *to = out + y * out_row;
    const T *gr = g + y * width * g_ps, *zr = z ? z + y * width * z_ps : 0;
    int64_t c = 0;
#define ROW(HAS_Z, CT)                                                                                   \
  FN(combine_row)(to + c, out_ps, gr + c, g_ps, HAS_Z ? zr + c : gr, z_ps, cg + c, HAS_Z ? cz + c : 0,   \
                  c0 ? c0 + c : 0, width, HAS_Z, CT)
    for (; c + 2 * VW <= n; c += 2 * VW) {
      if (z) ROW(1, 2);
      else ROW(0, 2);
    }
    for (; c < n; c += VW) {
      if (z) ROW(1, 1);
      else ROW(0, 1);
    }
#undef ROW
  }
}

// Terms that are added at a time: as many as an edge of the common spaces has with weights.
#define TERMS 7

// Adds NT terms to `pixels` pixels of a vector of channels, from pixel `pixel` on and `c` lanes behind their begin; where
// ASKS, as many pixels behind are asked for. Sums that begin do so at `base`.
INLINE void FN(weighted_rows)(T *out, int64_t out_ps, const dk_term *terms, int begins, const T *base, int64_t pixel,
                              int64_t pixels, int64_t c, const int NT, const int ASKS) {
  const int64_t ps = NT ? terms->ps : 0;
  const T *z[TERMS];
  V factor[TERMS];
#pragma clang loop unroll(full)
  for (int t = 0; t < NT; t++) {
    z[t] = (const T *)terms[t].z + c + pixel * ps;
    factor[t] = FN(load)((const T *)terms[t].coef + c);
  }
  const V start = base ? FN(load)(base) : (V){0};
  T *to = out + pixel * out_ps;
  for (int64_t x = 0, at = 0; x < pixels; x++, at += ps, to += out_ps) {
    if (ASKS && begins) __builtin_prefetch(to + pixels * out_ps, 0, 2);
    V sum = begins ? start : FN(load)(to);
#pragma clang loop unroll(full)
    for (int t = 0; t < NT; t++) {
      if (ASKS) __builtin_prefetch(z[t] + at + pixels * ps, 0, 2);
      sum = FN(fma)(FN(load)(z[t] + at), factor[t], sum);
    }
    FN(store)(to, sum);
  }
}

// A few terms of a few pixels at a time, a page of each: the sums stay in the first-level cache meanwhile, and every term is
// read in order and in pieces that the processor's own guesses follow. A sum of no terms is its begin.
static void FN(weighted_sum)(T *out, int64_t out_ps, const dk_term *terms, int64_t count, const T *base,
                             int64_t pixels, int64_t n, int64_t first) {
#define ROWS(NT, ASKS)                                                                                           \
  FN(weighted_rows)(out + c - first, out_ps, terms + t, !t, base ? base + c - first : 0, x, few, c, NT, ASKS)
  const int64_t bytes = n * (int64_t)sizeof(T), block = bytes > PAGE / 8 ? 8 : PAGE / bytes;
  for (int64_t x = 0; x < pixels; x += block) {
    const int64_t few = pixels - x < block ? pixels - x : block;
    int64_t t = 0;
    do {
      const int size = count ? FN(alike)(&terms[t].ps, sizeof *terms, count - t, TERMS) : 0;
      for (int64_t c = first; c < first + n; c += VW) switch (size) {
          TOGETHER(0, ROWS);
          TOGETHER(1, ROWS);
          TOGETHER(2, ROWS);
          TOGETHER(3, ROWS);
          TOGETHER(4, ROWS);
          TOGETHER(5, ROWS);
          TOGETHER(6, ROWS);
          TOGETHER(7, ROWS);
        }
      t += size;
    } while (t < count);
  }
#undef ROWS
}
#undef TERMS
#undef TOGETHER

static void FN(add_scaled)(T *out, int64_t out_ps, const T *g, int64_t g_ps, const T *coef, int64_t pixels,
                           int64_t n) {
  for (int64_t c = 0; c < n; c += VW) {
    const V a = coef ? FN(load)(coef + c) : FN(splat)(1);
    for (int64_t x = 0; x < pixels; x++) {
      if (BEGINS(c)) FN(fetch_ahead)(out + x * out_ps + c, PAGE, 0), FN(fetch_ahead)(g + x * g_ps + c, PAGE, 0);
      FN(store)(out + x * out_ps + c, FN(fma)(FN(load)(g + x * g_ps + c), a, FN(load)(out + x * out_ps + c)));
    }
  }
}

static void FN(pixel_sum)(const T *x, int64_t ps, const T *scale, const T *shift, int32_t relu, int64_t rows,
                          int64_t width, int64_t n, double *out) {
  for (int64_t c = 0; c < n; c += VW) {
    const V a = scale ? FN(load)(scale + c) : FN(splat)(1), b = scale ? FN(load)(shift + c) : (V){0};
    *(D *)(out + c) = (D){0};
    for (int64_t y = 0; y < rows; y++) {
      V s = {0};
      for (int64_t px = 0; px < width; px++) {
        V v = FN(load)(x + (y * width + px) * ps + c);
        if (scale) v = FN(fma)(v, a, b);
        s += relu ? FN(relu)(v) : v;
      }
      FN(add_double)(out + c, s);
    }
  }
}

static void FN(pixel_spread)(T *grad, int64_t grad_ps, const T *value, const T *x, int64_t ps, const T *scale,
                             const T *shift, int32_t relu, int64_t pixels, int64_t n) {
  for (int64_t c = 0; c < n; c += VW) {
    const V a = scale ? FN(load)(scale + c) : FN(splat)(1), b = scale ? FN(load)(shift + c) : (V){0};
    const V add = FN(load)(value + c);
    for (int64_t px = 0; px < pixels; px++) {
      V v = add;
      if (relu) v = (V)((I)v & (I)(FN(fma)(FN(load)(x + px * ps + c), a, b) > (V){0}));
      FN(store)(grad + px * grad_ps + c, FN(load)(grad + px * grad_ps + c) + v);
    }
  }
}

