#include "synchrony/nn/training.hpp"

#include "named.hpp"

#include <cmath>
#include <numbers>
#include <span>

#include "synchrony/core/sha256.hpp"

namespace synchrony::nn {
namespace {

constexpr std::array<std::string_view, 2> optimizer_names{"adamw", "sgd"};
constexpr std::array<std::string_view, 3> schedule_names{"one_cycle", "cosine", "constant"};
constexpr std::array<std::string_view, 3> device_names{"cpu", "cuda", "auto"};
constexpr std::array<std::string_view, 4> precision_names{"auto", "f32", "bf16", "f16"};
constexpr std::array<std::string_view, 3> balance_names{"none", "weighted_loss", "sampling"};

constexpr double one_cycle_rise = 0.3;        // share of the run that the rate goes up (torch's OneCycleLR default)
constexpr double one_cycle_begin = 1.0 / 25;  // first rate over the highest (likewise)
constexpr double one_cycle_end = 1e-4 / 25;   // last rate over the highest (likewise)

// From `a` at x = 0 to `b` at x = 1 along half a cosine.
double cosine_between(double a, double b, double x) {
    return b + (a - b) * 0.5 * (1 + std::cos(std::numbers::pi * x));
}

}  // namespace

std::string_view name_of(Optimizer optimizer) {
    return optimizer_names[static_cast<std::size_t>(optimizer)];
}
std::string_view name_of(Schedule schedule) {
    return schedule_names[static_cast<std::size_t>(schedule)];
}
std::string_view name_of(Device device) {
    return device_names[static_cast<std::size_t>(device)];
}
core::Result<Device> device_named(std::string_view name) {
    return value_named<Device>("device", device_names, name);
}
std::string_view name_of(Precision precision) {
    return precision_names[static_cast<std::size_t>(precision)];
}
core::Result<Precision> precision_named(std::string_view name) {
    return value_named<Precision>("precision", precision_names, name);
}
std::string_view name_of(Balance balance) {
    return balance_names[static_cast<std::size_t>(balance)];
}
core::Result<Balance> balance_named(std::string_view name) {
    return value_named<Balance>("balance", balance_names, name);
}

double schedule_factor(Schedule schedule, std::int64_t step, std::int64_t steps) {
    const double done = steps > 1 ? static_cast<double>(step) / static_cast<double>(steps - 1) : 0.0;
    switch (schedule) {
        case Schedule::one_cycle:
            if (done < one_cycle_rise) return cosine_between(one_cycle_begin, 1.0, done / one_cycle_rise);
            return cosine_between(1.0, one_cycle_end, (done - one_cycle_rise) / (1 - one_cycle_rise));
        case Schedule::cosine:
            return cosine_between(1.0, 0.0, done);
        case Schedule::constant:
            break;
    }
    return 1.0;
}

core::Key OptimizerOptions::key() const {
    return core::Key("optimizer")
        .add("kind", name_of(kind))
        .add("schedule", name_of(schedule))
        .add("learning rate", learning_rate)
        .add("weight decay", weight_decay);
}

core::Key Augmentation::key() const {
    auto key = core::Key("augmentation");
    key.add("shift", shift_columns)
        .add("gain", gain)
        .add("masked columns", mask_columns)
        .add("masked rows", mask_rows)
        .add("chance of a mask", mask_chance)
        .add("noise", noise)
        .add("chance of noise", noise_chance);
    if (recorder_chance > 0.0) key.add("chance of another recorder", recorder_chance);  // off: the keys of before
    return key;
}

core::Key NoiseImages::key() const {
    const auto bytes = std::as_bytes(std::span(magnitudes));
    return core::Key("noise")
        .add("count", count)
        .add("magnitudes", core::sha256({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
}

core::Result<void> OptimizerOptions::check() const {
    SYNCHRONY_TRY(check_range("learning rate", learning_rate, least_learning_rate, most_learning_rate));
    return check_range("weight decay", weight_decay, 0.0, 1e3);
}

core::Result<void> Augmentation::check() const {
    SYNCHRONY_TRY(check_range("shift in columns", shift_columns, 0, 4096));
    SYNCHRONY_TRY(check_range("gain", gain, 0.0, 10.0));
    SYNCHRONY_TRY(check_range("masked columns", mask_columns, 0, 4096));
    SYNCHRONY_TRY(check_range("masked rows", mask_rows, 0, 4096));
    SYNCHRONY_TRY(check_range("chance of a mask", mask_chance, 0.0, 1.0));
    SYNCHRONY_TRY(check_range("level of noise", noise, 0.0, 1000.0));
    SYNCHRONY_TRY(check_range("chance of another recorder", recorder_chance, 0.0, 1.0));
    return check_range("chance of noise", noise_chance, 0.0, 1.0);
}

}  // namespace synchrony::nn
