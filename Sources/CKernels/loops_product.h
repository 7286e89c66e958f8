// The product of dk_product. A tile of outputs stays in registers over the whole sum; an output's sum is the same
// whatever tile it falls into.

// How the factors of A lie: neighbours along the inner sum, neighbours along m, or neither.
#define ALONG_INNER 0
#define ALONG_M 1
#define STRIDED 2

// The products of one step of the inner sum, which is `step` steps from the pointers: one to every GROUP rows of A.
INLINE void FN(product_step)(V (*acc)[3], const T **ao, int64_t a_m, const T *b, const int step, const int LIES,
                             const int MT, const int NV, const int GROUP) {
  V bv[3];
#pragma clang loop unroll(full)
  for (int v = 0; v < NV; v++) bv[v] = FN(load)(b + v * VW);
#pragma clang loop unroll(full)
  for (int m = 0; m < MT; m++) {
    if (m % GROUP == 0 && (GROUP < MT || LIES == ALONG_M)) OWN_REGISTER(ao[m / GROUP]);
    const V av = FN(splat)(LIES == ALONG_M ? ao[0][m] : ao[m / GROUP][m % GROUP * a_m + step]);
#pragma clang loop unroll(full)
    for (int v = 0; v < NV; v++) acc[m][v] = FN(fma)(av, bv[v], acc[m][v]);
  }
}

// `tiles` tiles of MT outputs along m and NV vectors along n. Where DENSE is not 0, the sum has as many terms, and rows of A
// and of B are as long and follow each other: an address is then a pointer and a number, which costs nothing, where adding
// registers costs a step of its own, of which a busy neighbour on the same core leaves half; and as much behind `ahead` and
// `beside` as A has is asked of the second-level cache meanwhile, at odd and at even steps, because products wait for no
// memory and what is read between them does. Where nothing is to come, that is A itself: a branch inside the steps has the
// compiler load all their factors beforehand, for which it lacks registers. Otherwise three rows of A share a pointer.
INLINE void FN(product_tiles)(const dk_product *p, T *c, const T *a, const T *b, const T *ahead, const T *beside,
                              int64_t tiles, const int LIES, const int MT, const int NV, const int DENSE) {
  const int64_t c_m = p->c_m, b_outer = p->b_outer, outer = p->outer, *a_outer = p->a_outer;
  const int64_t a_m = DENSE ? DENSE : p->a_m, a_inner = DENSE ? 1 : p->a_inner;
  const int64_t b_inner = DENSE ? DENSE : p->b_inner, inner = DENSE ? DENSE : p->inner;
  const int GROUP = DENSE || LIES == ALONG_M ? MT : 3, STEPS = DENSE ? 8 : LIES == ALONG_INNER && NV > 1 ? 4 : 1;
  // What A has in one go, and a line of it.
  const int TERMS = MT * STEPS, LINED = LINE / (int)sizeof(T);
  const int accumulate = p->accumulate, POINTERS = (MT + GROUP - 1) / GROUP;
  for (; tiles > 0; tiles--, a += MT * a_m, ahead += MT * a_m, beside += MT * a_m) {
    V acc[12][3];
#pragma clang loop unroll(full)
    for (int m = 0; m < MT; m++)
      for (int v = 0; v < NV; v++) acc[m][v] = accumulate ? FN(load)(c + m * c_m + v * VW) : (V){0};
    for (int64_t o = 0; o < outer; o++) {
      const T *ao[4], *bo = b + o * b_outer;
#pragma clang loop unroll(full)
      for (int g = 0; g < POINTERS; g++) ao[g] = a + (a_outer ? a_outer[o] : 0) + GROUP * g * a_m;
      const T *next = ahead, *more = beside;
      int64_t i = 0;
      if (STEPS > 1) {
#pragma clang loop unroll(disable)
        for (; i + STEPS <= inner; i += STEPS) {
          if (DENSE) OWN_REGISTER(ao[0]);
          if (DENSE) OWN_REGISTER(bo);
#pragma clang loop unroll(full)
          for (int step = 0; step < STEPS; step++, bo += b_inner) {
            FN(product_step)(acc, ao, a_m, bo, step, LIES, MT, NV, GROUP);
            if (DENSE)
#pragma clang loop unroll(full)
              for (int at = step / 2 * LINED; at < TERMS; at += STEPS / 2 * LINED)
                __builtin_prefetch((step % 2 ? next : more) + at, 0, 2);
          }
          if (DENSE) {
            next += TERMS;
            more += TERMS;
          }
#pragma clang loop unroll(full)
          for (int g = 0; g < POINTERS; g++) ao[g] += STEPS;
        }
      }
#pragma clang loop unroll(disable)
      for (; i < inner; i++, bo += b_inner) {
        FN(product_step)(acc, ao, a_m, bo, 0, LIES, MT, NV, GROUP);
#pragma clang loop unroll(full)
        for (int g = 0; g < POINTERS; g++) ao[g] += LIES == ALONG_INNER ? 1 : a_inner;
      }
    }
#pragma clang loop unroll(full)
    for (int m = 0; m < MT; m++, c += c_m) {
      OWN_REGISTER(c);
      for (int v = 0; v < NV; v++) FN(store)(c + v * VW, acc[m][v]);
    }
  }
}

