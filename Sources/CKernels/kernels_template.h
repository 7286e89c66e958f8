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

#include "loops_product.h"
#include "loops_depthwise.h"
#include "loops_sums.h"
#include "loops_pool.h"

#undef V
#undef D
#undef I
#undef INLINE
