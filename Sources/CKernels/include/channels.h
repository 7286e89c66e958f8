// Moving single channels between tensors. A lane keeps its value whatever the vector width, so one plain loop serves all.
#pragma once
#include <stdint.h>

// For every pixel and k: out[to[k]] = x[from[k]]. "ps" is a pixel stride in elements.
void dk_copy_lanes(void *out, int64_t out_ps, const void *x, int64_t x_ps, const int32_t *to, const int32_t *from,
                   int64_t count, int64_t pixels, int64_t element_size);
// For every pixel and k: out[to[k]] += x[from[k]].
void dk_add_lanes(void *out, int64_t out_ps, const void *x, int64_t x_ps, const int32_t *to, const int32_t *from,
                  int64_t count, int64_t pixels, int64_t element_size);
