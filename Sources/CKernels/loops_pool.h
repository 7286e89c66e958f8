// Pools. Windows that reach over the left or right edge are taken one at a time, those between in tiles whose inputs are
// loaded once; a window cut off above or below only has fewer rows. Every output, and every input of the transpose, meets
// its partners in ascending order whichever way it is reached. Rows outside, so that the few a window reaches stay in the
// first-level cache for all channels.

// The rows and columns of the window of output (oy, ox) that exist.
typedef struct {
  int64_t top, bottom, left, right;
} FN(window);

INLINE FN(window) FN(window_at)(const dk_pooling *p, int64_t oy, int64_t ox) {
  const int64_t y = oy * p->stride - p->pad, x = ox * p->stride - p->pad;
  return (FN(window)){y < 0 ? 0 : y, y + p->window > p->height ? p->height : y + p->window, x < 0 ? 0 : x,
                      x + p->window > p->width ? p->width : x + p->window};
}

// The columns [first, end) of outputs whose windows touch neither the left nor the right edge.
INLINE void FN(inner_columns)(const dk_pooling *p, int64_t *first, int64_t *end) {
  *first = (p->pad + p->stride - 1) / p->stride;
  const int64_t room = p->width + p->pad - p->window;
  *end = room < 0 ? 0 : room / p->stride + 1;
  if (*end > p->out_width) *end = p->out_width;
  if (*first > *end) *first = *end;
}

// max(best, v) that keeps a NaN of either.
INLINE V FN(larger)(V v, V best) { return FN(select)((I)(v != v), v, FN(select)((I)(v > best), v, best)); }

INLINE void FN(pool_one)(const dk_pooling *p, int64_t c, int64_t oy, int64_t ox) {
  const FN(window) w = FN(window_at)(p, oy, ox);
  const T *x = (const T *)p->x + c;
  V acc = p->is_max ? FN(load)(x + (w.top * p->width + w.left) * p->x_ps) : (V){0};
  for (int64_t y = w.top; y < w.bottom; y++)
    for (int64_t px = w.left; px < w.right; px++) {
      const V v = FN(load)(x + (y * p->width + px) * p->x_ps);
      acc = p->is_max ? FN(larger)(v, acc) : acc + v;
    }
  if (!p->is_max) acc *= FN(splat)((T)1 / (T)((w.bottom - w.top) * (w.right - w.left)));
  FN(store)((T *)p->out + ((oy - p->row) * p->out_width + ox) * p->out_ps + c, acc);
}

// A row of inputs of one vector of channels and its normalization.
typedef struct {
  const T *row;
  int64_t ps, width;
  V scale, shift;
} FN(inputs);

INLINE FN(inputs) FN(inputs_of)(const dk_pooling *p, int64_t c) {
  FN(inputs) in = {(const T *)p->x + c, p->x_ps, p->width, {0}, {0}};
  if (p->scale) in.scale = FN(load)((const T *)p->scale + c), in.shift = FN(load)((const T *)p->shift + c);
  return in;
}

INLINE V FN(input)(const FN(inputs) *in, const T *at, const int AFFINE) {
  return AFFINE ? FN(fma)(FN(load)(at), in->scale, in->shift) : FN(load)(at);
}

// XT neighbouring windows, of which COLUMNS columns each exist, from the first's first input on.
INLINE void FN(pool_tile)(T *out, int64_t out_ps, const FN(inputs) *in, const T *from, int64_t row, int64_t rows,
                          const int STRIDE, const int MAX, const int AFFINE, const int COLUMNS, const int XT) {
  V acc[8];
#pragma clang loop unroll(full)
  for (int x = 0; x < XT; x++) acc[x] = MAX ? FN(input)(in, from + x * STRIDE * in->ps, AFFINE) : (V){0};
#pragma clang loop unroll(disable)
  for (int64_t y = 0; y < rows; y++, from += row) {
    const T *at = from;
#pragma clang loop unroll(full)
    for (int j = 0; j < STRIDE * (XT - 1) + COLUMNS; j++, at += in->ps) {
      const V v = FN(input)(in, at, AFFINE);
#pragma clang loop unroll(full)
      for (int k = 0; k < COLUMNS; k++) {
        const int d = j - k;
        if (d >= 0 && d % STRIDE == 0 && d / STRIDE < XT)
          acc[d / STRIDE] = MAX ? FN(larger)(v, acc[d / STRIDE]) : acc[d / STRIDE] + v;
      }
    }
  }
  const V share = FN(splat)((T)1 / (T)(rows * COLUMNS));
#pragma clang loop unroll(full)
  for (int x = 0; x < XT; x++, out += out_ps) {
    FN(fetch_ahead)(out, PAGE, 0);
    FN(store)(out, MAX ? acc[x] : acc[x] * share);
  }
}

