// Drives every kernel of every table over awkward sizes, for the address and undefined-behaviour sanitizers.
//
// Every array is an allocation of exactly the elements a kernel may touch, so one element beyond is reported. Gaps between
// strided pixels hold a value that must survive. All tables of a precision must agree in every bit.
#include "kernels.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const dk_kernels *k;
static size_t element;
static uint64_t hash;
static long checks, failures;

// Every kernel is driven below; a new one changes this size and has to be added.
_Static_assert(sizeof(dk_kernels) == 2 * 8 + 20 * sizeof(void (*)(void)), "drive the new kernel in cases() too");

#define MOST 128
static struct { void *memory; int64_t count; } held[MOST];
static int holding;

static void release(void) {
  while (holding > 0) free(held[--holding].memory);
}

// Small numbers of both signs, the same for every table.
static double number(int64_t index) {
  uint32_t x = (uint32_t)index * 2654435761u + 12345u;
  x ^= x >> 15;
  x *= 2246822519u;
  x ^= x >> 13;
  return (double)(x % 4001) / 1000.0 - 2;
}

static void put(void *array, int64_t index, double value) {
  if (element == 4) ((float *)array)[index] = (float)value;
  else ((double *)array)[index] = value;
}

static double get(const void *array, int64_t index) {
  return element == 4 ? ((const float *)array)[index] : ((const double *)array)[index];
}

static void *hold(int64_t bytes) {
  if (holding == MOST) abort();
  void *memory = malloc((size_t)bytes);
  if (!memory) abort();
  held[holding++].memory = memory;
  return memory;
}

// `count` elements with numbers.
static void *array(int64_t count) {
  void *memory = hold(count * (int64_t)element);
  for (int64_t i = 0; i < count; i++) put(memory, i, number(i + 97 * holding));
  return memory;
}

static double *doubles(int64_t count) {
  double *memory = hold(count * 8);
  for (int64_t i = 0; i < count; i++) memory[i] = number(i);
  return memory;
}

#define GAP 12345.0

// Pixels of `channels` elements at stride `ps`; the gaps hold GAP, nothing follows the last pixel.
static int64_t extent(int64_t pixels, int64_t ps, int64_t channels) { return (pixels - 1) * ps + channels; }

static void *pixels(int64_t count, int64_t ps, int64_t channels) {
  const int64_t size = extent(count, ps, channels);
  void *memory = array(size);
  for (int64_t i = 0; i < size; i++)
    if (i % ps >= channels) put(memory, i, GAP);
  return memory;
}

static void note(const void *memory, int64_t bytes) {
  const unsigned char *at = memory;
  for (int64_t i = 0; i < bytes; i++) hash = (hash ^ at[i]) * 1099511628211ull;
  checks++;
}

static void check(const void *memory, int64_t count, int64_t ps, int64_t channels, const char *name) {
  const int64_t size = extent(count, ps, channels);
  for (int64_t i = 0; i < size; i++)
    if (i % ps >= channels && get(memory, i) != GAP) {
      fprintf(stderr, "%s wrote into the gap at %lld\n", name, (long long)i);
      failures++;
      break;
    }
  note(memory, size * (int64_t)element);
}

// Sums with a copy: on lines of its own where its size allows, and anywhere.
static void copied(const void *x, int64_t h, int64_t w, int64_t c, double *first, double *second) {
  const size_t bytes = (size_t)(h * w * c) * element;
  void *lines = bytes % 64 ? 0 : aligned_alloc(64, bytes), *anywhere = array(h * w * c);
  k->moments(x, c, h, w, c, first, second, anywhere);
  if (lines) k->moments(x, c, h, w, c, first, second, lines);
  if (memcmp(anywhere, x, bytes) || (lines && memcmp(lines, x, bytes))) {
    fprintf(stderr, "moments copied something else\n");
    failures++;
  }
  checks += 2;
  free(lines);
}

