#include "synchrony/record/simulated.hpp"

#include <algorithm>

namespace synchrony::record {

bool is_simulated(const Ecg& ecg) {
    return std::any_of(ecg.comments.begin(), ecg.comments.end(), [](const std::string& comment) {
        return std::string_view(comment).find(simulated_comment) != std::string_view::npos;
    });
}

}  // namespace synchrony::record
