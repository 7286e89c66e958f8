// Counts what the calling thread takes from the heap. Only for tests: linking this replaces malloc and its kin.
#pragma once
#include <stdint.h>

// Whether this build can count: glibc, and no sanitizer that has a malloc of its own.
int32_t allocations_can_be_counted(void);
// Starts counting the calling thread's allocations from zero.
void allocations_start(void);
// Stops counting; the number of allocations since the start.
int64_t allocations_stop(void);
