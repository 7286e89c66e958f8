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

