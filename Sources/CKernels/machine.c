#include "machine.h"
#include "kernels.h"

// Enough chains to hide a latency of 4 to 5 cycles on two units.
#define CHAINS 12

#if defined(__x86_64__)
typedef float v8 __attribute__((vector_size(32)));
typedef float v16 __attribute__((vector_size(64)));

#define CHAIN_LOOP(NAME, VECTOR, TARGET)                                              \
  __attribute__((target(TARGET))) static float NAME(int64_t rounds) {                 \
    VECTOR acc[CHAINS];                                                               \
    VECTOR a = {0}, b = {0};                                                          \
    a += 0.999999f;                                                                   \
    b += 1e-6f;                                                                       \
    for (int i = 0; i < CHAINS; i++) acc[i] = a * (float)(i + 1);                     \
    for (int64_t r = 0; r < rounds; r++) {                                            \
      _Pragma("clang loop unroll(full)") for (int i = 0; i < CHAINS; i++)             \
        acc[i] = __builtin_elementwise_fma(acc[i], a, b);                             \
    }                                                                                 \
    for (int i = 1; i < CHAINS; i++) acc[0] += acc[i];                                \
    return acc[0][0] + acc[0][7];                                                     \
  }

CHAIN_LOOP(chains_avx2, v8, "avx2,fma")
CHAIN_LOOP(chains_avx512, v16, "avx512f,avx512vl,avx512dq")
#endif

static float chains_plain(int64_t rounds) {
  float acc[CHAINS];
  for (int i = 0; i < CHAINS; i++) acc[i] = (float)(i + 1);
  for (int64_t r = 0; r < rounds; r++)
    for (int i = 0; i < CHAINS; i++) acc[i] = __builtin_fmaf(acc[i], 0.999999f, 1e-6f);
  for (int i = 1; i < CHAINS; i++) acc[0] += acc[i];
  return acc[0];
}

int64_t dk_machine_round(int32_t isa) {
  return CHAINS * (isa == DK_AVX512 ? 16 : isa == DK_AVX2 ? 8 : 1);
}

float dk_machine_multiply_adds(int32_t isa, int64_t rounds) {
#if defined(__x86_64__)
  if (isa == DK_AVX2 && dk_cpu_supports(isa)) return chains_avx2(rounds);
  if (isa == DK_AVX512 && dk_cpu_supports(isa)) return chains_avx512(rounds);
#endif
  return chains_plain(rounds);
}

void dk_machine_triad(float *to, const float *a, const float *b, int64_t count) {
  for (int64_t i = 0; i < count; i++) to[i] = a[i] + 0.5f * b[i];
}
