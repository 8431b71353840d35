// ECGs to upload, and a service to upload them to.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "../measure/made_heart.hpp"
#include "service.hpp"
#include "support/hand_predictor.hpp"
#include "support/temporary_folder.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/io/csv_recording.hpp"

namespace synchrony::test {

/// Ten seconds of twelve leads as the bytes of a CSV file.
inline std::string heart_csv(double seconds = 10.0) {
    const TemporaryFolder folder;
    auto ecg = measure::made::made_heart({.seconds = seconds});
    (void)io::write_csv(folder / "heart.csv", ecg);
    return core::read_file(folder / "heart.csv").value();
}

/// A service with a hand-made predictor "hand" on its shelf.
class TestService {
  public:
    explicit TestService(server::ServeOptions options = {}) : options_(std::move(options)) {
        (void)model::write_predictor(folder_ / "hand.safetensors", hand_predictor());
        options_.models = {folder_ / "hand.safetensors"};
        service_ = server::Service::create(options_).value();
    }
    server::Reply call(const std::string& method, const std::string& target, std::string body = {},
                       const std::string& type = {}, const std::string& file_name = {}) {
        const auto limit = service_->body_limit(method, server::parse_target(target).value());
        if (limit.refusal) return *limit.refusal;
        server::Call asked{method, server::parse_target(target).value(), type, file_name, std::move(body)};
        return service_->answer(asked);
    }
    server::Reply get(const std::string& path) { return call("GET", "/api/v1/" + path); }
    nlohmann::json json(const std::string& path) { return nlohmann::json::parse(get(path).body); }
    /// The id of a made heart.
    std::string upload(const std::string& csv = heart_csv(), const std::string& name = "heart.csv") {
        const auto reply = call("POST", "/api/v1/recordings", csv, {}, name);
        const auto document = nlohmann::json::parse(reply.body);
        return reply.status == 201 ? document["id"].get<std::string>() : reply.body;
    }
    server::Service& service() { return *service_; }
    TemporaryFolder& folder() { return folder_; }

  private:
    TemporaryFolder folder_;
    server::ServeOptions options_;
    std::unique_ptr<server::Service> service_;
};

inline std::string header_of(const server::Reply& reply, const std::string& name) {
    for (const auto& [key, value] : reply.headers)
        if (key == name) return value;
    return {};
}

}  // namespace synchrony::test
