// Inner loops of the engine. Pure functions over pointers and counts: no allocation, no globals.
//
// Layout: one sample is H x W pixels of channels, channels innermost ("NHWC"). Every vector lane
// holds one channel, so no kernel sums across lanes and the order of accumulation is the loop order:
// the bits do not depend on the vector width. Multiply-add is always fused, always explicit.
// Channel counts are multiples of 8 (DK_LANE); absent channels hold zeros and stay zero.
// Strides count elements, never bytes. "ps" is a pixel stride: elements between neighbouring pixels.
#pragma once
#include <stdint.h>

#define DK_LANE 8

enum dk_precision { DK_FLOAT = 0, DK_DOUBLE = 1 };
enum dk_isa { DK_AVX2 = 0, DK_AVX512 = 1 };

// C[r][m][n] (+)= sum over o, i of A(r, m, o, i) * B[o][i][n], one accumulator an output, o then i ascending.
// A(r, m, o, i) = a[r * a_row + m * a_m + a_outer[o] + i * a_inner]; B[o][i][n] = b[o * b_outer + i * b_inner + n].
// One shape for pointwise products, dense convolutions (outer = taps), and weight gradients (outer = rows of pixels).
typedef struct {
  void *c;
  const void *a, *b;
  const int64_t *a_outer;
  const void *ahead[2];  // as many bytes each as A takes, which may be brought closer meanwhile; null for none
  int64_t c_row, c_m;
  int64_t a_row, a_m, a_inner;
  int64_t b_outer, b_inner;
  int64_t rows, m, n, outer, inner;
  int32_t accumulate;
} dk_product;

// A depthwise convolution: out(y, x, c) (+)= sum over ky, kx of in(y * stride + ky * dilation, x * stride + kx * dilation, c) * w[ky][kx][c].
// `in` points at the first tap of output (0, 0); weights are [kernel * kernel][w_ps].
// Where x is given, an output is let through where x(y, x, c) * scale + shift > 0 and is 0 elsewhere: the gradient of a
// rectified input. It is then added to `out` as a whole; where `fetch` is not 0, both are asked for ahead, because neither
// is in a cache.
typedef struct {
  void *out;
  const void *in, *w, *x, *scale, *shift;
  const void *ahead;  // for `depthwise`, as dk_product's: up to kernel / 2 times as many bytes as the output takes
  int64_t out_row, out_ps, in_row, in_ps, w_ps, x_row, x_ps;
  int64_t rows, width, channels;
  // For `depthwise`, whose weights are finite: rows of zeros that begin the first window and end the last, and whether at
  // stride 1 zeros lie beside the image, to which taps need not be applied.
  int64_t above, below;
  int32_t kernel, stride, dilation, flipped, accumulate, fetch, sides;
} dk_depthwise;

// One term of a weighted sum: coef[c] * z.
typedef struct {
  const void *z, *coef;
  int64_t ps;
} dk_term;

// A tensor of whose pixels sums are made together with a gradient's.
typedef struct {
  const void *z, *mean;    // mean null for 0
  double *first, *second;
  int64_t ps;
} dk_pair;

// A pooling window of `window` x `window` pixels whose first pixel lies `pad` before the output's times stride; pixels
// beyond the image do not exist. Where dk_pool_is_three says so, scale, shift, cg, cz and c0 may be given.
typedef struct {
  const void *x;   // height x width, pixel stride x_ps
  const void *scale, *shift; // what is pooled is x * scale + shift; null for x itself
  void *out;       // forward: rows of the pooled sample
  const void *grad;// backward: gradient g of the pooled sample, pixel stride g_ps
  const void *cg, *cz, *c0;  // backward: instead of g count g * cg + z * cz + c0 of the pooled value z; null for g itself
  void *dx;        // backward: accumulated into, pixel stride dx_ps
  int64_t x_ps, out_ps, g_ps, dx_ps;
  int64_t height, width, out_height, out_width, channels;
  int64_t row, rows;  // forward: the rows of outputs that are wanted
  int32_t window, pad, stride, is_max;
} dk_pooling;

// The widest image whose pools have loops of their own.
#define DK_THREE_WIDEST 128
// Whether a pool has loops of its own: 3 x 3 pixels at stride 1 inside a border of one.
static inline int32_t dk_pool_is_three(const dk_pooling *p) {
  return p->window == 3 && p->stride == 1 && p->pad == 1 && p->width >= 2 && p->width <= DK_THREE_WIDEST;
}

