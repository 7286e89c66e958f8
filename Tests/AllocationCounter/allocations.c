#include "allocations.h"
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

#if defined(__GLIBC__) && !defined(SANITIZED)
// What glibc's own malloc and its kin call.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static __thread int64_t taken;

void *malloc(size_t size) {
  taken++;
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  taken++;
  return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
  taken++;
  return __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size) {
  taken++;
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **memory, size_t alignment, size_t size) {
  void *found = memalign(alignment, size);
  if (!found) return ENOMEM;
  *memory = found;
  return 0;
}

int32_t allocations_can_be_counted(void) { return 1; }
void allocations_start(void) { taken = 0; }
int64_t allocations_stop(void) { return taken; }
#else
int32_t allocations_can_be_counted(void) { return 0; }
void allocations_start(void) {}
int64_t allocations_stop(void) { return 0; }
#endif
