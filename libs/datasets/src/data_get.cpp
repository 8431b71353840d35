#include "synchrony/datasets/data_get.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <sstream>

#include "http_download.hpp"
#include "synchrony/core/counted.hpp"
#include "synchrony/core/file_sums.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/folder_lock.hpp"
#include "synchrony/core/parallel.hpp"
#include "synchrony/core/sha256.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/datasets/data_folder.hpp"

namespace synchrony::datasets {
namespace {

constexpr std::uint64_t max_list_bytes = 16u << 20;  // SHA256SUMS.txt and RECORDS; the largest known has 0.3 MB
constexpr const char* sums_name = "SHA256SUMS.txt";
constexpr const char* records_name = "RECORDS";
constexpr std::size_t names_in_message = 6;

tl::unexpected<core::Error> fail_sum(const std::string& where, const std::string& got, const std::string& expected) {
    return core::fail_input("checksum differs, the file was not kept", where, "SHA-256 " + got, expected);
}

/// Where the files come from: a server or a folder. One a thread.
class Source {
  public:
    virtual ~Source() = default;
    virtual core::Result<std::string> text(const std::string& name) = 0;
    /// Puts the file in place at `target`, checked against `file.sha256` unless that is empty; gives the bytes moved.
    virtual core::Result<std::uint64_t> fetch(const core::FileSum& file, const std::filesystem::path& target) = 0;
};

class FolderSource : public Source {
  public:
    FolderSource(const GetDataOptions& options, const core::RunContext& context)
        : options_(options), progress_(*context.progress) {}

    core::Result<std::string> text(const std::string& name) override {
        auto bytes = core::read_file(options_.from_dir / name, max_list_bytes);
        if (!bytes)
            bytes.error().hint = "A database folder holds SHA256SUMS.txt and RECORDS as its publisher ships them";
        return bytes;
    }

    core::Result<std::uint64_t> fetch(const core::FileSum& file, const std::filesystem::path& target) override {
        const auto from = options_.from_dir / file.path;
        SYNCHRONY_ASSIGN(const auto bytes, core::read_file(from, options_.max_file_bytes));
        const auto sum = core::sha256(bytes);
        if (!file.sha256.empty() && sum != file.sha256) return fail_sum(from.string(), sum, file.sha256);
        SYNCHRONY_TRY(core::write_file(target, bytes));
        progress_.advance(bytes.size());
        return bytes.size();
    }

  private:
    const GetDataOptions& options_;
    core::Progress& progress_;
};

class HttpSource : public Source {
  public:
    HttpSource(std::string base_url, const GetDataOptions& options, const core::RunContext& context)
        : base_url_(std::move(base_url)),
          options_(options),
          client_(HttpOptions{options.attempts, options.first_wait, options.stall, context.cancel,
                              [progress = context.progress](std::uint64_t bytes) { progress->advance(bytes); }}) {
        if (base_url_.back() != '/') base_url_ += '/';
    }

    core::Result<std::string> text(const std::string& name) override {
        return client_.get_text(base_url_ + name, max_list_bytes);
    }

    core::Result<std::uint64_t> fetch(const core::FileSum& file, const std::filesystem::path& target) override {
        SYNCHRONY_TRY(core::make_directories(target.parent_path()));
        auto part = target;
        part += ".part";
        std::error_code ignored;
        const bool resumed = std::filesystem::exists(part, ignored);
        std::uint64_t received = 0;
        auto sum = download(file, part, received);
        // A part left by an older version of the file cannot be mended by more bytes: once more, from the start.
        if (sum && !fits(file, *sum) && resumed) {
            std::filesystem::remove(part, ignored);
            sum = download(file, part, received);
        }
        if (!sum) {
            if (std::filesystem::file_size(part, ignored) == 0) std::filesystem::remove(part, ignored);
            return core::fail(std::move(sum).error());
        }
        if (!fits(file, *sum)) {
            std::filesystem::remove(part, ignored);
            return fail_sum(shown_address(base_url_) + file.path, *sum, file.sha256);
        }
        SYNCHRONY_TRY(core::move_into_place(part, target));
        return received;
    }

  private:
    static bool fits(const core::FileSum& file, const std::string& sum) {
        return file.sha256.empty() || sum == file.sha256;
    }

    core::Result<std::string> download(const core::FileSum& file, const std::filesystem::path& part,
                                       std::uint64_t& received) {
        std::error_code ignored;
        if (!file.sha256.empty() && std::filesystem::exists(part, ignored)) {
            auto sum = core::sha256_file(part);  // the last run may have ended between the last byte and the rename
            if (sum && *sum == file.sha256) return sum;
        }
        SYNCHRONY_ASSIGN(const auto bytes,
                         client_.get_file(base_url_ + encode_url_path(file.path), part, options_.max_file_bytes));
        received += bytes;
        return core::sha256_file(part);
    }

