#include "kernels.h"
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,avx512f,avx512vl,avx512dq"))), apply_to = function)
#define T float
#define DK_TABLE dk_float_avx512
#define WIDE 16
#define NARROW 8
#define PRODUCT_TILE 8
#define PRODUCT_THREE 8
#define WINDOW_ROWS 5
#define WINDOW_TILE 4
#define DEPTHWISE_TILE 16
#include "kernels_table.h"
#pragma clang attribute pop
#endif
