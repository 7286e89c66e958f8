#pragma once
#include <cblas.h>
// lapacke.h would otherwise pull in <complex.h> types that Swift cannot import.
#define lapack_complex_float float _Complex
#define lapack_complex_double double _Complex
#include <lapacke.h>

// Exported by OpenBLAS but declared in no installed header.
char *openblas_get_corename(void);