static void elementwise(int64_t h, int64_t w, int64_t c, int64_t ps, int32_t relu, int affine) {
  const int64_t n = h * w;
  void *x = pixels(n, ps, c), *dx = pixels(n, ps, c);
  void *scale = affine ? array(c) : 0, *shift = affine ? array(c) : 0;
  void *dscale = affine ? array(c) : 0, *dshift = affine ? array(c) : 0;
  for (int64_t pad = 0; pad <= 3; pad++) {
    const int64_t padded = (h + 2 * pad) * (w + 2 * pad);
    void *out = pixels(padded, ps, c);
    k->relu_pad(out, ps, x, ps, scale, shift, relu, h, w, c, pad);
    check(out, padded, ps, c, "relu_pad");
    k->relu_pad_tangent(out, ps, x, ps, dx, ps, scale, shift, dscale, dshift, relu, h, w, c, pad);
    check(out, padded, ps, c, "relu_pad_tangent");
    for (int32_t accumulate = 0; accumulate < 2; accumulate++) {
      void *grad = pixels(n, ps, c);
      k->relu_unpad(grad, ps, out, ps, x, ps, scale, shift, relu, h, w, c, pad, accumulate);
      check(grad, n, ps, c, "relu_unpad");
    }
  }
  double *first = doubles(c), *second = doubles(c);
  k->moments(x, ps, h, w, c, first, second, 0);
  if (ps == c) copied(x, h, w, c, first, second);
  // Groups of all sizes, one of them with pixels that lie differently far apart.
  dk_pair pairs[7];
  for (int t = 0; t < 7; t++)
    pairs[t] = (dk_pair){t == 5 ? dx : x, t % 2 ? scale : 0, doubles(c), doubles(c), t == 6 ? ps + 8 : ps};
  pairs[6].z = pixels(n, ps + 8, c);
  for (int count = 1; count <= 7; count++) k->pair_sums(dx, ps, pairs, count, h, w, c);
  for (int t = 0; t < 7; t++) {
    note(pairs[t].first, c * 8);
    note(pairs[t].second, c * 8);
  }
  k->pixel_sum(x, ps, scale, shift, relu, h, w, c, first);
  note(first, c * 8);
  void *grad = pixels(n, ps, c);
  k->pixel_spread(grad, ps, array(c), x, ps, scale, shift, relu, n, c);
  check(grad, n, ps, c, "pixel_spread");
  k->add_scaled(grad, ps, dx, ps, scale, n, c);
  check(grad, n, ps, c, "add_scaled");
  void *out = pixels(n, ps, c);
  k->combine(out, w * ps, ps, dx, ps, affine ? x : 0, ps, array(c), affine ? array(c) : 0, shift, h, w, c);
  check(out, n, ps, c, "combine");
  for (int64_t count = 0; count <= 8; count++) {
    dk_term *terms = hold((count ? count : 1) * (int64_t)sizeof *terms);
    for (int64_t t = 0; t < count; t++) terms[t] = (dk_term){t % 2 ? x : dx, array(c), ps};
    k->weighted_sum(out, ps, terms, count, affine ? shift : 0, n, c);
    check(out, n, ps, c, "weighted_sum");
  }
  release();
}

// A pool that normalizes what it reads and gets, some rows of it.
static void normalized_pool(dk_pooling p, int64_t ps) {
  p.scale = array(p.channels);
  p.shift = array(p.channels);
  p.row = p.height / 3;
  p.rows = p.height - p.row - p.height / 4;
  p.out = pixels(p.rows * p.width, ps, p.channels);
  k->pool_forward(&p);
  check(p.out, p.rows * p.width, ps, p.channels, "pool_forward");
  p.cg = array(p.channels);
  p.c0 = array(p.channels);
  for (int reads = 0; reads < 2; reads++) {
    p.cz = reads ? array(p.channels) : 0;
    k->pool_backward(&p);
    check(p.dx, p.height * p.width, ps, p.channels, "pool_backward");
  }
}

