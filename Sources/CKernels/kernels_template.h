// The loops themselves, for element type T and VW lanes; included once per vector width by kernels_table.h.
// Every function takes n channels, a multiple of VW. FN(name) is the name for this width.
#define V FN(vec)
#define D FN(dvec)
#define I FN(mask)
#define INLINE static inline __attribute__((always_inline))

typedef T V __attribute__((vector_size(VW * sizeof(T)), aligned(8)));
typedef double D __attribute__((vector_size(VW * sizeof(double)), aligned(8)));
typedef __typeof__((V){0} < (V){0}) I;

INLINE V FN(load)(const void *p) { return *(const V *)p; }
INLINE void FN(store)(void *p, V v) { *(V *)p = v; }
INLINE V FN(splat)(T x) { return x - (V){0}; }
INLINE V FN(fma)(V a, V b, V c) { return __builtin_elementwise_fma(a, b, c); }
INLINE V FN(select)(I mask, V a, V b) { return (V)(((I)a & mask) | ((I)b & ~mask)); }
// max(x, 0) that lets NaN through.
INLINE V FN(relu)(V x) { return (V)((I)x & ~(I)(x < (V){0})); }
INLINE void FN(add_double)(double *sum, V v) { *(D *)sum = *(D *)sum + __builtin_convertvector(v, D); }

static void FN(relu_pad)(T *out, int64_t out_ps, const T *x, int64_t x_ps, const T *scale, const T *shift,
                         int32_t relu, int64_t height, int64_t width, int64_t n, int64_t pad) {
  const int64_t padded = width + 2 * pad;
  for (int64_t y = 0; y < height + 2 * pad; y++) {
    T *row = out + y * padded * out_ps;
    const int inside = y >= pad && y < height + pad;
    for (int64_t px = 0; px < padded; px++) {
      if (inside && px == pad) px += width;
      if (px < padded)
        for (int64_t c = 0; c < n; c += VW) FN(store)(row + px * out_ps + c, (V){0});
    }
    if (!inside) continue;
    for (int64_t c = 0; c < n; c += VW) {
      const T *from = x + (y - pad) * width * x_ps + c;
      T *to = row + pad * out_ps + c;
      if (scale) {
        const V a = FN(load)(scale + c), b = FN(load)(shift + c);
        for (int64_t px = 0; px < width; px++) {
          V v = FN(fma)(FN(load)(from + px * x_ps), a, b);
          FN(store)(to + px * out_ps, relu ? FN(relu)(v) : v);
        }
      } else {
        for (int64_t px = 0; px < width; px++) {
          V v = FN(load)(from + px * x_ps);
          FN(store)(to + px * out_ps, relu ? FN(relu)(v) : v);
        }
      }
    }
  }
}

static void FN(relu_pad_tangent)(T *out, int64_t out_ps, const T *x, int64_t x_ps, const T *dx, int64_t dx_ps,
                                 const T *scale, const T *shift, const T *dscale, const T *dshift, int32_t relu,
                                 int64_t height, int64_t width, int64_t n, int64_t pad) {
  const int64_t padded = width + 2 * pad;
  for (int64_t y = 0; y < height + 2 * pad; y++) {
    T *row = out + y * padded * out_ps;
    const int inside = y >= pad && y < height + pad;
    for (int64_t px = 0; px < padded; px++) {
      if (inside && px == pad) px += width;
      if (px < padded)
        for (int64_t c = 0; c < n; c += VW) FN(store)(row + px * out_ps + c, (V){0});
    }
    if (!inside) continue;
    for (int64_t c = 0; c < n; c += VW) {
      const T *from = x + (y - pad) * width * x_ps + c, *along = dx + (y - pad) * width * dx_ps + c;
      T *to = row + pad * out_ps + c;
      const V a = scale ? FN(load)(scale + c) : FN(splat)(1), b = scale ? FN(load)(shift + c) : (V){0};
      const V da = scale ? FN(load)(dscale + c) : (V){0}, db = scale ? FN(load)(dshift + c) : (V){0};
      for (int64_t px = 0; px < width; px++) {
        const V v = FN(load)(from + px * x_ps), d = FN(load)(along + px * dx_ps);
        V t = scale ? FN(fma)(d, a, FN(fma)(v, da, db)) : d;
        if (relu) t = (V)((I)t & (I)(FN(fma)(v, a, b) > (V){0}));
        FN(store)(to + px * out_ps, t);
      }
    }
  }
}

