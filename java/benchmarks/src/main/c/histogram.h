/*
 * A histogram of times in nanoseconds whose buckets grow with the value: what it tells of a time is at most 1/128 too
 * high.
 */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stdint.h>

#define HISTOGRAM_STEP_BITS 7 /* each power of two is split into as many steps */
#define HISTOGRAM_STEPS (1u << HISTOGRAM_STEP_BITS)
#define HISTOGRAM_BUCKETS ((64 - HISTOGRAM_STEP_BITS + 1) * HISTOGRAM_STEPS)

struct histogram {
    uint64_t counts[HISTOGRAM_BUCKETS];
    uint64_t total;
    uint64_t max;
};

static inline unsigned histogram_bucket(uint64_t nanos) {
    if (nanos < HISTOGRAM_STEPS) {
        return (unsigned)nanos;
    }
    unsigned shift = 63u - (unsigned)__builtin_clzll(nanos) - HISTOGRAM_STEP_BITS;
    return (shift + 1) * HISTOGRAM_STEPS + (unsigned)((nanos >> shift) - HISTOGRAM_STEPS);
}

/* The greatest time that falls into a bucket. */
static inline uint64_t histogram_highest(unsigned bucket) {
    if (bucket < HISTOGRAM_STEPS) {
        return bucket;
    }
    unsigned shift = bucket / HISTOGRAM_STEPS - 1;
    uint64_t lowest = ((uint64_t)(bucket % HISTOGRAM_STEPS) + HISTOGRAM_STEPS) << shift;
    return lowest + (((uint64_t)1 << shift) - 1);
}

static inline void histogram_add(struct histogram *histogram, uint64_t nanos) {
    histogram->counts[histogram_bucket(nanos)]++;
    histogram->total++;
    if (nanos > histogram->max) {
        histogram->max = nanos;
    }
}

/* The time that a share of all keeps within; 0 if there are none. */
static inline uint64_t histogram_at(const struct histogram *histogram, double share) {
    double exact = share * (double)histogram->total;
    uint64_t rank = (uint64_t)exact;
    if ((double)rank < exact || rank == 0) {
        rank++;
    }
    uint64_t seen = 0;
    for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++) {
        seen += histogram->counts[i];
        if (seen >= rank) {
            uint64_t highest = histogram_highest(i);
            return highest < histogram->max ? highest : histogram->max;
        }
    }
    return histogram->max;
}

#endif
