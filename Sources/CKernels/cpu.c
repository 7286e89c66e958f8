#include "kernels.h"

int32_t dk_cpu_supports(int32_t isa) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (isa == DK_AVX2) return avx2;
  if (isa == DK_AVX512)
    return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq");
#endif
  return 0;
}

const dk_kernels *dk_kernels_get(int32_t precision, int32_t isa) {
#if defined(__x86_64__)
  if (!dk_cpu_supports(isa)) return 0;
  if (isa == DK_AVX512) return precision == DK_DOUBLE ? &dk_double_avx512 : &dk_float_avx512;
  return precision == DK_DOUBLE ? &dk_double_avx2 : &dk_float_avx2;
#else
  return 0;
#endif
}
