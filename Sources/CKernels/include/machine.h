// Loops that show what a machine can do: its largest rate of fused multiply-adds and its memory bandwidth.
// They compute nothing that is kept.
#pragma once
#include <stdint.h>

// Fused multiply-adds in one round of dk_machine_multiply_adds on an instruction set (dk_isa).
int64_t dk_machine_round(int32_t isa);
// Runs independent chains of fused multiply-adds that stay in registers; returns something that depends on all of them.
float dk_machine_multiply_adds(int32_t isa, int64_t rounds);
// to[i] = a[i] + 0.5 * b[i]: the triad of J. McCalpin's STREAM, 12 bytes an element.
void dk_machine_triad(float *to, const float *a, const float *b, int64_t count);
