#include "http_download.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>

#include "synchrony/core/text.hpp"

namespace synchrony::datasets {
namespace {

constexpr long connect_timeout_s = 20;
constexpr long max_redirects = 5;
/// A server below it for as long as a stall lasts holds the program, it does not serve; GPRS of 1998 gave 2000.
constexpr long slowest_bytes_per_s = 256;
constexpr long status_ok = 200;
constexpr long status_partial = 206;
constexpr long status_range_not_satisfiable = 416;
constexpr std::chrono::milliseconds cancel_poll{50};

/// A fault of one try, and whether another try may do better.
struct Fault {
    core::Error error;
    bool may_pass = false;
};

/// Where one transfer's bytes go.
struct Sink {
    CURL* handle = nullptr;
    const HttpOptions* options = nullptr;
    std::ofstream file;  ///< used when `path` is set
    std::filesystem::path path;
    std::string* text = nullptr;  ///< used otherwise
    std::uint64_t offset = 0;     ///< bytes that the file held when the transfer began
    std::uint64_t received = 0;
    std::uint64_t max_bytes = 0;
    std::optional<std::uint64_t> range_begin;  ///< first byte that the server says it sends
    bool started = false;
    bool too_large = false;
    bool wrong_range = false;
    bool disk_fault = false;
};

long status_of(CURL* handle) {
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

// "Content-Range: bytes 1000-1999/2000" -> 1000
std::optional<std::uint64_t> content_range_begin(std::string_view header) {
    constexpr std::string_view name = "content-range:";
    if (core::lower(header.substr(0, name.size())) != name) return std::nullopt;
    const auto digit = header.find_first_of("0123456789");
    if (digit == std::string_view::npos) return std::nullopt;
    std::uint64_t begin = 0;
    const auto parsed = std::from_chars(header.data() + digit, header.data() + header.size(), begin);
    if (parsed.ec != std::errc{}) return std::nullopt;
    return begin;
}

std::size_t on_header(char* data, std::size_t, std::size_t count, void* user) {
    auto& sink = *static_cast<Sink*>(user);
    const std::string_view header(data, count);
    if (header.rfind("HTTP/", 0) == 0) sink.range_begin.reset();  // a redirect's answer is over
    if (const auto begin = content_range_begin(header)) sink.range_begin = begin;
    return count;
}

// The first bytes of a body tell whether the server goes on where we stopped or starts anew.
bool start_body(Sink& sink) {
    sink.started = true;
    if (sink.offset == 0) return true;
    if (status_of(sink.handle) == status_partial) {
        sink.wrong_range = sink.range_begin != sink.offset;
        return !sink.wrong_range;
    }
    sink.offset = 0;
    sink.file.close();
    sink.file.open(sink.path, std::ios::binary | std::ios::trunc);
    sink.disk_fault = !sink.file;
    return !sink.disk_fault;
}

std::size_t on_body(char* data, std::size_t, std::size_t count, void* user) {
    auto& sink = *static_cast<Sink*>(user);
    const long status = status_of(sink.handle);
    if (status != status_ok && status != status_partial) return count;  // an error page: read and dropped
    if (!sink.started && !start_body(sink)) return 0;
    sink.too_large = sink.offset + sink.received + count > sink.max_bytes;
    if (sink.too_large) return 0;
    if (sink.text)
        sink.text->append(data, count);
    else if (!sink.file.write(data, static_cast<std::streamsize>(count))) {
        sink.disk_fault = true;
        return 0;
    }
    sink.received += count;
    if (sink.options->on_bytes) sink.options->on_bytes(count);
    return count;
}

int on_tick(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<Sink*>(user)->options->cancel->requested() ? 1 : 0;
}

bool status_may_pass(long status) {
    return status == 408 || status == 429 || status >= 500;
}

core::Error io_error(std::string what, const std::string& url, std::string got, std::string expected = {}) {
    return {core::ErrorKind::io, std::move(what), url, std::move(got), std::move(expected), {}};
}

std::optional<Fault> judge(CURLcode code, Sink& sink, const std::string& url) {
    const long status = status_of(sink.handle);
    if (sink.options->cancel->requested())
        return Fault{{core::ErrorKind::cancelled, "stopped", url, {}, {}, "The same command goes on from here"}, false};
    if (sink.too_large || code == CURLE_FILESIZE_EXCEEDED)
        return Fault{{core::ErrorKind::input,
                      "file is larger than any of the database",
                      url,
                      {},
                      "at most " + std::to_string(sink.max_bytes) + " bytes",
                      {}},
                     false};
    if (sink.disk_fault) return Fault{io_error("cannot write file", sink.path.string(), {}), false};
    if (sink.wrong_range) return Fault{io_error("server sent another range than asked for", url, {}), true};
    if (code != CURLE_OK && code != CURLE_WRITE_ERROR) {
        const bool hopeless = code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL;
        return Fault{io_error("download failed", url, curl_easy_strerror(code)), !hopeless};
    }
    if (status == status_range_not_satisfiable)
        return Fault{io_error("server refused the range", url, "HTTP status 416"), true};
    if (status != status_ok && status != status_partial)
        return Fault{io_error("download failed", url, "HTTP status " + std::to_string(status), "200 or 206"),
                     status_may_pass(status)};
    return std::nullopt;
}

void initialise_curl() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

}  // namespace

struct HttpClient::State {
    explicit State(HttpOptions chosen) : options(std::move(chosen)) {
        initialise_curl();
        handle.reset(curl_easy_init());
    }

