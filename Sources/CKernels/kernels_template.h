// The loops themselves, for element type T and VW lanes; included once per vector width by kernels_table.h.
// Every function takes n channels, a multiple of VW. FN(name) is the name for this width.

// Whether channel `c` begins a line, where a pixel does.
#define BEGINS(c) ((c) * sizeof(T) % LINE == 0)
#define V FN(vec)
#define D FN(dvec)
#define I FN(mask)
#define W FN(whole)
#define INLINE static inline __attribute__((always_inline))
// Keeps a pointer in a register of its own: left alone, the compiler makes one from another by a chain of additions.
#define OWN_REGISTER(pointer) __asm__("" : "+r"(pointer))

typedef T V __attribute__((vector_size(VW * sizeof(T)), aligned(8)));
typedef double D __attribute__((vector_size(VW * sizeof(double)), aligned(8)));
typedef T W __attribute__((vector_size(VW * sizeof(T))));
typedef __typeof__((V){0} < (V){0}) I;

INLINE V FN(load)(const void *p) { return *(const V *)p; }
INLINE void FN(store)(void *p, V v) { *(V *)p = v; }
// Past the caches; `p` is a multiple of the vector's size.
INLINE void FN(store_past)(void *p, V v) { __builtin_nontemporal_store((W)v, (W *)p); }
INLINE V FN(splat)(T x) { return x - (V){0}; }
INLINE V FN(fma)(V a, V b, V c) { return __builtin_elementwise_fma(a, b, c); }
INLINE V FN(select)(I mask, V a, V b) { return (V)(((I)a & mask) | ((I)b & ~mask)); }
// max(x, 0) that lets NaN through.
INLINE V FN(relu)(V x) { return (V)((I)x & ~(I)(x < (V){0})); }
INLINE void FN(add_double)(double *sum, V v) { *(D *)sum = *(D *)sum + __builtin_convertvector(v, D); }

// Asks the second-level cache for the line that lies `ahead` bytes behind vector `v` of a pixel's, if that begins one: the
// processor's guesses stop at every page and call. Line by line, because a row's lines at once take all places for lines on
// their way, and not for the first level, which has few of these places.
INLINE void FN(fetch_ahead)(const T *pixel, int64_t ahead, const int v) {
  if (BEGINS(v * VW)) __builtin_prefetch((const char *)(pixel + v * VW) + ahead, 0, 2);
}
#define PAGE 4096

INLINE void FN(relu_row)(T *to, int64_t out_ps, const T *from, int64_t x_ps, const T *scale, const T *shift,
                         int32_t relu, int64_t width, const int AFFINE, const int CT) {
  V a[2], b[2];
  for (int v = 0; v < CT; v++) {
    a[v] = AFFINE ? FN(load)(scale + v * VW) : (V){0};
    b[v] = AFFINE ? FN(load)(shift + v * VW) : (V){0};
  }
#pragma clang loop unroll_count(2)
  for (int64_t px = 0; px < width; px++, from += x_ps, to += out_ps)
#pragma clang loop unroll(full)
    for (int v = 0; v < CT; v++) {
      V value = FN(load)(from + v * VW);
      FN(fetch_ahead)(from, PAGE, v);
      if (AFFINE) value = FN(fma)(value, a[v], b[v]);
      FN(store)(to + v * VW, relu ? FN(relu)(value) : value);
    }
}

static void FN(relu_pad)(T *out, int64_t out_ps, const T *x, int64_t x_ps, const T *scale, const T *shift,
                         int32_t relu, int64_t height, int64_t width, int64_t n, int64_t pad) {
  const int64_t padded = width + 2 * pad;
  for (int64_t y = 0; y < height; y++) {
    const T *from = x + y * width * x_ps;
    T *to = out + ((y + pad) * padded + pad) * out_ps;
    int64_t c = 0;
#define ROW(CT)                                                                                                \
  do {                                                                                                         \
    if (scale) FN(relu_row)(to + c, out_ps, from + c, x_ps, scale + c, shift + c, relu, width, 1, CT);         \
    else FN(relu_row)(to + c, out_ps, from + c, x_ps, 0, 0, relu, width, 0, CT);                               \
  } while (0)
    for (; c + 2 * VW <= n; c += 2 * VW) ROW(2);
    for (; c < n; c += VW) ROW(1);
#undef ROW
  }
}

static void FN(relu_pad_tangent)(T *out, int64_t out_ps, const T *x, int64_t x_ps, const T *dx, int64_t dx_ps,
                                 const T *scale, const T *shift, const T *dscale, const T *dshift, int32_t relu,
                                 int64_t height, int64_t width, int64_t n, int64_t pad) {
  const int64_t padded = width + 2 * pad;
  for (int64_t y = 0; y < height; y++)
    for (int64_t c = 0; c < n; c += VW) {
      const T *from = x + y * width * x_ps + c, *along = dx + y * width * dx_ps + c;
      T *to = out + ((y + pad) * padded + pad) * out_ps + c;
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

static void FN(relu_unpad)(T *grad, int64_t grad_ps, const T *padded, int64_t padded_ps, const T *x, int64_t x_ps,
                           const T *scale, const T *shift, int32_t relu, int64_t height, int64_t width, int64_t n,
                           int64_t pad, int32_t accumulate) {
  for (int64_t y = 0; y < height; y++) {
    for (int64_t c = 0; c < n; c += VW) {
      const V a = scale ? FN(load)(scale + c) : FN(splat)(1), b = scale ? FN(load)(shift + c) : (V){0};
      const T *g = padded + ((y + pad) * (width + 2 * pad) + pad) * padded_ps + c;
      const T *from = x ? x + y * width * x_ps + c : 0;
      T *to = grad + y * width * grad_ps + c;
      const int begins = BEGINS(c);
      for (int64_t px = 0; px < width; px++) {
        V v = FN(load)(g + px * padded_ps);
        if (begins) {
          if (relu) FN(fetch_ahead)(from + px * x_ps, PAGE, 0);
          FN(fetch_ahead)(to + px * grad_ps, PAGE, 0);
        }
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
#undef W
#undef INLINE
#undef OWN_REGISTER
#undef PAGE
#undef BEGINS