// Cuts m into tiles of about equal height, at most `most`, so that none is left too small to hide the latency of a sum.
INLINE void FN(product_columns)(const dk_product *p, T *c, const T *a, const T *b, const T *ahead, const T *beside,
                                const int LIES, const int NV, const int most, const int DENSE) {
  const int64_t tiles = (p->m + most - 1) / most;
  if (tiles == 0) return;
  const int64_t least = p->m / tiles, higher = p->m - least * tiles;
  for (int64_t r = 0; r < p->rows; r++) {
    T *cr = c + r * p->c_row;
    const T *ar = a + r * p->a_row;
    const T *next = ahead + r * p->a_row, *more = beside + r * p->a_row;
    for (int part = 0; part < 2; part++) {
      const int64_t height = least + 1 - part, count = part ? tiles - higher : higher;
#define TILE(MT)                                                                               \
  case MT:                                                                                     \
    if (MT <= most) FN(product_tiles)(p, cr, ar, b, next, more, count, LIES, MT, NV, DENSE);   \
    break
      if (count) switch (height) {
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
      cr += count * height * p->c_m;
      ar += count * height * p->a_m;
      next += count * height * p->a_m;
      more += count * height * p->a_m;
    }
  }
}

// Eight terms and one vector along n: B stays in registers, and outputs follow each other without tiles.
static void FN(product_eight)(const dk_product *p, T *c, const T *a, const T *b) {
  const int64_t c_m = p->c_m, a_m = p->a_m, m = p->m;
  const int accumulate = p->accumulate;
  V bv[8];
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i++) bv[i] = FN(load)(b + i * p->b_inner);
  for (int64_t r = 0; r < p->rows; r++) {
    T *to = c + r * p->c_row;
    const T *from = a + r * p->a_row;
#pragma clang loop unroll_count(4)
    for (int64_t x = 0; x < m; x++, to += c_m, from += a_m) {
      V sum = accumulate ? FN(load)(to) : (V){0};
#pragma clang loop unroll(full)
      for (int i = 0; i < 8; i++) sum = FN(fma)(FN(splat)(from[i]), bv[i], sum);
      FN(store)(to, sum);
    }
  }
}

INLINE void FN(product_lying)(const dk_product *p, int64_t first, int64_t n, const int LIES, const int DENSE) {
  T *c = (T *)p->c + first;
  const T *a = p->a, *b = (const T *)p->b + first;
  const int ONE = 2 * PRODUCT_TILE > 12 ? 12 : 2 * PRODUCT_TILE;
  int64_t done = 0;
// Once is enough.
#define AHEAD(i) (p->ahead[i] && !done ? (const T *)p->ahead[i] : a)
  // Three vectors at a time only where that leaves none alone, or registers are plenty.
  for (; done + 3 * VW <= n && (PRODUCT_THREE == 8 || (n - done) % (2 * VW) != 0); done += 3 * VW)
    FN(product_columns)(p, c + done, a, b + done, AHEAD(0), AHEAD(1), LIES, 3, PRODUCT_THREE, DENSE);
  for (; done + 2 * VW <= n; done += 2 * VW)
    FN(product_columns)(p, c + done, a, b + done, AHEAD(0), AHEAD(1), LIES, 2, PRODUCT_TILE, DENSE);
  for (; done < n; done += VW)
    if (LIES == ALONG_INNER && !DENSE && p->inner == 8 && p->outer == 1 && !p->a_outer)
      FN(product_eight)(p, c + done, a, b + done);
    else FN(product_columns)(p, c + done, a, b + done, AHEAD(0), AHEAD(1), LIES, 1, ONE, DENSE);
#undef AHEAD
}

static void FN(product)(const dk_product *p, int64_t first, int64_t n) {
  // The channels of the networks one begins with.
  if (sizeof(T) == 4 && VW == WIDE && p->a_inner == 1 && p->a_m == p->inner && p->b_inner == p->inner)
    switch (p->inner) {
      case 16: FN(product_lying)(p, first, n, ALONG_INNER, 16); return;
      case 32: FN(product_lying)(p, first, n, ALONG_INNER, 32); return;
      case 64: FN(product_lying)(p, first, n, ALONG_INNER, 64); return;
    }
  if (p->a_inner == 1) FN(product_lying)(p, first, n, ALONG_INNER, 0);
  else if (p->a_m == 1) FN(product_lying)(p, first, n, ALONG_M, 0);
  else FN(product_lying)(p, first, n, STRIDED, 0);
}

#undef ALONG_INNER
#undef ALONG_M
#undef STRIDED