static void pools(int64_t h, int64_t w, int64_t c, int64_t ps, int32_t window, int32_t pad, int32_t stride) {
  const int64_t oh = (h + 2 * pad - window < 0 ? 0 : h + 2 * pad - window) / stride + 1;
  const int64_t ow = (w + 2 * pad - window < 0 ? 0 : w + 2 * pad - window) / stride + 1;
  for (int32_t is_max = 0; is_max < 2; is_max++) {
    dk_pooling p = {.x = pixels(h * w, ps, c), .out = pixels(oh * ow, ps, c), .grad = 0, .dx = 0,
                    .x_ps = ps, .out_ps = ps, .g_ps = ps, .dx_ps = ps, .height = h, .width = w, .out_height = oh,
                    .out_width = ow, .channels = c, .row = 0, .rows = oh, .window = window, .pad = pad,
                    .stride = stride, .is_max = is_max};
    k->pool_forward(&p);
    check(p.out, oh * ow, ps, c, "pool_forward");
    p.grad = pixels(oh * ow, ps, c);
    p.dx = pixels(h * w, ps, c);
    k->pool_backward(&p);
    check(p.dx, h * w, ps, c, "pool_backward");
    if (dk_pool_is_three(&p)) normalized_pool(p, ps);
    p.grad = pixels(h * w, ps, c);
    p.dx = 0;
    k->pool_tangent(&p);
    check(p.out, oh * ow, ps, c, "pool_tangent");
    release();
  }
}

// `gap`: channels of other images between those of neighbouring pixels.
// In the last two variants the input lies among zeros, whose taps may be left out.
static void depthwise(int64_t rows, int64_t width, int64_t c, int64_t gap, int32_t kernel, int32_t stride,
                      int32_t dilation) {
  const int64_t reach = (kernel - 1) * dilation, ps = c + gap, out_ps = c + gap, w_ps = c + gap;
  const int64_t in_width = (width - 1) * stride + reach + 1, in_height = (rows - 1) * stride + reach + 1;
  const int64_t n = rows * width, in_n = in_width * in_height, taps = (int64_t)kernel * kernel;
  for (int32_t variant = 0; variant < 6; variant++) {
    dk_depthwise p = {.out = pixels(n, out_ps, c), .in = pixels(in_n, ps, c), .w = pixels(taps, w_ps, c),
                      .out_row = width * out_ps, .out_ps = out_ps, .in_row = in_width * ps, .in_ps = ps, .w_ps = w_ps,
                      .rows = rows, .width = width, .channels = c, .kernel = kernel, .stride = stride,
                      .dilation = dilation, .flipped = variant & 1, .accumulate = variant >> 1};
    if (variant >= 4) {
      p.above = p.below = reach / 2;
      p.sides = stride == 1;
      for (int64_t y = 0; y < in_height; y++)
        for (int64_t x = 0; x < in_width; x++)
          if (y < p.above || y >= in_height - p.below || (p.sides && (x < reach / 2 || x >= in_width - reach / 2)))
            memset((char *)p.in + (y * in_width + x) * ps * (int64_t)element, 0, (size_t)c * element);
    }
    k->depthwise(&p);
    check(p.out, n, out_ps, c, "depthwise");
    if (variant < 4) {
      k->depthwise_scatter(&p);
      check(p.in, in_n, ps, c, "depthwise_scatter");
    }
    k->depthwise_weights(&p);
    check(p.w, taps, w_ps, c, "depthwise_weights");
    // The same sums behind a gate, with and without a normalization in front of it.
    p.x = pixels(n, ps, c);
    p.x_row = width * ps;
    p.x_ps = ps;
    k->depthwise(&p);
    check(p.out, n, out_ps, c, "depthwise behind a gate");
    p.scale = array(c);
    p.shift = array(c);
    k->depthwise(&p);
    check(p.out, n, out_ps, c, "depthwise behind a normalized gate");
    release();
  }
}

static void product(dk_product p, const int64_t *outer_offsets, int64_t last_outer) {
  for (p.accumulate = 0; p.accumulate < 2; p.accumulate++) {
    const int64_t c_size = (p.rows - 1) * p.c_row + (p.m - 1) * p.c_m + p.n;
    int64_t *offsets = 0;
    if (outer_offsets) {
      offsets = hold(p.outer * 8);
      memcpy(offsets, outer_offsets, (size_t)p.outer * 8);
    }
    p.c = array(c_size);
    p.a = array((p.rows - 1) * p.a_row + (p.m - 1) * p.a_m + last_outer + (p.inner - 1) * p.a_inner + 1);
    p.b = array((p.outer - 1) * p.b_outer + (p.inner - 1) * p.b_inner + p.n);
    p.a_outer = offsets;
    k->product(&p);
    note(p.c, c_size * (int64_t)element);
    release();
  }
}