// Takes `left` windows by TILE, as many at a time as it has loops for.
#define IN_TILES(left)                \
  do {                                \
    while ((left) >= 8) TILE(8);      \
    if ((left) >= 4) TILE(4);         \
    if ((left) >= 2) TILE(2);         \
    if ((left) >= 1) TILE(1);         \
  } while (0)

#include "loops_pool_three.h"

INLINE void FN(pool_columns)(const dk_pooling *p, int64_t c, int64_t oy, int64_t ox, int64_t end, const int STRIDE,
                             const int MAX) {
  const FN(window) w = FN(window_at)(p, oy, ox);
  const int64_t rows = w.bottom - w.top, out_ps = p->out_ps, row = p->width * p->x_ps;
  const FN(inputs) in = FN(inputs_of)(p, c);
  const T *from = in.row + w.top * row + w.left * in.ps;
  T *out = (T *)p->out + c + ((oy - p->row) * p->out_width + ox) * out_ps;
  int64_t left = end - ox;
#define TILE(XT)                                                              \
  do {                                                                        \
    FN(pool_tile)(out, out_ps, &in, from, row, rows, STRIDE, MAX, 0, 3, XT);  \
    out += (XT)*out_ps, from += (XT)*STRIDE * in.ps, left -= (XT);            \
  } while (0)
  IN_TILES(left);
#undef TILE
}

static void FN(pool_forward)(const dk_pooling *p, int64_t first, int64_t n) {
  if (dk_pool_is_three(p)) {
    FN(pool_three)(p, first, n);
    return;
  }
  const int isFast = p->window == 3 && (p->stride == 1 || p->stride == 2);
  int64_t inner = 0, end = 0;
  if (isFast) FN(inner_columns)(p, &inner, &end);
  for (int64_t oy = p->row; oy < p->row + p->rows; oy++)
    for (int64_t c = first; c < first + n; c += VW) {
      for (int64_t ox = 0; ox < inner; ox++) FN(pool_one)(p, c, oy, ox);
      if (inner < end) {
        if (p->stride == 1 && p->is_max) FN(pool_columns)(p, c, oy, inner, end, 1, 1);
        else if (p->stride == 1) FN(pool_columns)(p, c, oy, inner, end, 1, 0);
        else if (p->is_max) FN(pool_columns)(p, c, oy, inner, end, 2, 1);
        else FN(pool_columns)(p, c, oy, inner, end, 2, 0);
      }
      for (int64_t ox = end; ox < p->out_width; ox++) FN(pool_one)(p, c, oy, ox);
    }
}

INLINE void FN(unpool_one)(const dk_pooling *p, int64_t c, int64_t oy, int64_t ox) {
  const FN(window) w = FN(window_at)(p, oy, ox);
  const V g = FN(load)((const T *)p->grad + (oy * p->out_width + ox) * p->g_ps + c);
  const T *x = (const T *)p->x + c;
  V best = (V){0}, where = (V){0};
  if (p->is_max) {
    best = FN(load)(x + (w.top * p->width + w.left) * p->x_ps);
    T tap = 0;
    for (int64_t y = w.top; y < w.bottom; y++)
      for (int64_t px = w.left; px < w.right; px++, tap += 1) {
        const V v = FN(load)(x + (y * p->width + px) * p->x_ps);
        const I take = (I)(v > best);
        best = FN(select)(take, v, best);
        where = FN(select)(take, FN(splat)(tap), where);
      }
  }
  const V part = p->is_max ? g : g * FN(splat)((T)1 / (T)((w.bottom - w.top) * (w.right - w.left)));
  T tap = 0;
  for (int64_t y = w.top; y < w.bottom; y++)
    for (int64_t px = w.left; px < w.right; px++, tap += 1) {
      T *to = (T *)p->dx + (y * p->width + px) * p->dx_ps + c;
      const V add = p->is_max ? (V)((I)part & (I)(where == FN(splat)(tap))) : part;
      FN(store)(to, FN(load)(to) + add);
    }
}

