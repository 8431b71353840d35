// From a call to its reply: finds the route, keeps the number of jobs, and lets no exception out. Knows nothing of HTTP
// but words of methods and numbers of states.
#pragma once

#include <memory>
#include <optional>

#include "context.hpp"

namespace synchrony::server {

class Service {
  public:
    /// `options` must outlive it. Errors: io (no private folder, a model that is not there).
    [[nodiscard]] static core::Result<std::unique_ptr<Service>> create(const ServeOptions& options);

    /// How many bytes a call of this method and path may bring; nothing where there is no such call, and the reply says
    /// so.
    struct BodyLimit {
        std::size_t bytes = 0;
        std::optional<Reply> refusal;
    };
    [[nodiscard]] BodyLimit body_limit(const std::string& method, const Target& target) const;

    [[nodiscard]] Reply answer(Call& call);

    /// Cancels what runs; calls that wait are turned away.
    void stop();

    [[nodiscard]] Context& context() { return context_; }

  private:
    Service(const ServeOptions& options, Workspace workspace, ModelShelf models)
        : context_(options, std::move(workspace), std::move(models)) {}
    Context context_;
};

}  // namespace synchrony::server