static void products(int64_t m, int64_t n, int64_t inner) {
  // Pointwise over pixels.
  product((dk_product){.c_m = n, .a_m = inner, .a_inner = 1, .b_inner = n, .rows = 1, .m = m, .n = n, .outer = 1,
                       .inner = inner}, 0, 0);
  // A 3x3 convolution of stride 2 over a padded image of `inner` channels, three rows of outputs.
  const int64_t row = (2 * m + 1) * inner;
  int64_t taps[9];
  for (int64_t t = 0; t < 9; t++) taps[t] = t / 3 * row + t % 3 * inner;
  product((dk_product){.c_row = m * n, .c_m = n, .a_row = 2 * row, .a_m = 2 * inner, .a_inner = 1,
                       .b_outer = inner * n, .b_inner = n, .rows = 3, .m = m, .n = n, .outer = 9, .inner = inner},
          taps, taps[8]);
  // Its weight gradient: sums over rows of pixels.
  int64_t rows[3];
  for (int64_t r = 0; r < 3; r++) rows[r] = r * 2 * row;
  product((dk_product){.c_m = n, .a_m = 1, .a_inner = 2 * inner, .b_outer = m * n, .b_inner = n, .rows = 1,
                       .m = inner, .n = n, .outer = 3, .inner = m}, rows, rows[2]);
}

static void vectors(int64_t count) {
  void *w = array(count), *v = array(count), *g = array(count);
  for (int32_t nesterov = 0; nesterov < 2; nesterov++) {
    k->sgd(w, v, g, count, 0.5, 0.1, 0.9, 3e-4, nesterov);
    note(w, count * (int64_t)element);
    note(v, count * (int64_t)element);
  }
  for (int64_t parts = 1; parts <= 8; parts += 7) {
    k->sum_parts(w, array((parts - 1) * (count + 5) + count), count + 5, parts, count);
    note(w, count * (int64_t)element);
  }
  const double squares = k->sum_squares(w, count);
  note(&squares, 8);
  release();
}

static void cases(void) {
  static const int64_t channels[] = {8, 16, 24, 40}, sizes[] = {1, 2, 3, 5, 8, 9};
  for (int i = 0; i < 4; i++) {
    const int64_t c = channels[i];
    for (int y = 0; y < 6; y++)
      for (int x = 0; x < 6; x++) {
        const int64_t h = sizes[y], w = sizes[x];
        for (int32_t variant = 0; variant < 4; variant++)
          elementwise(h, w, c, variant == 3 ? c : c + 8, variant & 1, variant >> 1);
        for (int32_t stride = 1; stride <= 3; stride++) {
          pools(h, w, c, c + 8, 3, 1, stride);
          if (h > 1 && w > 1) pools(h, w, c, c, 2, 0, stride);
          if (h > 4 && w > 4) pools(h, w, c, c, 5, 2, stride);
        }
      }
    static const int64_t spans[] = {1, 3, 4, 8, 13, 38};
    for (int y = 0; y < 2; y++)
      for (int x = 0; x < 6; x++)
        for (int32_t kernel = 1; kernel <= 9; kernel += 2)
          for (int32_t variant = 0; variant < 8; variant++)
            depthwise(spans[y], spans[x], c, variant & 4 ? 0 : 8, kernel, 1 + (variant & 1), 1 + (variant >> 1 & 1));
    for (int64_t m = 1; m <= 17; m++)
      for (int j = 0; j < 4; j++) products(m, c, channels[j]);
  }
  for (int64_t count = 1; count <= 40; count++) vectors(count);
}

int main(void) {
  static const char *names[2][2] = {{"float avx2", "float avx512"}, {"double avx2", "double avx512"}};
  for (int32_t precision = 0; precision < 2; precision++) {
    uint64_t expected = 0;
    for (int32_t isa = 0; isa < 2; isa++) {
      k = dk_kernels_get(precision, isa);
      if (!k) {
        printf("%s: not on this processor, skipped\n", names[precision][isa]);
        continue;
      }
      element = (size_t)k->element_size;
      hash = 14695981039346656037ull;
      checks = 0;
      cases();
      printf("%s: %ld results, hash %016llx\n", names[precision][isa], checks, (unsigned long long)hash);
      if (expected && hash != expected) {
        fprintf(stderr, "%s differs from %s\n", names[precision][isa], names[precision][0]);
        failures++;
      }
      if (!expected) expected = hash;
    }
  }
  return failures ? 1 : 0;
}