// Adds the gradients of XT neighbouring windows of three columns to the inputs of theirs, row by row.
INLINE void FN(unpool_tile)(const T *grad, int64_t grad_ps, const T *in, int64_t in_row, int64_t in_ps, T *to,
                            int64_t to_row, int64_t to_ps, int64_t rows, const int STRIDE, const int MAX,
                            const int XT) {
  V part[4], best[4], where[4];
#pragma clang loop unroll(full)
  for (int x = 0; x < XT; x++) part[x] = FN(load)(grad + x * grad_ps);
  if (MAX) {
#pragma clang loop unroll(full)
    for (int x = 0; x < XT; x++) {
      best[x] = FN(load)(in + x * STRIDE * in_ps);
      where[x] = (V){0};
    }
    T row_tap = 0;
#pragma clang loop unroll(disable)
    for (int64_t y = 0; y < rows; y++, in += in_row, row_tap += 3) {
      const T *at = in;
#pragma clang loop unroll(full)
      for (int j = 0; j < STRIDE * (XT - 1) + 3; j++, at += in_ps) {
        const V v = FN(load)(at);
#pragma clang loop unroll(full)
        for (int k = 0; k < 3; k++) {
          const int d = j - k;
          if (d >= 0 && d % STRIDE == 0 && d / STRIDE < XT) {
            const I take = (I)(v > best[d / STRIDE]);
            best[d / STRIDE] = FN(select)(take, v, best[d / STRIDE]);
            where[d / STRIDE] = FN(select)(take, FN(splat)(row_tap + k), where[d / STRIDE]);
          }
        }
      }
    }
  } else {
    const V share = FN(splat)((T)1 / (T)(rows * 3));
#pragma clang loop unroll(full)
    for (int x = 0; x < XT; x++) part[x] *= share;
  }
  T row_tap = 0;
#pragma clang loop unroll(disable)
  for (int64_t y = 0; y < rows; y++, to += to_row, row_tap += 3) {
    T *at = to;
#pragma clang loop unroll(full)
    for (int j = 0; j < STRIDE * (XT - 1) + 3; j++, at += to_ps) {
      V v = FN(load)(at);
#pragma clang loop unroll(full)
      for (int x = 0; x < XT; x++) {
        const int k = j - STRIDE * x;
        if (k >= 0 && k < 3) v += MAX ? (V)((I)part[x] & (I)(where[x] == FN(splat)(row_tap + k))) : part[x];
      }
      FN(store)(at, v);
    }
  }
}

INLINE void FN(unpool_columns)(const dk_pooling *p, int64_t c, int64_t oy, int64_t ox, int64_t end, const int STRIDE,
                               const int MAX) {
  const FN(window) w = FN(window_at)(p, oy, ox);
  const int64_t rows = w.bottom - w.top, in_ps = p->x_ps, to_ps = p->dx_ps;
  const int64_t in_row = p->width * in_ps, to_row = p->width * to_ps;
  const T *in = (const T *)p->x + c + w.top * in_row + w.left * in_ps;
  T *to = (T *)p->dx + c + w.top * to_row + w.left * to_ps;
  const T *grad = (const T *)p->grad + c + (oy * p->out_width + ox) * p->g_ps;
  int64_t left = end - ox;
#define TILE(XT)                                                                                         \
  do {                                                                                                   \
    FN(unpool_tile)(grad, p->g_ps, in, in_row, in_ps, to, to_row, to_ps, rows, STRIDE, MAX, XT);         \
    grad += (XT)*p->g_ps, in += (XT)*STRIDE * in_ps, to += (XT)*STRIDE * to_ps, left -= (XT);            \
  } while (0)
  while (left >= 4) TILE(4);
  if (left >= 2) TILE(2);
  if (left >= 1) TILE(1);
#undef TILE
}

static void FN(pool_backward)(const dk_pooling *p, int64_t first, int64_t n) {
  if (dk_pool_is_three(p)) {
    FN(pool_three_backward)(p, first, n);
    return;
  }
  const int isFast = p->window == 3 && (p->stride == 1 || p->stride == 2);
  int64_t inner = 0, end = 0;
  if (isFast) FN(inner_columns)(p, &inner, &end);
  for (int64_t oy = 0; oy < p->out_height; oy++)
    for (int64_t c = first; c < first + n; c += VW) {
      for (int64_t ox = 0; ox < inner; ox++) FN(unpool_one)(p, c, oy, ox);
      if (inner < end) {
        if (p->stride == 1 && p->is_max) FN(unpool_columns)(p, c, oy, inner, end, 1, 1);
        else if (p->stride == 1) FN(unpool_columns)(p, c, oy, inner, end, 1, 0);
        else if (p->is_max) FN(unpool_columns)(p, c, oy, inner, end, 2, 1);
        else FN(unpool_columns)(p, c, oy, inner, end, 2, 0);
      }
      for (int64_t ox = end; ox < p->out_width; ox++) FN(unpool_one)(p, c, oy, ox);
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

#undef IN_TILES