typedef struct {
  int64_t element_size;
  int64_t vector_bytes;
  // out[(H+2P) x (W+2P)] = relu(x * scale + shift) inside a border of P pixels, which is left as it is; scale may be null
  // (no normalization).
  void (*relu_pad)(void *out, int64_t out_ps, const void *x, int64_t x_ps, const void *scale, const void *shift,
                   int32_t relu, int64_t height, int64_t width, int64_t channels, int64_t pad);
  // The derivative of relu_pad along dx, dscale, dshift:
  // out = mask(x * scale + shift > 0) * (dx * scale + x * dscale + dshift) inside the border.
  void (*relu_pad_tangent)(void *out, int64_t out_ps, const void *x, int64_t x_ps, const void *dx, int64_t dx_ps,
                           const void *scale, const void *shift, const void *dscale, const void *dshift,
                           int32_t relu, int64_t height, int64_t width, int64_t channels, int64_t pad);
  // grad (+)= mask(x * scale + shift > 0) * inner part of padded.
  void (*relu_unpad)(void *grad, int64_t grad_ps, const void *padded, int64_t padded_ps, const void *x, int64_t x_ps,
                     const void *scale, const void *shift, int32_t relu, int64_t height, int64_t width, int64_t channels, int64_t pad,
                     int32_t accumulate);
  void (*product)(const dk_product *p);
  void (*depthwise)(const dk_depthwise *p);
  // dx(in window) += g * w: the transpose of a strided depthwise convolution. `in` is written.
  void (*depthwise_scatter)(const dk_depthwise *p);
  // w[ky][kx][c] (+)= sum over y, x of in(window) * out(y, x): `w` is written, `out` is read.
  void (*depthwise_weights)(const dk_depthwise *p);
  // sum[c] += z, square[c] += z * z; a row in the element type, rows in double. Where copy is given, z, whose pixels then
  // lie side by side, is also written there, past the caches where all of it lies on lines of its own; other threads see it
  // after dk_stream_end.
  void (*moments)(const void *z, int64_t ps, int64_t rows, int64_t width, int64_t channels, double *sum, double *square,
                  void *copy);
  // Of every pair: first[c] += g, second[c] += g * (z - mean[c]); a row in the element type, rows in double.
  void (*pair_sums)(const void *g, int64_t g_ps, const dk_pair *pairs, int64_t count, int64_t rows, int64_t width,
                    int64_t channels);
  // out = g * cg + z * cz + c0; z may be null (then out = g * cg + c0), out rows may be strided.
  void (*combine)(void *out, int64_t out_row, int64_t out_ps, const void *g, int64_t g_ps, const void *z, int64_t z_ps,
                  const void *cg, const void *cz, const void *c0, int64_t rows, int64_t width, int64_t channels);
  // out = base + sum over terms of coef * z.
  void (*weighted_sum)(void *out, int64_t out_ps, const dk_term *terms, int64_t count, const void *base, int64_t pixels,
                       int64_t channels);
  // out += coef[c] * g.
  void (*add_scaled)(void *out, int64_t out_ps, const void *g, int64_t g_ps, const void *coef, int64_t pixels,
                     int64_t channels);
  void (*pool_forward)(const dk_pooling *p);
  void (*pool_backward)(const dk_pooling *p);
  // out = grad at the place of each window's first largest x: the derivative of a maximum along grad, whose pixel
  // stride is dx_ps.
  void (*pool_tangent)(const dk_pooling *p);
  // out[c] = sum over pixels of relu(x * scale + shift), a row in the element type, rows in double.
  void (*pixel_sum)(const void *x, int64_t ps, const void *scale, const void *shift, int32_t relu, int64_t rows,
                    int64_t width, int64_t channels, double *out);
  // grad += mask * value[c]: the transpose of pixel_sum.
  void (*pixel_spread)(void *grad, int64_t grad_ps, const void *value, const void *x, int64_t ps, const void *scale,
                       const void *shift, int32_t relu, int64_t pixels, int64_t channels);
  // velocity = momentum * velocity + (clip * g + decay * w); w -= rate * (nesterov ? step + momentum * velocity : velocity).
  void (*sgd)(void *w, void *velocity, const void *g, int64_t count, double clip, double rate, double momentum,
              double decay, int32_t nesterov);
  // out[i] = sum over parts of part[p][i], p ascending.
  void (*sum_parts)(void *out, const void *parts, int64_t part_stride, int64_t part_count, int64_t count);
  // Sum of squares of a block of at most a few thousand elements, in double, index order in 8 fixed lanes.
  double (*sum_squares)(const void *x, int64_t count);
} dk_kernels;

// The kernels of a precision for an instruction set, or null where the CPU or the build lacks it.
const dk_kernels *dk_kernels_get(int32_t precision, int32_t isa);
// Whether this CPU can run an instruction set (dk_isa).
int32_t dk_cpu_supports(int32_t isa);

extern const dk_kernels dk_float_avx2, dk_float_avx512, dk_double_avx2, dk_double_avx512;
