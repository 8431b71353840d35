// Spreads independent pieces of work over threads.
#pragma once

#include <cstddef>
#include <functional>

namespace synchrony::core {

/// Calls work(i) for i in [0, count), on up to `threads` threads (1: here, in order). Pieces are handed out one by
/// one, so uneven pieces balance. Returns when all are done. What `work` throws (memory that runs out, a
/// bug) is rethrown here after all threads have stopped. Where the system refuses threads, fewer do the work.
void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& work);

}  // namespace synchrony::core
