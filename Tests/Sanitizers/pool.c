// Drives the thread pool and its memory, for the thread sanitizer and for the address sanitizer.
#include "pool.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  int64_t *results;
  int64_t *busy;  // per worker: pieces it ran; written without a lock, as a worker runs one piece at a time
  int64_t round;
} task;

static void work(void *context, int64_t piece, int64_t worker) {
  task *own = context;
  own->busy[worker]++;
  own->results[piece] += piece * piece + own->round;
}

static long failures;

static void rounds(int32_t threads, int64_t count) {
  dk_pool *pool = dk_pool_create(threads);
  if (!pool) {
    fprintf(stderr, "cannot start %d threads\n", threads);
    exit(1);
  }
  // Exact sizes, so that the address sanitizer sees a worker or piece out of range.
  int64_t *results = calloc((size_t)(count ? count : 1), 8), *busy = calloc((size_t)threads, 8);
  const int64_t repeats = 200;
  int64_t sum = 0;
  for (int64_t round = 0; round < repeats; round++) {
    task own = {results, busy, round};
    dk_pool_run(pool, work, &own, count);
    // What the pool's threads wrote is read here without a lock: running must have synchronised.
    for (int64_t i = 0; i < count; i++) sum += results[i];
    sum -= count > 0 ? results[count - 1] : 0;
  }
  (void)sum;
  for (int64_t i = 0; i < count; i++)
    if (results[i] != repeats * i * i + repeats * (repeats - 1) / 2) failures++;
  int64_t ran = 0;
  for (int32_t i = 0; i < threads; i++) ran += busy[i];
  if (ran != repeats * count) failures++;
  dk_pool_destroy(pool);
  free(results);
  free(busy);
}

typedef struct {
  int64_t chains, links;
  int64_t *sums;   // per chain: written without a lock, as its links run one after the other
  int64_t *ran;    // per chain: links so far
  long *disorder;  // per worker
} chain_task;

static void chain_work(void *context, int64_t piece, int64_t worker) {
  chain_task *own = context;
  const int64_t chain = piece % own->chains, link = piece / own->chains;
  if (own->ran[chain]++ != link) own->disorder[worker]++;
  // Depends on the order.
  own->sums[chain] = own->sums[chain] * 3 + piece;
}

static void chains(int32_t threads, int64_t chains, int64_t links) {
  dk_pool *pool = dk_pool_create(threads);
  int64_t *sums = calloc((size_t)chains, 8), *ran = calloc((size_t)chains, 8);
  long *disorder = calloc((size_t)threads, sizeof(long));
  for (int round = 0; round < 100; round++) {
    memset(sums, 0, (size_t)chains * 8);
    memset(ran, 0, (size_t)chains * 8);
    chain_task own = {chains, links, sums, ran, disorder};
    dk_pool_run_chains(pool, chain_work, &own, chains, links);
    for (int64_t chain = 0; chain < chains; chain++) {
      int64_t expected = 0;
      for (int64_t link = 0; link < links; link++) expected = expected * 3 + link * chains + chain;
      if (ran[chain] != links || sums[chain] != expected) failures++;
    }
  }
  for (int32_t i = 0; i < threads; i++) failures += disorder[i];
  dk_pool_destroy(pool);
  free(sums);
  free(ran);
  free(disorder);
}

static void memory(uint64_t bytes) {
  unsigned char *block = dk_memory_create(bytes);
  if (!block || ((uintptr_t)block & 63)) failures++;
  for (uint64_t i = 0; block && i < bytes; i++)
    if (block[i]) {
      failures++;
      break;
    }
  if (block) memset(block, 7, bytes);
  dk_memory_destroy(block);
}

static void transpose(int64_t rows, int64_t columns, int64_t size) {
  unsigned char *from = malloc((size_t)(rows * columns * size)), *to = malloc((size_t)(rows * columns * size));
  for (int64_t i = 0; i < rows * columns * size; i++) from[i] = (unsigned char)(i * 37);
  dk_transpose(to, from, rows, columns, size);
  for (int64_t r = 0; r < rows; r++)
    for (int64_t c = 0; c < columns; c++)
      if (memcmp(to + (c * rows + r) * size, from + (r * columns + c) * size, (size_t)size)) failures++;
  free(from);
  free(to);
}

static void stream(int64_t bytes, int64_t shift) {
  unsigned char *memory = dk_memory_create((uint64_t)(2 * bytes + 256)), *from = memory + shift, *to = from + (bytes + 63) / 64 * 64;
  for (int64_t i = 0; i < bytes; i++) from[i] = (unsigned char)(i * 41 + 1);
  dk_stream(to, from, bytes);
  dk_stream_end();
  if (memcmp(to, from, (size_t)bytes) || to[bytes]) failures++;
  dk_memory_destroy(memory);
}

int main(void) {
  static const int64_t counts[] = {0, 1, 2, 7, 64};
  for (int32_t threads = 1; threads <= 7; threads += 2)
    for (int i = 0; i < 5; i++) rounds(threads, counts[i]);
  for (int32_t threads = 1; threads <= 7; threads += 2)
    for (int64_t links = 1; links <= 4; links++)
      for (int64_t count = 1; count <= DK_CHAINS; count += 3) chains(threads, count, links);
  // Pools that are closed before they ever ran.
  for (int i = 0; i < 20; i++) dk_pool_destroy(dk_pool_create(4));
  dk_pool_destroy(0);
  static const uint64_t sizes[] = {1, 63, 64, 4095, 5u << 20};
  for (int i = 0; i < 5; i++) memory(sizes[i]);
  for (int64_t rows = 1; rows <= 9; rows++)
    for (int64_t columns = 1; columns <= 17; columns += 4) {
      transpose(rows, columns, 4);
      transpose(rows, columns, 8);
    }
  for (int64_t bytes = 0; bytes <= 512; bytes += 32)
    for (int64_t shift = 0; shift <= 64; shift += 4) stream(bytes, shift);
  printf("pool: %ld failures\n", failures);
  return failures ? 1 : 0;
}
