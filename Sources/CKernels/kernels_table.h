// Instantiates the kernels for one element type and instruction set, and gathers them in a table.
// Needs T, DK_TABLE, WIDE (lanes of the widest vector), and what fits the registers: the height of product tiles that are
// two (PRODUCT_TILE) and three (PRODUCT_THREE) vectors wide, the width of tiles of depthwise outputs (DEPTHWISE_TILE), rows
// of a window of five whose sums stay (WINDOW_ROWS) and pixels that are added to them at once (WINDOW_TILE). Where a channel
// count (a multiple of 8) need not be a multiple of WIDE, also NARROW = 8 for the rest.
#include <string.h>

// Bytes of a line of memory.
#define LINE 64
#define DK_CAT2(a, b) a##b
#define DK_CAT(a, b) DK_CAT2(a, b)

#define VW WIDE
#define FN(name) DK_CAT(name, _wide)
#include "kernels_template.h"
#undef VW
#undef FN

#ifdef NARROW
#define VW NARROW
#define FN(name) DK_CAT(name, _narrow)
#include "kernels_template.h"
#undef VW
#undef FN
// Runs `wide` on the leading multiple of WIDE channels and `narrow` on the eight that may remain.
#define SPLIT(channels, first, count, CALL_WIDE, CALL_NARROW)            \
  do {                                                                   \
    int64_t wide_ = (channels) & ~(int64_t)(WIDE - 1);                   \
    if (wide_) { const int64_t first = 0, count = wide_; CALL_WIDE; }    \
    if (wide_ != (channels)) {                                           \
      const int64_t first = wide_, count = (channels) - wide_;           \
      CALL_NARROW;                                                       \
    }                                                                    \
  } while (0)
