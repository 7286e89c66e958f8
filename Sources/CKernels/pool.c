#define _GNU_SOURCE
#include "pool.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__x86_64__)
#define PAUSE() __builtin_ia32_pause()
#else
#define PAUSE() ((void)0)
#endif

// A waiting thread looks this often before it sleeps: some tens of microseconds, longer than a serial step between two
// parallel ones and shorter than anything a user would notice as a busy idle core.
#define SPINS 8000

// The chains of a round that a thread takes links of first: always the same ones, so that what it left in its caches in the
// round before is of use. When they are done it takes those of others.
//
// First links come first, then second ones: when another thread comes to help, as many links can run at once as there are
// chains, where a chain at a time would leave it nothing.
typedef struct {
  _Atomic int64_t next;          // of the lane's links, counted so
  int64_t first, count;          // its chains
  char rest[104];                // no two lanes share a line of the cache, nor a pair of lines
} lane;

// The number of links of a chain that are done, on a line of its own.
typedef struct {
  _Atomic int64_t links;
  char rest[120];
} progress;

struct dk_pool {
  pthread_t *threads;
  int32_t count;
  dk_work work;
  void *context;
  int64_t chains, links;         // of this round; links of a chain run one after the other
  progress done[DK_CHAINS];      // by chain, where there are several links
  lane *lanes;                   // one a thread
  _Atomic int64_t working;       // threads that have not finished this round
  _Atomic uint64_t round;        // changes when there is new work
  _Atomic int32_t closing;
  pthread_mutex_t lock;
  pthread_cond_t begin, end;
};

typedef struct { dk_pool *pool; int64_t worker; } seat;

// Waits until a chain's links below `link` are done: another thread has taken the last of them before this link could be
// taken, so it is being run.
static void await_link(progress *chain, int64_t link) {
  int spins = 0;
  while (atomic_load_explicit(&chain->links, memory_order_acquire) < link && spins++ < SPINS) PAUSE();
  while (atomic_load_explicit(&chain->links, memory_order_acquire) < link) sched_yield();
}

static void take_links(dk_pool *pool, int64_t worker) {
  const int64_t lanes = pool->count + 1, links = pool->links;
  for (int64_t other = 0; other < lanes; other++) {
    lane *from = &pool->lanes[(worker + other) % lanes];
    const int64_t end = from->count * links;
    while (atomic_load_explicit(&from->next, memory_order_relaxed) < end) {
      const int64_t next = atomic_fetch_add_explicit(&from->next, 1, memory_order_relaxed);
      if (next >= end) break;
      const int64_t link = next / from->count, chain = from->first + next % from->count;
      if (link > 0) await_link(&pool->done[chain], link);
      pool->work(pool->context, link * pool->chains + chain, worker);
      if (links > 1) atomic_store_explicit(&pool->done[chain].links, link + 1, memory_order_release);
    }
  }
}

// Gives every thread its share of the chains.
static void share_chains(dk_pool *pool) {
  const int64_t lanes = pool->count + 1, chains = pool->chains;
  for (int64_t i = 0; i < lanes; i++) {
    atomic_store_explicit(&pool->lanes[i].next, 0, memory_order_relaxed);
    pool->lanes[i].first = chains * i / lanes;
    pool->lanes[i].count = chains * (i + 1) / lanes - pool->lanes[i].first;
  }
  if (pool->links > 1)
    for (int64_t i = 0; i < chains; i++) atomic_store_explicit(&pool->done[i].links, 0, memory_order_relaxed);
}

static void *attend(void *argument) {
  seat own = *(seat *)argument;
  free(argument);
  dk_pool *pool = own.pool;
  uint64_t seen = 0;
  for (;;) {
    int spins = 0;
    while (atomic_load_explicit(&pool->round, memory_order_acquire) == seen && spins++ < SPINS) PAUSE();
    if (atomic_load_explicit(&pool->round, memory_order_acquire) == seen) {
      pthread_mutex_lock(&pool->lock);
      while (atomic_load_explicit(&pool->round, memory_order_acquire) == seen) pthread_cond_wait(&pool->begin, &pool->lock);
      pthread_mutex_unlock(&pool->lock);
    }
    seen = atomic_load_explicit(&pool->round, memory_order_acquire);
    if (atomic_load_explicit(&pool->closing, memory_order_acquire)) return 0;
    take_links(pool, own.worker);
    if (atomic_fetch_sub_explicit(&pool->working, 1, memory_order_acq_rel) == 1) {
      pthread_mutex_lock(&pool->lock);
      pthread_cond_signal(&pool->end);
      pthread_mutex_unlock(&pool->lock);
    }
  }
}

static void announce(dk_pool *pool) {
  pthread_mutex_lock(&pool->lock);
  atomic_fetch_add_explicit(&pool->round, 1, memory_order_acq_rel);
  pthread_cond_broadcast(&pool->begin);
  pthread_mutex_unlock(&pool->lock);
}