    std::string base_url_;
    const GetDataOptions& options_;
    HttpClient client_;
};

std::vector<std::string> parse_records(const std::string& text) {
    std::vector<std::string> records;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (!line.empty()) records.push_back(line);
    }
    return records;
}

std::string list_some(const std::vector<std::string>& names) {
    auto text = core::joined(std::span(names).first(std::min(names.size(), names_in_message)));
    if (names.size() > names_in_message) text += ", ... (" + std::to_string(names.size()) + " in all)";
    return text;
}

/// One call of get_data.
class Getter {
  public:
    Getter(Database database, const GetDataOptions& options, const core::RunContext& context)
        : database_(std::move(database)), options_(options), context_(context) {
        report_.folder =
            options.target_folder.empty() ? data_target(database_.name, default_data_places()) : options.target_folder;
    }

    core::Result<GetDataReport> run() {
        SYNCHRONY_TRY(read_lists());
        SYNCHRONY_TRY(check_completeness());
        SYNCHRONY_ASSIGN(const auto lock, core::FolderLock::take(report_.folder));
        SYNCHRONY_TRY(check_lists_there());
        context_.progress->begin("get " + database_.name, database_.about_bytes);
        auto fetched = fetch_all();
        context_.progress->end();
        if (!fetched) return core::fail(std::move(fetched).error());
        SYNCHRONY_TRY(core::write_file(report_.folder / sums_name, sums_text_));
        SYNCHRONY_TRY(keep_records());
        return std::move(report_);
    }

  private:
    [[nodiscard]] bool from_folder() const { return !options_.from_dir.empty(); }

    [[nodiscard]] const std::string& base_url() const {
        return options_.base_url.empty() ? database_.base_url : options_.base_url;
    }

    [[nodiscard]] std::unique_ptr<Source> make_source() const {
        if (from_folder()) return std::make_unique<FolderSource>(options_, context_);
        return std::make_unique<HttpSource>(base_url(), options_, context_);
    }

    core::Result<void> read_lists() {
        const auto source = make_source();
        SYNCHRONY_ASSIGN(sums_text_, source->text(sums_name));
        const auto place = from_folder() ? (options_.from_dir / sums_name).string() : sums_name;
        SYNCHRONY_ASSIGN(sums_, core::parse_sums(sums_text_, place));
        SYNCHRONY_ASSIGN(records_text_, source->text(records_name));
        records_ = parse_records(records_text_);
        const auto listed =
            std::find_if(sums_.begin(), sums_.end(), [](const auto& f) { return f.path == records_name; });
        if (listed == sums_.end()) {
            report_.unchecked_files.emplace_back(records_name);
        } else {
            if (const auto sum = core::sha256(records_text_); sum != listed->sha256)
                return fail_sum(records_name, sum, listed->sha256);
            records_listed_ = true;
            sums_.erase(listed);
        }
        if (!database_.part.empty()) take_part();
        report_.files_listed = sums_.size() + (records_listed_ ? 1 : 0);
        return {};
    }

    /// Of all that is published the records of one folder and the tables; the lists that are kept name no other.
    void take_part() {
        const auto other = [&](const std::string& path) {
            return !path.starts_with(database_.part) &&
                   std::ranges::find(database_.tables, path) == database_.tables.end();
        };
        std::erase_if(sums_, [&](const core::FileSum& file) { return other(file.path); });
        std::erase_if(records_, other);
        sums_text_.clear();
        for (const auto& file : sums_) sums_text_ += file.sha256 + "  " + file.path + "\n";
        records_text_.clear();
        for (const auto& record : records_) records_text_ += record + "\n";
    }

    /// Of the published database.
    [[nodiscard]] std::size_t record_count() const {
        return database_.records.empty() ? database_.record_count : database_.records.size();
    }

    // Which records and files are not to be had, and whether that is accepted.
    core::Result<void> check_completeness() {
        const std::set<std::string> have(records_.begin(), records_.end());
        for (const auto& record : database_.records)
            if (!have.contains(record)) report_.missing_records.push_back(record);
        if (database_.records.empty() && have.size() < record_count())
            report_.unnamed_missing = record_count() - have.size();
        add_tables();
        std::error_code ignored;
        std::erase_if(sums_, [&](const core::FileSum& file) {
            if (!from_folder()) return false;  // a server that lacks a file it lists is a fault
            if (std::filesystem::is_regular_file(options_.from_dir / file.path, ignored)) return false;
            report_.missing_files.push_back(file.path);
            return true;
        });
        if (report_.missing_files.empty() && missing_records().empty()) return {};
        if (!options_.allow_partial) return refuse_partial();
        if (!from_folder())
            context_.progress->log("this server lacks records of " + database_.title + ": " + missing_records());
        return {};
    }

    /// In words; empty where there is none.
    [[nodiscard]] std::string missing_records() const {
        if (report_.unnamed_missing > 0) return core::counted(report_.unnamed_missing, "record") + " of the published";
        return report_.missing_records.empty() ? "" : list_some(report_.missing_records);
    }

    core::Result<void> refuse_partial() const {
        std::string lacks;
        if (const auto records = missing_records(); !records.empty())
            lacks = "without " + (report_.unnamed_missing > 0 ? records : "records " + records);
        if (!report_.missing_files.empty())
            lacks += (lacks.empty() ? "" : "; ") + ("without files " + list_some(report_.missing_files));
        return core::fail_input("there is only a part of " + database_.title,
                                from_folder() ? options_.from_dir.string() : base_url(), lacks,
                                std::to_string(record_count()) + " records with all files of SHA256SUMS.txt",
                                "Take what is there with --partial");
    }

