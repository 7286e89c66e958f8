// Depthwise convolutions of eight channels in vectors of sixteen lanes: two neighbouring outputs at a time, where they lie
// next to each other. Loops that read more than they compute gain nothing that way.

// `count` vectors of eight lanes, each twice in a row; null stays null.
static const T *doubled(T *to, const void *from, int64_t count) {
  if (!from) return 0;
  for (int64_t i = 0; i < count; i++)
    for (int half = 0; half < 2; half++)
      memcpy(to + i * WIDE + half * NARROW, (const T *)from + i * NARROW, NARROW * sizeof(T));
  return to;
}

// Neighbouring pairs of outputs are two inputs apart. Gives back whether it could.
static int depthwise_pairs(const dk_depthwise *p) {
  if (p->channels != NARROW || p->in_ps != NARROW || p->out_ps != NARROW || p->w_ps != NARROW || p->stride != 1 ||
      p->width % 2 || (p->x && p->x_ps != NARROW) || (p->kernel != 3 && p->kernel != 5))
    return 0;
  T w[25 * WIDE], scale[WIDE], shift[WIDE];
  dk_depthwise q = *p;
  q.w = doubled(w, p->w, p->kernel * p->kernel);
  q.scale = doubled(scale, p->scale, 1);
  q.shift = doubled(shift, p->shift, 1);
  q.w_ps = q.out_ps = q.x_ps = WIDE;
  q.width /= 2;
#define GO(K, DILATION, GATED)                                                   \
  case GATED * 100 + K * 10 + DILATION:                                          \
    depthwise_rows_wide(&q, 0, WIDE, K, 2, DILATION, GATED, NARROW, WIDE);       \
    return 1
  switch ((p->x ? 100 : 0) + p->kernel * 10 + p->dilation) {
    GO(3, 1, 0);
    GO(3, 2, 0);
    GO(5, 1, 0);
    GO(5, 2, 0);
    GO(3, 1, 1);
    GO(3, 2, 1);
    GO(5, 1, 1);
    GO(5, 2, 1);
    default: return 0;
  }
#undef GO
}