    void prepare(const std::string& url, Sink& sink) {
        CURL* h = handle.get();
        curl_easy_reset(h);
        curl_easy_setopt(h, CURLOPT_URL, url.c_str());
        curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(h, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
        curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 1L);
        curl_easy_setopt(h, CURLOPT_MAXREDIRS, max_redirects);
        curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(h, CURLOPT_USERAGENT, "synchrony");
        curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, connect_timeout_s);
        curl_easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, slowest_bytes_per_s);
        curl_easy_setopt(h, CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.stall.count()));
        curl_easy_setopt(h, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(sink.max_bytes));
        curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, on_body);
        curl_easy_setopt(h, CURLOPT_WRITEDATA, &sink);
        curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, on_header);
        curl_easy_setopt(h, CURLOPT_HEADERDATA, &sink);
        curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, on_tick);
        curl_easy_setopt(h, CURLOPT_XFERINFODATA, &sink);
    }

    std::optional<Fault> transfer(const std::string& url, Sink& sink) {
        if (!handle) return Fault{io_error("libcurl did not start", url, {}), false};
        sink.handle = handle.get();
        sink.options = &options;
        prepare(url, sink);
        const std::string range = std::to_string(sink.offset) + "-";
        if (sink.offset > 0) curl_easy_setopt(handle.get(), CURLOPT_RANGE, range.c_str());
        const auto code = curl_easy_perform(handle.get());
        if (sink.file.is_open()) {
            sink.file.close();
            sink.disk_fault = sink.disk_fault || sink.file.fail();
        }
        return judge(code, sink, shown_address(url));
    }

    std::optional<Fault> file_once(const std::string& url, const std::filesystem::path& part, std::uint64_t max_bytes,
                                   std::uint64_t& received) {
        std::error_code missing;
        const auto held = std::filesystem::file_size(part, missing);
        Sink sink;
        sink.path = part;
        sink.max_bytes = max_bytes;
        sink.offset = missing || held > max_bytes ? 0 : held;
        sink.file.open(part, std::ios::binary | (sink.offset > 0 ? std::ios::app : std::ios::trunc));
        if (!sink.file) return Fault{io_error("cannot write file", part.string(), {}), false};
        auto fault = transfer(url, sink);
        received += sink.received;
        // Bytes that do not belong to this file, or too many of them, are of no use to the next try.
        if (fault && (sink.too_large || sink.wrong_range || status_of(handle.get()) == status_range_not_satisfiable))
            std::filesystem::remove(part, missing);
        return fault;
    }

    void wait(std::chrono::milliseconds time) const {
        const auto end = std::chrono::steady_clock::now() + time;
        while (std::chrono::steady_clock::now() < end && !options.cancel->requested())
            std::this_thread::sleep_for(std::min(cancel_poll, time));
    }

    template <typename Once>
    core::Result<void> with_retries(Once once) {
        auto pause = options.first_wait;
        for (int attempt = 1;; ++attempt, pause *= 2) {
            auto fault = once();
            if (!fault) return {};
            if (!fault->may_pass || attempt >= options.attempts) {
                if (fault->may_pass) fault->error.hint = "Tried " + std::to_string(attempt) + " times; try again later";
                return core::fail(std::move(fault->error));
            }
            wait(pause);
        }
    }

    HttpOptions options;
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle{nullptr, curl_easy_cleanup};
};

std::string shown_address(const std::string& url) {
    const auto scheme = url.find("://");
    if (scheme == std::string::npos) return url;
    const auto begin = scheme + 3, slash = std::min(url.find_first_of("/?#", begin), url.size());
    const auto at = url.rfind('@', slash);
    return at == std::string::npos || at < begin ? url : url.substr(0, begin) + url.substr(at + 1);
}

HttpClient::HttpClient(HttpOptions options) : state_(std::make_unique<State>(std::move(options))) {}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

core::Result<std::string> HttpClient::get_text(const std::string& url, std::uint64_t max_bytes) {
    std::string text;
    SYNCHRONY_TRY(state_->with_retries([&] {
        text.clear();
        Sink sink;
        sink.text = &text;
        sink.max_bytes = max_bytes;
        return state_->transfer(url, sink);
    }));
    return text;
}

core::Result<std::uint64_t> HttpClient::get_file(const std::string& url, const std::filesystem::path& part,
                                                 std::uint64_t max_bytes) {
    std::uint64_t received = 0;
    SYNCHRONY_TRY(state_->with_retries([&] { return state_->file_once(url, part, max_bytes, received); }));
    return received;
}

std::string encode_url_path(const std::string& path) {
    constexpr std::string_view kept = "-._~/";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char letter : path) {
        const auto byte = static_cast<unsigned char>(letter);
        if (std::isalnum(byte) || kept.find(letter) != std::string_view::npos) {
            encoded += letter;
        } else {
            encoded += '%';
            encoded += digits[byte >> 4];
            encoded += digits[byte & 15];
        }
    }
    return encoded;
}

}  // namespace synchrony::datasets
