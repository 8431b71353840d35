// A small database and an HTTP server on the loopback address that serves it, well or badly.
#pragma once

#include <httplib.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/temporary_folder.hpp"
#include "synchrony/core/sha256.hpp"

namespace synchrony::test {

inline std::string noise(std::size_t size, unsigned seed) {
    std::string bytes(size, '\0');
    for (auto& byte : bytes) byte = static_cast<char>((seed = seed * 1664525u + 1013904223u) >> 24);
    return bytes;
}

/// The files of a small database as its publisher would ship them.
inline std::map<std::string, std::string> small_database() {
    return {{"RECORDS", "100\n101\n"},
            {"100.dat", noise(300'000, 1)},
            {"100.hea", "100 2 360 650000\n"},
            {"101.dat", noise(70'000, 2)},
            {"sub folder/101.hea", "101 2 360 650000\n"}};
}

inline std::string sums_of(const std::map<std::string, std::string>& files) {
    std::string text;
    for (const auto& [name, bytes] : files) text += core::sha256(bytes) + "  " + name + "\n";
    return text;
}

/// Serves files with ranges; a test may put its own answer before that.
class Server {
  public:
    using Answer = std::function<bool(const httplib::Request&, httplib::Response&)>;

    explicit Server(std::map<std::string, std::string> files, Answer answer = {})
        : files_(std::move(files)), answer_(std::move(answer)) {
        server_.Get("/db/(.*)", [this](const httplib::Request& request, httplib::Response& response) {
            {
                const std::lock_guard lock(mutex_);
                requests_.push_back(request.matches[1].str() + request.get_header_value("Range"));
            }
            if (answer_ && answer_(request, response)) return;
            const auto file = files_.find(request.matches[1]);
            if (file == files_.end())
                response.status = 404;
            else
                response.set_content(file->second, "application/octet-stream");
        });
        port_ = server_.bind_to_any_port("127.0.0.1");
        thread_ = std::thread([this] { server_.listen_after_bind(); });
        while (!server_.is_running()) std::this_thread::yield();
    }
    ~Server() {
        server_.stop();
        thread_.join();
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/db/"; }
    [[nodiscard]] std::vector<std::string> requests() {
        const std::lock_guard lock(mutex_);
        return requests_;
    }

  private:
    std::map<std::string, std::string> files_;
    Answer answer_;
    httplib::Server server_;
    std::mutex mutex_;
    std::vector<std::string> requests_;
    int port_ = 0;
    std::thread thread_;
};

}  // namespace synchrony::test
