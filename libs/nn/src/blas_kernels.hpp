// Which of OpenBLAS's kernels libtorch multiplies matrices with.
#pragma once

namespace synchrony::nn {

/// OpenBLAS (0.3.21 of Debian 12) knows processors by their model numbers; one that is newer than itself it takes for a
/// Prescott of 2004 and multiplies by SSE3, two to three times slower. Where it did so it is given the kernels of the
/// instructions that the processor has (SkylakeX with AVX-512, else Haswell). OPENBLAS_CORETYPE, where set, counts.
/// Call before the first matrix is multiplied.
void choose_blas_kernels();

/// What OpenBLAS calls the kernels in use, "Haswell"; empty where the library is not loaded.
[[nodiscard]] const char* blas_kernels();

}  // namespace synchrony::nn