static void FN(relu_unpad)(T *grad, int64_t grad_ps, const T *padded, int64_t padded_ps, const T *x, int64_t x_ps,
                           const T *scale, const T *shift, int32_t relu, int64_t height, int64_t width, int64_t n,
                           int64_t pad, int32_t accumulate) {
  for (int64_t y = 0; y < height; y++) {
    for (int64_t c = 0; c < n; c += VW) {
      const V a = scale ? FN(load)(scale + c) : FN(splat)(1), b = scale ? FN(load)(shift + c) : (V){0};
      const T *g = padded + ((y + pad) * (width + 2 * pad) + pad) * padded_ps + c;
      const T *from = x ? x + y * width * x_ps + c : 0;
      T *to = grad + y * width * grad_ps + c;
      for (int64_t px = 0; px < width; px++) {
        V v = FN(load)(g + px * padded_ps);
        if (relu) v = (V)((I)v & (I)(FN(fma)(FN(load)(from + px * x_ps), a, b) > (V){0}));
        if (accumulate) v += FN(load)(to + px * grad_ps);
        FN(store)(to + px * grad_ps, v);
      }
    }
  }
}

// MT outputs along m, NV vectors along n, all in registers.
INLINE void FN(product_tile)(const dk_product *p, T *c, const T *a, const T *b, const int MT, const int NV) {
  V acc[8][3];
  for (int m = 0; m < MT; m++)
    for (int v = 0; v < NV; v++) acc[m][v] = p->accumulate ? FN(load)(c + m * p->c_m + v * VW) : (V){0};
  const int64_t a_m = p->a_m, a_inner = p->a_inner, b_inner = p->b_inner, inner = p->inner;
  for (int64_t o = 0; o < p->outer; o++) {
    const T *ao = a + (p->a_outer ? p->a_outer[o] : 0), *bo = b + o * p->b_outer;
    for (int64_t i = 0; i < inner; i++) {
      V bv[3];
      for (int v = 0; v < NV; v++) bv[v] = FN(load)(bo + i * b_inner + v * VW);
#pragma clang loop unroll(full)
      for (int m = 0; m < MT; m++) {
        const V av = FN(splat)(ao[m * a_m + i * a_inner]);
        for (int v = 0; v < NV; v++) acc[m][v] = FN(fma)(av, bv[v], acc[m][v]);
      }
    }
  }
  for (int m = 0; m < MT; m++)
    for (int v = 0; v < NV; v++) FN(store)(c + m * p->c_m + v * VW, acc[m][v]);
}

INLINE void FN(product_columns)(const dk_product *p, T *c, const T *a, const T *b, const int NV) {
  for (int64_t r = 0; r < p->rows; r++) {
    T *cr = c + r * p->c_row;
    const T *ar = a + r * p->a_row;
    int64_t m = 0;
    for (; m + PRODUCT_TILE <= p->m; m += PRODUCT_TILE)
      FN(product_tile)(p, cr + m * p->c_m, ar + m * p->a_m, b, PRODUCT_TILE, NV);
    if (m + 4 <= p->m) { FN(product_tile)(p, cr + m * p->c_m, ar + m * p->a_m, b, 4, NV); m += 4; }
    if (m + 2 <= p->m) { FN(product_tile)(p, cr + m * p->c_m, ar + m * p->a_m, b, 2, NV); m += 2; }
    for (; m < p->m; m++) FN(product_tile)(p, cr + m * p->c_m, ar + m * p->a_m, b, 1, NV);
  }
}

static void FN(product)(const dk_product *p, int64_t first, int64_t n) {
  T *c = (T *)p->c + first;
  const T *a = p->a, *b = (const T *)p->b + first;
  int64_t done = 0;
#if PRODUCT_TILE == 8
  for (; done + 3 * VW <= n; done += 3 * VW) FN(product_columns)(p, c + done, a, b + done, 3);
#endif
  for (; done + 2 * VW <= n; done += 2 * VW) FN(product_columns)(p, c + done, a, b + done, 2);
  for (; done < n; done += VW) FN(product_columns)(p, c + done, a, b + done, 1);
}

