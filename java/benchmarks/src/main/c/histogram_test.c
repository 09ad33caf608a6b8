/* What histogram.h promises. Says what is wrong, and ends with 1. */
#include "histogram.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static struct histogram histogram;

static void expect(int holds, const char *what, uint64_t value) {
    if (!holds) {
        fprintf(stderr, "%s: %" PRIu64 "\n", what, value);
        exit(1);
    }
}

int main(void) {
    expect(histogram_at(&histogram, 0.5) == 0, "an empty one has no median", histogram_at(&histogram, 0.5));
    unsigned last = 0;
    for (uint64_t nanos = 0; nanos < (uint64_t)1 << 62; nanos += 1 + nanos / 1000) {
        unsigned bucket = histogram_bucket(nanos);
        uint64_t highest = histogram_highest(bucket);
        expect(bucket == last || bucket == last + 1, "a bucket was jumped over before", nanos);
        expect(highest >= nanos && (double)(highest - nanos) <= (double)nanos / 128, "not within 1/128", nanos);
        expect(histogram_bucket(highest) == bucket, "its bucket's highest is of another", nanos);
        last = bucket;
    }
    expect(histogram_bucket(UINT64_MAX) == HISTOGRAM_BUCKETS - 1, "the greatest is not in the last bucket",
           histogram_bucket(UINT64_MAX));
    for (uint64_t nanos = 1; nanos <= 100000; nanos++) {
        histogram_add(&histogram, nanos);
    }
    const double shares[] = {0.5, 0.9, 0.99, 0.999};
    for (unsigned i = 0; i < sizeof shares / sizeof *shares; i++) {
        double exact = shares[i] * 100000;
        double told = (double)histogram_at(&histogram, shares[i]);
        expect(told >= exact && told <= exact * 1.01, "a percentile is wrong", (uint64_t)told);
    }
    expect(histogram_at(&histogram, 1) == 100000, "the last is not the greatest", histogram_at(&histogram, 1));
    return 0;
}
