#include "synchrony/core/progress.hpp"

namespace synchrony::core {
namespace {

class NoProgress final : public Progress {
  public:
    void begin(std::string_view, std::uint64_t) override {}
    void advance(std::uint64_t, std::string_view) override {}
    void end() override {}
    void log(std::string_view) override {}
};

}  // namespace

Progress& no_progress() {
    static NoProgress none;
    return none;
}

const Cancel& never_cancelled() {
    static const Cancel never;
    return never;
}

}  // namespace synchrony::core