// XT neighbouring outputs of one row, one vector of channels, all taps.
INLINE void FN(depthwise_tile)(const dk_depthwise *p, T *out, const T *in, const T *w, const int K, const int XT) {
  V acc[8];
  const int64_t step = p->stride * p->in_ps;
  for (int x = 0; x < XT; x++) acc[x] = p->accumulate ? FN(load)(out + x * p->out_ps) : (V){0};
  for (int ky = 0; ky < K; ky++) {
    const T *row = in + ky * p->dilation * p->in_row;
    for (int kx = 0; kx < K; kx++) {
      const int tap = ky * K + kx;
      const V wv = FN(load)(w + (p->flipped ? K * K - 1 - tap : tap) * p->w_ps);
      const T *at = row + kx * p->dilation * p->in_ps;
#pragma clang loop unroll(full)
      for (int x = 0; x < XT; x++) acc[x] = FN(fma)(FN(load)(at + x * step), wv, acc[x]);
    }
  }
  for (int x = 0; x < XT; x++) FN(store)(out + x * p->out_ps, acc[x]);
}

INLINE void FN(depthwise_all)(const dk_depthwise *p, int64_t first, int64_t n, const int K) {
  for (int64_t c = 0; c < n; c += VW) {
    const T *w = (const T *)p->w + first + c;
    for (int64_t y = 0; y < p->rows; y++) {
      T *out = (T *)p->out + first + c + y * p->out_row;
      const T *in = (const T *)p->in + first + c + y * p->stride * p->in_row;
      const int64_t step = p->stride * p->in_ps;
      int64_t x = 0;
      for (; x + 8 <= p->width; x += 8) FN(depthwise_tile)(p, out + x * p->out_ps, in + x * step, w, K, 8);
      if (x + 4 <= p->width) { FN(depthwise_tile)(p, out + x * p->out_ps, in + x * step, w, K, 4); x += 4; }
      for (; x < p->width; x++) FN(depthwise_tile)(p, out + x * p->out_ps, in + x * step, w, K, 1);
    }
  }
}

static void FN(depthwise)(const dk_depthwise *p, int64_t first, int64_t n) {
  if (p->kernel == 3) FN(depthwise_all)(p, first, n, 3);
  else if (p->kernel == 5) FN(depthwise_all)(p, first, n, 5);
  else if (p->kernel == 7) FN(depthwise_all)(p, first, n, 7);
  else FN(depthwise_all)(p, first, n, p->kernel);
}

static void FN(depthwise_scatter)(const dk_depthwise *p, int64_t first, int64_t n) {
  const int64_t K = p->kernel;
  for (int64_t c = 0; c < n; c += VW) {
    const T *w = (const T *)p->w + first + c;
    for (int64_t y = 0; y < p->rows; y++)
      for (int64_t x = 0; x < p->width; x++) {
        const V g = FN(load)((const T *)p->out + first + c + y * p->out_row + x * p->out_ps);
        T *in = (T *)p->in + first + c + y * p->stride * p->in_row + x * p->stride * p->in_ps;
        for (int64_t ky = 0; ky < K; ky++)
          for (int64_t kx = 0; kx < K; kx++) {
            T *at = in + (ky * p->in_row + kx * p->in_ps) * p->dilation;
            FN(store)(at, FN(fma)(g, FN(load)(w + (ky * K + kx) * p->w_ps), FN(load)(at)));
          }
      }
  }
}

// COUNT taps from `tap` on, one accumulator each, over all pixels.
INLINE void FN(depthwise_weights_taps)(const dk_depthwise *p, int64_t at, int64_t tap, const int COUNT, const int K) {
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

static void FN(depthwise_weights)(const dk_depthwise *p, int64_t first, int64_t n) {
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
    for (; tap + 7 <= taps; tap += 7) FN(depthwise_weights_taps)(p, c, tap, 7, (int)K);
    for (; tap < taps; tap++) FN(depthwise_weights_taps)(p, c, tap, 1, (int)K);
  }
}

static void FN(moments)(const T *z, int64_t ps, int64_t rows, int64_t width, int64_t n, double *sum, double *square) {
  for (int64_t c = 0; c < n; c += VW)
    for (int64_t y = 0; y < rows; y++) {
      const T *row = z + y * width * ps + c;
      V s = {0}, q = {0};
      for (int64_t x = 0; x < width; x++) {
        const V v = FN(load)(row + x * ps);
        s += v;
        q = FN(fma)(v, v, q);
      }
      FN(add_double)(sum + c, s);
      FN(add_double)(square + c, q);
    }
}

