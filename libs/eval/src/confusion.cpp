#include "synchrony/eval/metrics.hpp"

namespace synchrony::eval {
namespace {

std::optional<double> share_of(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0) return std::nullopt;
    return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

void Confusion::add(bool responds, bool outcome) {
    if (outcome)
        ++(responds ? tp : fn);
    else
        ++(responds ? fp : tn);
}

std::optional<double> Confusion::accuracy() const {
    return share_of(tp + tn, total());
}

std::optional<double> Confusion::sensitivity() const {
    return share_of(tp, tp + fn);
}

std::optional<double> Confusion::specificity() const {
    return share_of(tn, tn + fp);
}

std::optional<double> Confusion::ppv() const {
    return share_of(tp, tp + fp);
}

std::optional<double> Confusion::npv() const {
    return share_of(tn, tn + fn);
}

std::optional<double> Confusion::f1() const {
    return share_of(2 * tp, 2 * tp + fp + fn);
}

}  // namespace synchrony::eval