#define BOTH(channels, first, count, name, ...) \
  SPLIT(channels, first, count, name##_wide(__VA_ARGS__), name##_narrow(__VA_ARGS__))
#include "loops_pairs.h"
#define PAIRED(p) depthwise_pairs(p)
#else
#define PAIRED(p) 0
#define BOTH(channels, first, count, name, ...)            \
  do {                                                     \
    const int64_t first = 0, count = (channels);           \
    name##_wide(__VA_ARGS__);                              \
  } while (0)
#endif

// Loops without channels; the order of the elements is the order of the operations.
static T fused(T a, T b, T c) { return sizeof(T) == 4 ? (T)__builtin_fmaf(a, b, c) : (T)__builtin_fma(a, b, c); }

static void t_sgd(void *weights, void *velocities, const void *gradients, int64_t count, double clip, double rate,
                  double momentum, double decay, int32_t nesterov) {
  T *w = weights, *v = velocities;
  const T *g = gradients;
  const T k = (T)clip, r = (T)-rate, m = (T)momentum, d = (T)decay;
  for (int64_t i = 0; i < count; i++) {
    const T step = fused(d, w[i], k * g[i]);
    v[i] = fused(m, v[i], step);
    w[i] = fused(r, nesterov ? fused(m, v[i], step) : v[i], w[i]);
  }
}

static void t_sum_parts(void *out, const void *parts, int64_t part_stride, int64_t part_count, int64_t count) {
  T *to = out;
  const T *from = parts;
  for (int64_t i = 0; i < count; i++) to[i] = from[i];
  for (int64_t p = 1; p < part_count; p++)
    for (int64_t i = 0; i < count; i++) to[i] += from[p * part_stride + i];
}

static double t_sum_squares(const void *values, int64_t count) {
  const T *x = values;
  double lanes[8] = {0}, total = 0;
  for (int64_t i = 0; i < count; i++) lanes[i & 7] = __builtin_fma((double)x[i], (double)x[i], lanes[i & 7]);
  for (int lane = 0; lane < 8; lane++) total += lanes[lane];
  return total;
}

// A null pointer stays null.
#define AT(pointer, offset) ((pointer) ? (const T *)(pointer) + (offset) : (const T *)0)

static void t_relu_pad(void *out, int64_t out_ps, const void *x, int64_t x_ps, const void *scale,
                       const void *shift, int32_t relu, int64_t height, int64_t width, int64_t channels, int64_t pad) {
  BOTH(channels, f, n, relu_pad, (T *)out + f, out_ps, AT(x, f), x_ps, AT(scale, f), AT(shift, f), relu, height,
       width, n, pad);
}

static void t_relu_pad_tangent(void *out, int64_t out_ps, const void *x, int64_t x_ps, const void *dx, int64_t dx_ps,
                               const void *scale, const void *shift, const void *dscale, const void *dshift,
                               int32_t relu, int64_t height, int64_t width, int64_t channels, int64_t pad) {
  BOTH(channels, f, n, relu_pad_tangent, (T *)out + f, out_ps, AT(x, f), x_ps, AT(dx, f), dx_ps, AT(scale, f),
       AT(shift, f), AT(dscale, f), AT(dshift, f), relu, height, width, n, pad);
}

static void t_relu_unpad(void *grad, int64_t grad_ps, const void *padded, int64_t padded_ps, const void *x,
                         int64_t x_ps, const void *scale, const void *shift, int32_t relu, int64_t height, int64_t width,
                         int64_t channels, int64_t pad, int32_t accumulate) {
  BOTH(channels, f, n, relu_unpad, (T *)grad + f, grad_ps, AT(padded, f), padded_ps, AT(x, f), x_ps, AT(scale, f),
       AT(shift, f), relu, height, width, n, pad, accumulate);
}

static void t_product(const dk_product *p) {
  BOTH(p->n, f, n, product, p, f, n);
}

static void t_depthwise(const dk_depthwise *p) {
  if (PAIRED(p)) return;
  BOTH(p->channels, f, n, depthwise, p, f, n);
}

static void t_depthwise_scatter(const dk_depthwise *p) {
  BOTH(p->channels, f, n, depthwise_scatter, p, f, n);
}

static void t_depthwise_weights(const dk_depthwise *p) {
  BOTH(p->channels, f, n, depthwise_weights, p, f, n);
}

static void t_moments(const void *z, int64_t ps, int64_t rows, int64_t width, int64_t channels, double *sum,
                      double *square, void *copy) {
  // Vectors past the caches begin at multiples of their size.
  const int lanes = channels < WIDE ? DK_LANE : WIDE;
  const int lies = ps % lanes == 0 && (uintptr_t)copy % LINE == 0 && rows * width * ps * (int64_t)sizeof(T) % LINE == 0;
  T *past = lies ? copy : 0;
  BOTH(channels, f, n, moments, AT(z, f), ps, rows, width, n, sum + f, square + f, past ? past + f : 0);
  if (copy && !past) memcpy(copy, z, (size_t)(rows * width * ps) * sizeof(T));
}

static void t_pair_sums(const void *g, int64_t g_ps, const dk_pair *pairs, int64_t count, int64_t rows,
                        int64_t width, int64_t channels) {
  BOTH(channels, f, n, pair_sums, g, g_ps, pairs, count, rows, width, n, f);
}

static void t_combine(void *out, int64_t out_row, int64_t out_ps, const void *g, int64_t g_ps, const void *z,
                      int64_t z_ps, const void *cg, const void *cz, const void *c0, int64_t rows, int64_t width,
                      int64_t channels) {
  BOTH(channels, f, n, combine, (T *)out + f, out_row, out_ps, AT(g, f), g_ps, AT(z, f), z_ps, AT(cg, f), AT(cz, f),
       AT(c0, f), rows, width, n);
}

static void t_weighted_sum(void *out, int64_t out_ps, const dk_term *terms, int64_t count, const void *base,
                           int64_t pixels, int64_t channels) {
  BOTH(channels, f, n, weighted_sum, (T *)out + f, out_ps, terms, count, AT(base, f), pixels, n, f);
}

static void t_add_scaled(void *out, int64_t out_ps, const void *g, int64_t g_ps, const void *coef, int64_t pixels,
                         int64_t channels) {
  BOTH(channels, f, n, add_scaled, (T *)out + f, out_ps, AT(g, f), g_ps, AT(coef, f), pixels, n);
}

static void t_pool_forward(const dk_pooling *p) {
  BOTH(p->channels, f, n, pool_forward, p, f, n);
}

static void t_pool_backward(const dk_pooling *p) {
  BOTH(p->channels, f, n, pool_backward, p, f, n);
}

static void t_pool_tangent(const dk_pooling *p) {
  BOTH(p->channels, f, n, pool_tangent, p, f, n);
}

static void t_pixel_sum(const void *x, int64_t ps, const void *scale, const void *shift, int32_t relu, int64_t rows,
                        int64_t width, int64_t channels, double *out) {
  BOTH(channels, f, n, pixel_sum, AT(x, f), ps, AT(scale, f), AT(shift, f), relu, rows, width, n, out + f);
}

static void t_pixel_spread(void *grad, int64_t grad_ps, const void *value, const void *x, int64_t ps,
                           const void *scale, const void *shift, int32_t relu, int64_t pixels, int64_t channels) {
  BOTH(channels, f, n, pixel_spread, (T *)grad + f, grad_ps, AT(value, f), AT(x, f), ps, AT(scale, f), AT(shift, f),
       relu, pixels, n);
}

const dk_kernels DK_TABLE = {
    .element_size = sizeof(T),
    .vector_bytes = WIDE * sizeof(T),
    .relu_pad = t_relu_pad,
    .relu_pad_tangent = t_relu_pad_tangent,
    .relu_unpad = t_relu_unpad,
    .product = t_product,
    .depthwise = t_depthwise,
    .depthwise_scatter = t_depthwise_scatter,
    .depthwise_weights = t_depthwise_weights,
    .moments = t_moments,
    .pair_sums = t_pair_sums,
    .combine = t_combine,
    .weighted_sum = t_weighted_sum,
    .add_scaled = t_add_scaled,
    .pool_forward = t_pool_forward,
    .pool_backward = t_pool_backward,
    .pool_tangent = t_pool_tangent,
    .pixel_sum = t_pixel_sum,
    .pixel_spread = t_pixel_spread,
    .sgd = t_sgd,
    .sum_parts = t_sum_parts,
    .sum_squares = t_sum_squares,
};
