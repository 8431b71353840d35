#include "replicas.hpp"

#include <ATen/Parallel.h>

#include "synchrony/core/parallel.hpp"
#include "weights.hpp"

namespace synchrony::nn {
namespace {

// Calls work(i) for i < count at the same time, each without parallel loops of its own; puts libtorch's threads back.
void on_one_thread_each(std::size_t count, const std::function<void(std::size_t)>& work) {
    const int threads = at::get_num_threads();
    std::vector<std::exception_ptr> faults(count);
    core::parallel_for(count, static_cast<int>(count), [&](std::size_t i) {
        try {
            if (count > 1) at::set_num_threads(1);
            work(i);
        } catch (...) {
            faults[i] = std::current_exception();
        }
    });
    at::set_num_threads(threads);
    for (const auto& fault : faults)
        if (fault) std::rethrow_exception(fault);
}

}  // namespace

Replicas::Replicas(const PretrainOptions& options, const Machine& machine, int count) {
    for (int i = 0; i < count; ++i) {
        Replica replica;
        replica.net = std::make_unique<ResNet>(options.architecture);
        replica.net->to(machine.device);
        use_channels_last(*replica.net);
        auto parameters = replica.net->parameters();
        const int channels = options.architecture.channels_after(ResNet::last_part);
        const auto takes_part = [&](torch::nn::Module& head) {
            head.to(machine.device);
            for (const auto& parameter : head.parameters()) parameters.push_back(parameter);
        };
        if (options.objective == Objective::contrastive || options.objective == Objective::both) {
            replica.projection = std::make_unique<Projection>(channels);
            takes_part(*replica.projection);
        }
        if (options.targets) {
            replica.numbers = std::make_unique<LinearHead>(channels, static_cast<int>(options.targets->names.size()));
            takes_part(*replica.numbers);
        }
        if (options.auxiliary) {
            replica.auxiliary = std::make_unique<LinearHead>(channels, record::aami_class_count);
            takes_part(*replica.auxiliary);
        }
        if (options.objective == Objective::masked) {
            replica.decoder = std::make_unique<ImageDecoder>(options.architecture);
            takes_part(*replica.decoder);
        }
        std::vector<torch::Tensor> buffers;
        for (const auto& buffer : replica.net->buffers())
            if (buffer.is_floating_point()) buffers.push_back(buffer);
        // One set of weights for all copies: only gradients and statistics are each copy's own.
        for (std::size_t p = 0; i > 0 && p < parameters.size(); ++p)
            parameters[p].set_data(parameters_.front()[p].detach());
        parameters_.push_back(std::move(parameters));
        buffers_.push_back(std::move(buffers));
        replicas_.push_back(std::move(replica));
    }
}

void Replicas::begin_step() {
    used_ = 0;
    const torch::NoGradGuard no_grad;
    for (std::size_t i = 0; i < size(); ++i) {
        // Dropped rather than set to zero: the next backward pass then gives its own and need not add.
        for (auto& parameter : parameters_[i]) parameter.mutable_grad().reset();
        for (std::size_t b = 0; i > 0 && b < buffers_[i].size(); ++b) buffers_[i][b].copy_(buffers_[0][b]);
        replicas_[i].net->train(replicas_[0].net->is_training());
    }
}

double Replicas::run(std::size_t count, const std::function<double(Replica&, std::size_t)>& work) {
    if (count == 0) return 0.0;
    used_ = std::max(used_, count);
    if (count == 1) return work(replicas_.front(), 0);
    std::vector<double> results(count, 0.0);
    on_one_thread_each(count, [&](std::size_t i) { results[i] = work(replicas_[i], i); });
    double sum = 0;
    for (const double result : results) sum += result;
    return sum;
}

void Replicas::add_gradients(std::size_t p) {
    auto& sum = parameters_[0][p].mutable_grad();
    for (std::size_t i = 1; i < used_; ++i) {
        const auto& other = parameters_[i][p].grad();
        if (!other.defined()) continue;
        if (sum.defined())
            sum.add_(other);
        else
            sum = other;
    }
}

// The sum of the copies that worked, in the first; an average is made of it.
void Replicas::add_statistics() {
    const torch::NoGradGuard no_grad;
    for (std::size_t b = 0; b < buffers_[0].size(); ++b) {
        for (std::size_t i = 1; i < used_; ++i) buffers_[0][b].add_(buffers_[i][b]);
        if (used_ == 0) buffers_[0][b].zero_();
    }
}

// One message holds all: gradients, which of them there are (an optimizer leaves a weight without one alone), the
// statistics and how many copies they are of.
core::Result<void> Replicas::join_processes(ProcessGroup& group) {
    const torch::NoGradGuard no_grad;
    const auto& parameters = parameters_[0];
    std::vector<torch::Tensor> parts;
    auto there = torch::zeros({static_cast<std::int64_t>(parameters.size()) + 1}, torch::kFloat);
    for (std::size_t p = 0; p < parameters.size(); ++p) {
        const auto& gradient = parameters[p].grad();
        there[static_cast<std::int64_t>(p)] = gradient.defined() ? 1.0F : 0.0F;
        parts.push_back(on_host((gradient.defined() ? gradient : torch::zeros_like(parameters[p])).reshape({-1})));
    }
    there[static_cast<std::int64_t>(parameters.size())] = static_cast<float>(used_);
    for (const auto& buffer : buffers_[0]) parts.push_back(on_host(buffer.reshape({-1})));
    parts.push_back(there);
    auto message = torch::cat(parts).contiguous();
    SYNCHRONY_TRY(group.add_up(message));
    std::int64_t at = 0;
    const auto next = [&](const torch::Tensor& like) {
        const auto piece = message.narrow(0, at, like.numel()).reshape(like.sizes());
        at += like.numel();
        return piece;
    };
    std::vector<torch::Tensor> gradients;
    for (const auto& parameter : parameters) gradients.push_back(next(parameter));
    std::vector<torch::Tensor> statistics;
    for (const auto& buffer : buffers_[0]) statistics.push_back(next(buffer));
    there = next(there);
    for (std::size_t p = 0; p < parameters.size(); ++p)
        if (number_in<float>(there[static_cast<std::int64_t>(p)]) > 0)
            parameters_[0][p].mutable_grad() = on_device(gradients[p], parameters[p].device()).clone();
    const auto copies = number_in<double>(there[static_cast<std::int64_t>(parameters.size())]);
    for (std::size_t b = 0; b < statistics.size(); ++b) buffers_[0][b].copy_(statistics[b] / copies);
    return {};
}

core::Result<void> Replicas::end_step(ProcessGroup* group) {
    if (used_ > 1)
        on_one_thread_each(used_, [&](std::size_t worker) {
            const torch::NoGradGuard no_grad;
            for (std::size_t p = worker; p < parameters_[0].size(); p += used_) add_gradients(p);
        });
    if (group == nullptr && used_ <= 1) return {};
    add_statistics();
    if (group != nullptr) return join_processes(*group);
    const torch::NoGradGuard no_grad;
    for (auto& buffer : buffers_[0]) buffer.div_(static_cast<double>(used_));
    return {};
}

}  // namespace synchrony::nn
