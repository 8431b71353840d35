#include "optimizer.hpp"

#include <torch/optim/adamw.h>
#include <torch/optim/sgd.h>
#include <torch/serialize.h>

#include <sstream>

#include "host.hpp"

namespace synchrony::nn {
namespace {

constexpr double momentum = 0.9;

std::unique_ptr<torch::optim::OptimizerOptions> group_options(const OptimizerOptions& options, double decay) {
    if (options.kind == Optimizer::sgd)
        return std::make_unique<torch::optim::SGDOptions>(
            torch::optim::SGDOptions(options.learning_rate).momentum(momentum).nesterov(true).weight_decay(decay));
    return std::make_unique<torch::optim::AdamWOptions>(
        torch::optim::AdamWOptions(options.learning_rate).weight_decay(decay));
}

}  // namespace

ScheduledOptimizer::ScheduledOptimizer(const OptimizerOptions& options, const std::vector<LearningGroup>& groups)
    : options_(options) {
    std::vector<torch::optim::OptimizerParamGroup> parameter_groups;
    for (const auto& group : groups) {
        std::vector<torch::Tensor> weights, others;
        for (const auto& parameter : group.parameters) (parameter.dim() > 1 ? weights : others).push_back(parameter);
        const std::pair<std::vector<torch::Tensor>*, double> parts[] = {{&weights, options.weight_decay},
                                                                        {&others, 0.0}};
        for (const auto& [parameters, decay] : parts) {
            if (parameters->empty()) continue;
            parameter_groups.emplace_back(*parameters, group_options(options, decay));
            shares_.push_back(group.share);
        }
    }
    if (options.kind == Optimizer::sgd) {
        optimizer_ = std::make_unique<torch::optim::SGD>(
            parameter_groups, torch::optim::SGDOptions(options.learning_rate).momentum(momentum).nesterov(true));
    } else {
        optimizer_ =
            std::make_unique<torch::optim::AdamW>(parameter_groups, torch::optim::AdamWOptions(options.learning_rate));
    }
}

double ScheduledOptimizer::rate(std::int64_t step, std::int64_t steps) const {
    return options_.learning_rate * schedule_factor(options_.schedule, step, steps);
}

void ScheduledOptimizer::update(std::int64_t step, std::int64_t steps) {
    auto& groups = optimizer_->param_groups();
    for (std::size_t i = 0; i < groups.size(); ++i) groups[i].options().set_lr(rate(step, steps) * shares_[i]);
    optimizer_->step();
}

bool ScheduledOptimizer::update_scaled(std::int64_t step, std::int64_t steps, double scale) {
    {
        const torch::NoGradGuard no_grad;
        std::vector<torch::Tensor> finite;  // looked at once: each look waits for the GPU
        for (auto& group : optimizer_->param_groups())
            for (auto& parameter : group.params())
                if (parameter.grad().defined())
                    finite.push_back(torch::isfinite(parameter.mutable_grad().div_(scale)).all());
        if (!finite.empty() && !number_in<bool>(torch::stack(finite).all())) return false;
    }
    update(step, steps);
    return true;
}

std::string ScheduledOptimizer::state() const {
    std::ostringstream stream;
    torch::serialize::OutputArchive archive;
    optimizer_->save(archive);
    archive.save_to(stream);
    return stream.str();
}

void ScheduledOptimizer::restore(const std::string& state) {
    std::istringstream stream(state);
    torch::serialize::InputArchive archive;
    archive.load_from(stream);
    optimizer_->load(archive);
}

}  // namespace synchrony::nn
