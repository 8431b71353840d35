// The program as a page in the browser: HTTP on loopback, a key on every call, answers of the use cases as they are.
// docs/api/openapi.json describes the calls.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "synchrony/core/progress.hpp"
#include "synchrony/core/result.hpp"

namespace synchrony::server {

/// What one server takes at most; beyond it answers 413, 429 or 410 and goes on.
struct Limits {
    std::size_t upload_bytes = std::size_t{256} << 20;  ///< of one recording's files
    std::size_t cohort_bytes = std::size_t{1} << 30;    ///< of a cohort's table and files, in the private folder
    std::size_t body_bytes = std::size_t{1} << 30;      ///< of all bodies that are being received at once
    std::size_t recordings = 50;                        ///< held; the oldest is dropped for a new one
    std::size_t held_bytes = std::size_t{2} << 30;      ///< of all held recordings' samples; likewise
    std::size_t cohorts = 4;
    std::size_t evaluations = 16;  ///< remembered; the oldest that has ended is forgotten for a new one
    int jobs = 2;                  ///< that measure, draw or read at once
    int queue = 32;                ///< jobs that wait
    int connections = 64;          ///< worked on at once
    int waiting_connections = 128;
    int event_streams = 8;
    std::size_t head_bytes = std::size_t{32} * 1024;  ///< of a request's line and headers
    std::chrono::milliseconds head_time{10'000};      ///< for the same to arrive
    std::chrono::milliseconds body_time{120'000};     ///< for a whole body to arrive
    std::chrono::milliseconds stall_time{10'000};     ///< without a byte in either direction
    std::chrono::milliseconds idle_time{5'000};       ///< of a connection between requests
    int requests_a_connection = 1000;
};

struct ServeOptions {
    std::string host = "127.0.0.1";  ///< where it listens; anything but loopback needs a key of the caller's
    int port = 0;                    ///< 0: any that is free
    std::string proxy = {};          ///< origin under which a proxy shows it: "https://ecg.example"; empty: none
    std::string key;                 ///< empty: drawn from the operating system
    bool identity = false;           ///< patients may be named in answers
    std::vector<std::filesystem::path> models;  ///< predictors and networks beside those shipped: files or folders
    std::filesystem::path results;  ///< folder where evaluations are kept, so that one that was killed goes on; empty:
                                    ///< in the private folder, gone at the end
    int threads = 1;                ///< of an evaluation
    Limits limits;
};

/// At least so long is a key that a caller gives: 128 bits as hexadecimal digits.
inline constexpr std::size_t shortest_key = 32;

/// True for names and addresses that only this machine can reach.
[[nodiscard]] bool is_loopback(const std::string& host);

class Server {
  public:
    /// Listens and answers from threads of its own until stopped. Errors: usage (a host that others reach without a
    /// key, a key too short or of odd characters), io (the port is taken, no private folder).
    [[nodiscard]] static core::Result<std::unique_ptr<Server>> start(ServeOptions options);
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    /// Stops.
    ~Server();

    [[nodiscard]] int port() const;
    [[nodiscard]] const std::string& key() const;
    /// What a browser opens: "http://127.0.0.1:4711/?key=...".
    [[nodiscard]] std::string address() const;
    /// Takes no more calls, cancels what runs, waits for it to end, removes the private folder. May be called twice.
    void stop();

  private:
    class Implementation;
    explicit Server(std::unique_ptr<Implementation> implementation);
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace synchrony::server
