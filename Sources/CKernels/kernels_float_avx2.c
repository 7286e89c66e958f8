#include "kernels.h"
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define T float
#define DK_TABLE dk_float_avx2
#define WIDE 8
#define PRODUCT_TILE 6
#define PRODUCT_THREE 3
#define WINDOW_ROWS 3
#define WINDOW_TILE 1
#define DEPTHWISE_TILE 8
#include "kernels_table.h"
#pragma clang attribute pop
#endif
