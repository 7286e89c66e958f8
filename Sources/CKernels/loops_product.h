// The product of dk_product. A tile of outputs stays in registers over the whole sum; an output's sum is the same
// whatever tile it falls into.

// MT outputs along m, NV vectors along n. Tiles of three rows share a pointer.
INLINE void FN(product_tile)(const dk_product *p, T *c, const T *a, const T *b, const int64_t a_inner, const int MT,
                             const int NV) {
  V acc[12][3];
  const int64_t c_m = p->c_m, a_m = p->a_m, b_inner = p->b_inner, inner = p->inner;
#pragma clang loop unroll(full)
  for (int m = 0; m < MT; m++)
    for (int v = 0; v < NV; v++) acc[m][v] = p->accumulate ? FN(load)(c + m * c_m + v * VW) : (V){0};
  for (int64_t o = 0; o < p->outer; o++) {
    const T *ao[4], *bo = b + o * p->b_outer;
#pragma clang loop unroll(full)
    for (int m = 0; m < MT; m += 3) ao[m / 3] = a + (p->a_outer ? p->a_outer[o] : 0) + m * a_m;
    for (int64_t i = 0; i < inner; i++) {
      V bv[3];
#pragma clang loop unroll(full)
      for (int v = 0; v < NV; v++) bv[v] = FN(load)(bo + v * VW);
#pragma clang loop unroll(full)
      for (int m = 0; m < MT; m++) {
        const V av = FN(splat)(ao[m / 3][m % 3 * a_m]);
#pragma clang loop unroll(full)
        for (int v = 0; v < NV; v++) acc[m][v] = FN(fma)(av, bv[v], acc[m][v]);
      }
#pragma clang loop unroll(full)
      for (int m = 0; m < MT; m += 3) ao[m / 3] += a_inner;
      bo += b_inner;
    }
  }
#pragma clang loop unroll(full)
  for (int m = 0; m < MT; m++)
    for (int v = 0; v < NV; v++) FN(store)(c + m * c_m + v * VW, acc[m][v]);
}

// Cuts m into tiles of about equal height, at most `most`, so that none is left too small to hide the latency of a sum.
INLINE void FN(product_columns)(const dk_product *p, T *c, const T *a, const T *b, const int NV, const int most) {
  const int64_t a_m = p->a_m, c_m = p->c_m, a_inner = p->a_inner;
  for (int64_t r = 0; r < p->rows; r++) {
    T *cr = c + r * p->c_row;
    const T *ar = a + r * p->a_row;
    int64_t left = p->m;
    while (left > 0) {
      const int64_t tiles = (left + most - 1) / most;
      const int64_t height = (left + tiles - 1) / tiles;
#define TILE(MT)                                                              \
  case MT:                                                                    \
    if (MT <= most) {                                                         \
      if (a_inner == 1) FN(product_tile)(p, cr, ar, b, 1, MT, NV);            \
      else FN(product_tile)(p, cr, ar, b, a_inner, MT, NV);                   \
    }                                                                         \
    break
      switch (height) {
        TILE(1);
        TILE(2);
        TILE(3);
        TILE(4);
        TILE(5);
        TILE(6);
        TILE(7);
        TILE(8);
        TILE(9);
        TILE(10);
        TILE(11);
        TILE(12);
      }
#undef TILE
      cr += height * c_m;
      ar += height * a_m;
      left -= height;
    }
  }
}

static void FN(product)(const dk_product *p, int64_t first, int64_t n) {
  T *c = (T *)p->c + first;
  const T *a = p->a, *b = (const T *)p->b + first;
  int64_t done = 0;
  // Three vectors at a time only where that leaves none alone, or registers are plenty.
  for (; done + 3 * VW <= n && (PRODUCT_THREE == 8 || (n - done) % (2 * VW) != 0); done += 3 * VW)
    FN(product_columns)(p, c + done, a, b + done, 3, PRODUCT_THREE);
  for (; done + 2 * VW <= n; done += 2 * VW) FN(product_columns)(p, c + done, a, b + done, 2, PRODUCT_TILE);
  for (; done < n; done += VW) FN(product_columns)(p, c + done, a, b + done, 1, 2 * PRODUCT_TILE > 12 ? 12 : 2 * PRODUCT_TILE);
}
