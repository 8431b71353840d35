#include "synchrony/core/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace synchrony::core {

void parallel_for(std::size_t count, int threads, const std::function<void(std::size_t)>& work) {
    const std::size_t workers = std::min<std::size_t>(count, static_cast<std::size_t>(std::max(threads, 1)));
    if (workers <= 1) {
        for (std::size_t i = 0; i < count; ++i) work(i);
        return;
    }
    std::atomic<std::size_t> next{0};
    std::exception_ptr thrown;
    std::mutex thrown_mutex;
    auto run = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            try {
                work(i);
            } catch (...) {
                const std::lock_guard lock(thrown_mutex);
                if (!thrown) thrown = std::current_exception();
                next = count;
            }
        }
    };
    {
        std::vector<std::jthread> pool;
        pool.reserve(workers - 1);
        try {
            for (std::size_t i = 1; i < workers; ++i) pool.emplace_back(run);
        } catch (const std::system_error&) {
            // The operating system gives no more threads: those there are do the work.
        }
        run();
    }
    if (thrown) std::rethrow_exception(thrown);
}

}  // namespace synchrony::core
