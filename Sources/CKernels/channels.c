#include "channels.h"

#define LANES(type, operation)                                                                 \
  do {                                                                                         \
    type *restrict target = out;                                                               \
    const type *restrict source = x;                                                           \
    for (int64_t pixel = 0; pixel < pixels; pixel++, target += out_ps, source += x_ps)         \
      for (int64_t k = 0; k < count; k++) target[to[k]] operation source[from[k]];             \
  } while (0)

void dk_copy_lanes(void *out, int64_t out_ps, const void *x, int64_t x_ps, const int32_t *to, const int32_t *from,
                   int64_t count, int64_t pixels, int64_t element_size) {
  if (element_size == 4) LANES(float, =);
  else LANES(double, =);
}

void dk_add_lanes(void *out, int64_t out_ps, const void *x, int64_t x_ps, const int32_t *to, const int32_t *from,
                  int64_t count, int64_t pixels, int64_t element_size) {
  if (element_size == 4) LANES(float, +=);
  else LANES(double, +=);
}
