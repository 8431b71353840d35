#include "synchrony/datasets/for_each_recording.hpp"

#include <string>

#include "synchrony/core/parallel.hpp"

namespace synchrony::datasets {

core::Result<void> for_each_recording(std::size_t count, const char* task, const core::RunContext& context,
                                      const std::function<void(std::size_t)>& work) {
    context.progress->begin(task, count);
    core::parallel_for(count, context.threads, [&](std::size_t i) {
        if (!context.cancel->requested()) work(i);
    });
    context.progress->end();
    if (!context.cancel->requested()) return {};
    return core::fail({core::ErrorKind::cancelled, std::string("stopped while working on ") + task, {}, {}, {}, {}});
}

}  // namespace synchrony::datasets
