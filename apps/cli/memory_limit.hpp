// What a limit of address space (ulimit -v, a batch system's h_vmem) asks of the program before it does anything.
#pragma once

namespace synchrony::cli {

/// OpenBLAS, which OpenCV brings, starts a thread for each processor when it is loaded, before main. Each asks for 128
/// MiB of address space, and where there is none it asks for ever: no command would end. Where there is a limit the
/// program starts itself again with one such thread (OPENBLAS_NUM_THREADS, where set, counts). Returns where there is
/// no limit, or it cannot.
void restart_within_memory_limit(char** arguments);

}  // namespace synchrony::cli