dk_pool *dk_pool_create(int32_t threads) {
  dk_pool *pool = calloc(1, sizeof *pool);
  if (!pool) return 0;
  pthread_mutex_init(&pool->lock, 0);
  pthread_cond_init(&pool->begin, 0);
  pthread_cond_init(&pool->end, 0);
  pool->lanes = calloc((size_t)(threads > 1 ? threads : 1), sizeof(lane));
  pool->threads = calloc((size_t)(threads > 1 ? threads - 1 : 1), sizeof(pthread_t));
  for (int32_t i = 1; pool->threads && pool->lanes && i < threads; i++) {
    seat *own = malloc(sizeof *own);
    if (own) *own = (seat){pool, i};
    if (!own || pthread_create(&pool->threads[i - 1], 0, attend, own)) {
      free(own);
      dk_pool_destroy(pool);
      return 0;
    }
    pool->count = i;
  }
  return pool;
}

void dk_pool_run(dk_pool *pool, dk_work work, void *context, int64_t count) {
  dk_pool_run_chains(pool, work, context, count, 1);
}

// Whether the calling thread runs all, a chain after the other.
static int is_serial(const dk_pool *pool) { return pool->count == 0 || pool->chains < 2; }

int64_t dk_pool_next(const dk_pool *pool, int64_t piece, int64_t worker) {
  const int64_t chain = piece % pool->chains, link = piece / pool->chains;
  if (is_serial(pool)) {
    if (link + 1 < pool->links) return piece + pool->chains;
    return chain + 1 < pool->chains ? chain + 1 : -1;
  }
  const lane *own = &pool->lanes[worker];
  const int64_t place = chain - own->first, next = link * own->count + place + 1;
  if (place < 0 || place >= own->count || next >= own->count * pool->links) return -1;
  return next / own->count * pool->chains + own->first + next % own->count;
}

void dk_pool_run_chains(dk_pool *pool, dk_work work, void *context, int64_t chains, int64_t links) {
  pool->chains = chains;
  pool->links = links;
  if (is_serial(pool)) {
    for (int64_t chain = 0; chain < chains; chain++)
      for (int64_t link = 0; link < links; link++) work(context, link * chains + chain, 0);
    return;
  }
  pool->work = work;
  pool->context = context;
  share_chains(pool);
  atomic_store_explicit(&pool->working, pool->count, memory_order_relaxed);
  announce(pool);
  take_links(pool, 0);
  int spins = 0;
  while (atomic_load_explicit(&pool->working, memory_order_acquire) && spins++ < SPINS) PAUSE();
  if (atomic_load_explicit(&pool->working, memory_order_acquire)) {
    pthread_mutex_lock(&pool->lock);
    while (atomic_load_explicit(&pool->working, memory_order_acquire)) pthread_cond_wait(&pool->end, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
  }
}

void dk_pool_destroy(dk_pool *pool) {
  if (!pool) return;
  atomic_store_explicit(&pool->closing, 1, memory_order_release);
  announce(pool);
  for (int32_t i = 0; i < pool->count; i++) pthread_join(pool->threads[i], 0);
  pthread_mutex_destroy(&pool->lock);
  pthread_cond_destroy(&pool->begin);
  pthread_cond_destroy(&pool->end);
  free(pool->threads);
  free(pool->lanes);
  free(pool);
}

void *dk_memory_create(uint64_t bytes) {
  void *memory = 0;
  const uint64_t page = bytes >= (4u << 20) ? (2u << 20) : 64;
  const uint64_t rounded = (bytes + page - 1) / page * page;
  if (posix_memalign(&memory, page, rounded ? rounded : page)) return 0;
#ifdef MADV_HUGEPAGE
  if (page > 64) madvise(memory, rounded, MADV_HUGEPAGE);
#endif
  memset(memory, 0, rounded);
  return memory;
}

void dk_memory_destroy(void *memory) { free(memory); }

typedef float quad __attribute__((vector_size(16)));

void dk_stream(void *to, const void *from, int64_t bytes) {
  if (((uintptr_t)to | (uintptr_t)from | (uintptr_t)bytes) % 64) {
    memcpy(to, from, (size_t)bytes);
    return;
  }
  const quad *source = from;
  quad *target = to;
  for (int64_t i = 0; i < bytes / 16; i += 4) {
    const quad a = source[i], b = source[i + 1], c = source[i + 2], d = source[i + 3];
    __builtin_nontemporal_store(a, target + i);
    __builtin_nontemporal_store(b, target + i + 1);
    __builtin_nontemporal_store(c, target + i + 2);
    __builtin_nontemporal_store(d, target + i + 3);
  }
}

void dk_stream_end(void) {
#if defined(__x86_64__)
  __builtin_ia32_sfence();
#else
  atomic_thread_fence(memory_order_seq_cst);
#endif
}

void dk_transpose(void *to, const void *from, int64_t rows, int64_t columns, int64_t element_size) {
  for (int64_t r = 0; r < rows; r++)
    for (int64_t c = 0; c < columns; c++) {
      if (element_size == 4) ((uint32_t *)to)[c * rows + r] = ((const uint32_t *)from)[r * columns + c];
      else ((uint64_t *)to)[c * rows + r] = ((const uint64_t *)from)[r * columns + c];
    }
}