static void FN(pair_sums)(const T *g, int64_t g_ps, const T *z, int64_t z_ps, const T *mean, int64_t rows,
                          int64_t width, int64_t n, double *first, double *second) {
  for (int64_t c = 0; c < n; c += VW) {
    const V m = mean ? FN(load)(mean + c) : (V){0};
    for (int64_t y = 0; y < rows; y++) {
      const T *gr = g + y * width * g_ps + c, *zr = z + y * width * z_ps + c;
      V s = {0}, q = {0};
      for (int64_t x = 0; x < width; x++) {
        const V gv = FN(load)(gr + x * g_ps);
        s += gv;
        q = FN(fma)(gv, FN(load)(zr + x * z_ps) - m, q);
      }
      FN(add_double)(first + c, s);
      FN(add_double)(second + c, q);
    }
  }
}

static void FN(combine)(T *out, int64_t out_row, int64_t out_ps, const T *g, int64_t g_ps, const T *z, int64_t z_ps,
                        const T *cg, const T *cz, const T *c0, int64_t rows, int64_t width, int64_t n) {
  for (int64_t c = 0; c < n; c += VW) {
    const V a = FN(load)(cg + c), b = z ? FN(load)(cz + c) : (V){0}, base = c0 ? FN(load)(c0 + c) : (V){0};
    for (int64_t y = 0; y < rows; y++) {
      T *to = out + y * out_row + c;
      const T *gr = g + y * width * g_ps + c, *zr = z ? z + y * width * z_ps + c : 0;
      for (int64_t x = 0; x < width; x++) {
        const V rest = z ? FN(fma)(FN(load)(zr + x * z_ps), b, base) : base;
        FN(store)(to + x * out_ps, FN(fma)(FN(load)(gr + x * g_ps), a, rest));
      }
    }
  }
}

INLINE void FN(weighted_tile)(T *out, int64_t out_ps, const dk_term *terms, int64_t count, V base, int64_t at,
                              int64_t pixel, const int PT) {
  V acc[8];
  for (int x = 0; x < PT; x++) acc[x] = base;
  for (int64_t t = 0; t < count; t++) {
    const V coef = FN(load)((const T *)terms[t].coef + at);
    const int64_t ps = terms[t].ps;
    const T *z = (const T *)terms[t].z + at + pixel * ps;
#pragma clang loop unroll(full)
    for (int x = 0; x < PT; x++) acc[x] = FN(fma)(FN(load)(z + x * ps), coef, acc[x]);
  }
  for (int x = 0; x < PT; x++) FN(store)(out + (pixel + x) * out_ps, acc[x]);
}

static void FN(weighted_sum)(T *out, int64_t out_ps, const dk_term *terms, int64_t count, const T *base,
                             int64_t pixels, int64_t n, int64_t first) {
  for (int64_t c = 0; c < n; c += VW) {
    const V b = base ? FN(load)(base + c) : (V){0};
    int64_t x = 0;
    for (; x + 8 <= pixels; x += 8) FN(weighted_tile)(out + c, out_ps, terms, count, b, first + c, x, 8);
    for (; x < pixels; x++) FN(weighted_tile)(out + c, out_ps, terms, count, b, first + c, x, 1);
  }
}

static void FN(add_scaled)(T *out, int64_t out_ps, const T *g, int64_t g_ps, const T *coef, int64_t pixels,
                           int64_t n) {
  for (int64_t c = 0; c < n; c += VW) {
    const V a = coef ? FN(load)(coef + c) : FN(splat)(1);
    for (int64_t x = 0; x < pixels; x++)
      FN(store)(out + x * out_ps + c, FN(fma)(FN(load)(g + x * g_ps + c), a, FN(load)(out + x * out_ps + c)));
  }
}