    /// Whether the folder is the database's already, by the list that the last run left in it; other lists under these
    /// names are somebody's own.
    core::Result<void> check_lists_there() {
        const auto list = report_.folder / sums_name;
        if (const auto text = core::read_file(list, max_list_bytes)) {
            const auto known = core::parse_sums(*text, list.string());
            holds_database_ = known && std::ranges::any_of(*known, [&](const core::FileSum& there) {
                                  return std::ranges::find(sums_, there.path, &core::FileSum::path) != sums_.end();
                              });
        }
        if (holds_database_) return {};
        std::error_code ignored;
        for (const auto* name : {sums_name, records_name})
            if (std::filesystem::exists(report_.folder / name, ignored)) return own_file(name);
        return {};
    }

    [[nodiscard]] tl::unexpected<core::Error> own_file(const std::string& name) const {
        return core::fail({core::ErrorKind::usage,
                           "a file of that name is there, which is not the database's",
                           (report_.folder / name).string(),
                           {},
                           "a folder of its own for the database",
                           "Name another folder with --to"});
    }

    // Tables that the program needs are taken even where the publisher's list of sums leaves them out.
    void add_tables() {
        for (const auto& table : database_.tables) {
            if (std::any_of(sums_.begin(), sums_.end(), [&](const core::FileSum& file) { return file.path == table; }))
                continue;
            sums_.push_back({table, {}});
            report_.unchecked_files.push_back(table);
        }
    }

    core::Result<void> fetch_all() {
        const int workers = std::clamp(std::min(context_.threads, options_.connections), 1, 16);
        std::atomic<std::size_t> next{0};
        core::parallel_for(static_cast<std::size_t>(workers), workers, [&](std::size_t) {
            const auto source = make_source();
            for (std::size_t i = next++; i < sums_.size(); i = next++)
                if (!fetch_one(*source, sums_[i])) next = sums_.size();
        });
        if (error_) return core::fail(*error_);
        return {};
    }

    bool fetch_one(Source& source, const core::FileSum& file) {
        if (context_.cancel->requested())
            return note(core::fail(
                {core::ErrorKind::cancelled, "stopped", file.path, {}, {}, "The same command goes on from here"}));
        const auto target = report_.folder / file.path;
        std::error_code missing;
        const auto size = std::filesystem::file_size(target, missing);
        if (!missing) {
            // A table that is in no list is there whole, or not at all.
            const bool listed = !file.sha256.empty();
            const auto sum = listed ? core::sha256_file(target) : core::Result<std::string>();
            if (listed ? sum && *sum == file.sha256 : !holds_database_) {
                context_.progress->advance(size);
                const std::lock_guard lock(mutex_);
                ++report_.files_present;
                return true;
            }
            if (!holds_database_ && size > 0) return note(own_file(file.path));
        }
        return note(source.fetch(file, target));
    }

    bool note(const core::Result<std::uint64_t>& fetched) {
        const std::lock_guard lock(mutex_);
        if (!fetched) {
            if (!error_) error_ = fetched.error();
            return false;
        }
        ++report_.files_fetched;
        report_.bytes_fetched += *fetched;
        return true;
    }

    // The list was read before all else; it counts as fetched where the folder did not have it.
    core::Result<void> keep_records() {
        const auto list = report_.folder / records_name;
        const auto records = usable_records();
        const auto there = core::read_file(list, max_list_bytes);
        if (records_listed_) ++(there && *there == records ? report_.files_present : report_.files_fetched);
        return core::write_file(list, records);
    }

    // RECORDS without those records of which files are missing, so that nothing downstream opens them.
    [[nodiscard]] std::string usable_records() const {
        if (report_.missing_files.empty()) return records_text_;
        std::set<std::string> broken;
        for (const auto& file : report_.missing_files) broken.insert(file.substr(0, file.rfind('.')));
        std::string text;
        for (const auto& record : records_)
            if (!broken.contains(record)) text += record + "\n";
        return text;
    }

    Database database_;
    const GetDataOptions& options_;
    const core::RunContext& context_;
    GetDataReport report_;
    std::string sums_text_;
    std::string records_text_;
    std::vector<core::FileSum> sums_;
    std::vector<std::string> records_;
    bool records_listed_ = false;  ///< RECORDS has a published sum
    bool holds_database_ = false;  ///< the folder does, from an earlier run
    std::mutex mutex_;
    std::optional<core::Error> error_;
};

}  // namespace

void set_source(GetDataOptions& options, const std::string& from) {
    if (from.find("://") != std::string::npos)
        options.base_url = from;
    else
        options.from_dir = from;
}

core::Result<GetDataReport> get_data(const std::string& name, const GetDataOptions& options,
                                     const core::RunContext& context) {
    SYNCHRONY_ASSIGN(auto database, find_database(name));
    return Getter(std::move(database), options, context).run();
}

}  // namespace synchrony::datasets
