// Which of OpenBLAS's kernels libtorch multiplies matrices with, and the memory that they work in.
#pragma once

#include <cstddef>

#include "synchrony/core/result.hpp"

namespace synchrony::nn {

/// OpenBLAS (0.3.21 of Debian 12) knows processors by their model numbers; one that is newer than itself it takes for a
/// Prescott of 2004 and multiplies by SSE3, two to three times slower. Where it did so it is given the kernels of the
/// instructions that the processor has (SkylakeX with AVX-512, else Haswell). OPENBLAS_CORETYPE, where set, counts.
/// Call before the first matrix is multiplied.
void choose_blas_kernels();

/// OpenBLAS takes a buffer of 128 MiB of address space for each thread that multiplies, and where it gets none it asks
/// for ever: under a limit of address space (ulimit -v, a batch system's) the program would hang in its first product.
/// Where there is such a limit the buffers are taken now and stay OpenBLAS's. Errors: io (there is no room for one).
[[nodiscard]] core::Result<void> reserve_blas_memory();

/// Whether so many bytes of address space could be mapped now.
[[nodiscard]] bool has_room_for(std::size_t bytes);

/// What OpenBLAS calls the kernels in use, "Haswell"; empty where the library is not loaded.
[[nodiscard]] const char* blas_kernels();

}  // namespace synchrony::nn