static void FN(pool_forward)(const dk_pooling *p, int64_t first, int64_t n) {
  for (int64_t oy = 0; oy < p->out_height; oy++)
    for (int64_t ox = 0; ox < p->out_width; ox++) {
      const int64_t y0 = oy * p->stride - p->pad, x0 = ox * p->stride - p->pad;
      const int64_t top = y0 < 0 ? 0 : y0, bottom = y0 + p->window > p->height ? p->height : y0 + p->window;
      const int64_t left = x0 < 0 ? 0 : x0, right = x0 + p->window > p->width ? p->width : x0 + p->window;
      const V share = FN(splat)((T)1 / (T)((bottom - top) * (right - left)));
      for (int64_t c = first; c < first + n; c += VW) {
        const T *x = (const T *)p->x + c;
        V acc = p->is_max ? FN(load)(x + (top * p->width + left) * p->x_ps) : (V){0};
        for (int64_t y = top; y < bottom; y++)
          for (int64_t px = left; px < right; px++) {
            const V v = FN(load)(x + (y * p->width + px) * p->x_ps);
            acc = p->is_max ? FN(select)((I)(v > acc) | (I)(v != v), v, acc) : acc + v;
          }
        FN(store)((T *)p->out + (oy * p->out_width + ox) * p->out_ps + c, p->is_max ? acc : acc * share);
      }
    }
}

static void FN(pool_backward)(const dk_pooling *p, int64_t first, int64_t n) {
  for (int64_t oy = 0; oy < p->out_height; oy++)
    for (int64_t ox = 0; ox < p->out_width; ox++) {
      const int64_t y0 = oy * p->stride - p->pad, x0 = ox * p->stride - p->pad;
      const int64_t top = y0 < 0 ? 0 : y0, bottom = y0 + p->window > p->height ? p->height : y0 + p->window;
      const int64_t left = x0 < 0 ? 0 : x0, right = x0 + p->window > p->width ? p->width : x0 + p->window;
      const V share = FN(splat)((T)1 / (T)((bottom - top) * (right - left)));
      for (int64_t c = first; c < first + n; c += VW) {
        const V g = FN(load)((const T *)p->grad + (oy * p->out_width + ox) * p->out_ps + c);
        const T *x = (const T *)p->x + c;
        V best = (V){0}, where = (V){0};
        if (p->is_max) {
          best = FN(load)(x + (top * p->width + left) * p->x_ps);
          T tap = 0;
          for (int64_t y = top; y < bottom; y++)
            for (int64_t px = left; px < right; px++, tap += 1) {
              const V v = FN(load)(x + (y * p->width + px) * p->x_ps);
              const I take = (I)(v > best);
              best = FN(select)(take, v, best);
              where = FN(select)(take, FN(splat)(tap), where);
            }
        }
        const V part = p->is_max ? g : g * share;
        T tap = 0;
        for (int64_t y = top; y < bottom; y++)
          for (int64_t px = left; px < right; px++, tap += 1) {
            T *to = (T *)p->dx + (y * p->width + px) * p->dx_ps + c;
            const V add = p->is_max ? (V)((I)part & (I)(where == FN(splat)(tap))) : part;
            FN(store)(to, FN(load)(to) + add);
          }
      }
    }
}

static void FN(pool_tangent)(const dk_pooling *p, int64_t first, int64_t n) {
  for (int64_t oy = 0; oy < p->out_height; oy++)
    for (int64_t ox = 0; ox < p->out_width; ox++) {
      const int64_t y0 = oy * p->stride - p->pad, x0 = ox * p->stride - p->pad;
      const int64_t top = y0 < 0 ? 0 : y0, bottom = y0 + p->window > p->height ? p->height : y0 + p->window;
      const int64_t left = x0 < 0 ? 0 : x0, right = x0 + p->window > p->width ? p->width : x0 + p->window;
      for (int64_t c = first; c < first + n; c += VW) {
        const T *x = (const T *)p->x + c, *along = (const T *)p->grad + c;
        V best = FN(load)(x + (top * p->width + left) * p->x_ps);
        V found = FN(load)(along + (top * p->width + left) * p->dx_ps);
        for (int64_t y = top; y < bottom; y++)
          for (int64_t px = left; px < right; px++) {
            const V v = FN(load)(x + (y * p->width + px) * p->x_ps);
            const I take = (I)(v > best);
            best = FN(select)(take, v, best);
            found = FN(select)(take, FN(load)(along + (y * p->width + px) * p->dx_ps), found);
          }
        FN(store)((T *)p->out + (oy * p->out_width + ox) * p->out_ps + c, found);
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

#undef V
#undef D
#undef I
#undef INLINE
