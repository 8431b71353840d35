#include "process_group.hpp"

#include "host.hpp"

#if defined(SYNCHRONY_WITH_GLOO)
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#endif

#include <chrono>
#include <cstdlib>

namespace synchrony::nn {

core::Result<double> ProcessGroup::sum(double value) {
    auto one = torch::full({1}, value, torch::kFloat);
    SYNCHRONY_TRY(add_up(one));
    return number_in<double>(one);
}

#if defined(SYNCHRONY_WITH_GLOO)
namespace {

constexpr auto patience = std::chrono::minutes(5);  // of the first meeting, and of the slowest step

std::string first_line(const char* words) {
    const std::string text = words;
    return text.substr(0, text.find('\n'));
}

std::string who(const Processes& p) {
    return "process " + std::to_string(p.rank) + " of " + std::to_string(p.size);
}

class GlooGroup final : public ProcessGroup {
  public:
    explicit GlooGroup(const Processes& processes) : processes_(processes) {
        c10d::TCPStoreOptions where;
        where.port = static_cast<std::uint16_t>(processes.port);
        where.isServer = processes.first() && !processes.agent;
        where.numWorkers = static_cast<std::size_t>(processes.size);
        where.timeout = patience;
        auto meeting = c10::make_intrusive<c10d::TCPStore>(processes.address, where);
        // torchrun's own store still holds the words of processes that were killed.
        auto store = c10::make_intrusive<c10d::PrefixStore>("synchrony/" + std::to_string(processes.attempt), meeting);
        auto options = c10d::ProcessGroupGloo::Options::create();
        options->timeout = patience;
        options->devices.push_back(device());
        group_ = c10::make_intrusive<c10d::ProcessGroupGloo>(store, processes.rank, processes.size, options);
    }

    core::Result<void> add_up(torch::Tensor& values) override {
        try {
            std::vector<torch::Tensor> tensors{values};
            group_->allreduce(tensors)->wait();
            return {};
        } catch (const std::exception& error) {
            return core::fail({core::ErrorKind::io,
                               "another process of the training has ended",
                               who(processes_),
                               first_line(error.what()),
                               {},
                               "start all of them again: they go on from the checkpoint, where there is one"});
        }
    }

  private:
    // As torch.distributed: the interface that the variable names, else the one that the host's name stands for.
    static std::shared_ptr<::gloo::transport::Device> device() {
        const char* interface = std::getenv("GLOO_SOCKET_IFNAME");
        return interface != nullptr ? c10d::ProcessGroupGloo::createDeviceForInterface(interface)
                                    : c10d::ProcessGroupGloo::createDefaultDevice();
    }

    Processes processes_;
    c10::intrusive_ptr<c10d::ProcessGroupGloo> group_;
};

}  // namespace

core::Result<std::unique_ptr<ProcessGroup>> ProcessGroup::join(const Processes& processes) {
    try {
        return std::unique_ptr<ProcessGroup>(new GlooGroup(processes));
    } catch (const std::exception& error) {
        return core::fail({core::ErrorKind::io,
                           "the processes of the training did not come together",
                           who(processes) + ", " + processes.address + ":" + std::to_string(processes.port),
                           first_line(error.what()),
                           {},
                           "are all started, and is the port free?"});
    }
}
#else
core::Result<std::unique_ptr<ProcessGroup>> ProcessGroup::join(const Processes&) {
    return core::fail({core::ErrorKind::usage,
                       "this build trains in one process alone",
                       "WORLD_SIZE",
                       {},
                       "1",
                       "build with Gloo (Debian: libgloo-dev)"});
}
#endif

}  // namespace synchrony::nn
