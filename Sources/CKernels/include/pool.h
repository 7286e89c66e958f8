// A pool of threads that run numbered pieces of work. Which thread runs a piece is not fixed; what a
// piece computes must not depend on it.
#pragma once
#include <stdint.h>

typedef struct dk_pool dk_pool;
// `piece` counts from 0; `worker` is 0 for the calling thread and below the pool's thread count.
typedef void (*dk_work)(void *context, int64_t piece, int64_t worker);

// Creates threads - 1 threads beside the caller's; null when a thread cannot be started.
dk_pool *dk_pool_create(int32_t threads);
// Runs pieces 0 ..< count and returns when all are done. One caller at a time.
void dk_pool_run(dk_pool *pool, dk_work work, void *context, int64_t count);
// Runs chains of `links` pieces each: link l of chain c is piece l * chains + c. The links of a chain run one after the other,
// in order, not all by the same thread; those of different chains at the same time. At most DK_CHAINS chains of several links.
void dk_pool_run_chains(dk_pool *pool, dk_work work, void *context, int64_t chains, int64_t links);
#define DK_CHAINS 16
// The piece that a worker takes behind `piece` in the run that is on, if others leave it to it; -1 where it has none of its
// own left. A guess, from which only prefetching may follow.
int64_t dk_pool_next(const dk_pool *pool, int64_t piece, int64_t worker);
void dk_pool_destroy(dk_pool *pool);

// Zeroed memory at a 64-byte boundary in large pages where the system grants them; null when there is none.
void *dk_memory_create(uint64_t bytes);
void dk_memory_destroy(void *memory);
// Copies past the caches to memory that nothing reads soon, where all of it lies on lines of its own; other threads see it
// after dk_stream_end.
void dk_stream(void *to, const void *from, int64_t bytes);
void dk_stream_end(void);
// to[column][row] = from[row][column] for elements of 4 or 8 bytes.
void dk_transpose(void *to, const void *from, int64_t rows, int64_t columns, int64_t element_size);
