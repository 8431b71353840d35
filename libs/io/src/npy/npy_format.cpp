#include "npy/npy_format.hpp"

#include <algorithm>
#include <cmath>

#include "birth_and_age.hpp"
#include "npy/npy_file.hpp"
#include "parts.hpp"
#include "sex.hpp"
#include "start_time.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/io/archive.hpp"
#include "synchrony/io/npz.hpp"

namespace synchrony::io::npy {
namespace {

using core::fail_input;

bool sniff_npy(std::string_view head, const std::filesystem::path&) {
    return is_npy(head);
}

/// A zip whose first file is an array: its name stands behind the local header's thirty bytes.
bool sniff_npz(std::string_view head, const std::filesystem::path&) {
    constexpr std::size_t name_at = 30, length_at = 26;
    if (!is_zip(head) || head.size() < name_at) return false;
    const auto length = static_cast<std::size_t>(static_cast<unsigned char>(head[length_at])) |
                        static_cast<std::size_t>(static_cast<unsigned char>(head[length_at + 1])) << 8U;
    return head.substr(name_at, length).ends_with(".npy");
}

core::Result<std::vector<std::string>> npy_parts(const RecordingFile& file) {
    SYNCHRONY_ASSIGN(const auto array, parse_npy(file.bytes, file.where()));
    return arrays::parts_of(array);
}

core::Result<record::Ecg> read_npy(const RecordingFile& file, const ReadOptions& options) {
    SYNCHRONY_ASSIGN(const auto array, parse_npy(file.bytes, file.where()));
    SYNCHRONY_ASSIGN(const auto facts, arrays::facts_from(options, file.where()));
    SYNCHRONY_ASSIGN(auto ecg, arrays::to_ecg(array, facts, file.part, options, file.where()));
    ecg.format = "npy";
    return ecg;
}

/// Members of a .npz by name.
class Members {
  public:
    Members(const Archive& archive, std::string where) : archive_(archive), where_(std::move(where)) {}

    [[nodiscard]] bool has(const std::string& name) const {
        const auto& names = archive_.names();
        return std::binary_search(names.begin(), names.end(), name + ".npy");
    }
    core::Result<arrays::NumberArray> numbers(const std::string& name) const {
        SYNCHRONY_ASSIGN(const auto bytes, archive_.open(name + ".npy"));
        return parse_npy(bytes, where_ + "/" + name);
    }
    core::Result<std::vector<std::string>> texts(const std::string& name) const {
        SYNCHRONY_ASSIGN(const auto bytes, archive_.open(name + ".npy"));
        return parse_npy_texts(bytes, where_ + "/" + name);
    }
    std::string text(const std::string& name) const {
        const auto found = has(name) ? texts(name) : core::Result<std::vector<std::string>>{};
        return found && !found->empty() ? found->front() : std::string();
    }
    std::optional<double> number(const std::string& name) const {
        if (!has(name)) return std::nullopt;
        const auto found = numbers(name);
        if (!found || !std::isfinite(found->at(0))) return std::nullopt;
        return found->at(0);
    }

  private:
    const Archive& archive_;
    std::string where_;
};

core::Result<void> add_other_signals(const Members& members, const arrays::ArrayFacts& facts,
                                     const ReadOptions& options, const std::string& where, record::Ecg& ecg) {
    if (!members.has("other_samples") || !members.has("other_names") || !members.has("other_units")) return {};
    SYNCHRONY_ASSIGN(const auto array, members.numbers("other_samples"));
    SYNCHRONY_ASSIGN(const auto units, members.texts("other_units"));
    auto other = facts;
    SYNCHRONY_ASSIGN(other.lead_names, members.texts("other_names"));
    SYNCHRONY_ASSIGN(auto signals, arrays::to_ecg(array, other, {}, options, where));
    if (signals.sample_count() != ecg.sample_count() || units.size() != signals.leads.size())
        return fail_input("other signals do not fit the leads", where,
                          std::to_string(signals.sample_count()) + " samples",
                          std::to_string(ecg.sample_count()) + ", and a unit a signal");
    for (std::size_t i = 0; i < units.size(); ++i) {
        signals.leads[i].name = other.lead_names[i];
        signals.leads[i].unit = units[i];
        ecg.other_signals.push_back(std::move(signals.leads[i]));
    }
    return {};
}

/// A .npz of ours, which says everything.
core::Result<record::Ecg> read_own_npz(const Members& members, const ReadOptions& options, const std::string& where) {
    arrays::ArrayFacts facts;
    SYNCHRONY_ASSIGN(const auto array, members.numbers("samples_mv"));
    SYNCHRONY_ASSIGN(facts.lead_names, members.texts("lead_names"));
    facts.sampling_frequency_hz = members.number("sampling_frequency_hz").value_or(0.0);
    if (!(facts.sampling_frequency_hz > 0))
        return fail_input("sampling frequency is not known", where, "sampling_frequency_hz", "a number over 0");
    SYNCHRONY_ASSIGN(auto ecg, arrays::to_ecg(array, facts, {}, options, where));
    SYNCHRONY_TRY(add_other_signals(members, facts, options, where, ecg));
    ecg.facts.gain_source = "samples_mv";
    ecg.record_name = members.text("record_name");
    if (const auto start = members.text("start_time"); !start.empty()) ecg.start_time = start;
    begin_later(ecg, static_cast<double>(options.first_sample) / ecg.sampling_frequency_hz);
    ecg.facts.patient.id = members.text("patient_id");
    set_sex(ecg, members.text("sex"));
    if (const auto years = members.number("age_years")) set_age(ecg, *years);
    return ecg;
}

core::Result<record::Ecg> read_npz(const RecordingFile& file, const ReadOptions& options) {
    const auto where = file.where();
    SYNCHRONY_ASSIGN(const auto archive, open_zip(file.bytes, where));
    const Members members(*archive, where);
    core::Result<record::Ecg> ecg;
    if (members.has("samples_mv") && members.has("lead_names")) {
        if (!file.part.empty())
            return core::fail({core::ErrorKind::usage, "file holds one recording", where, file.part, "none", {}});
        ecg = read_own_npz(members, options, where);
    } else {
        // The array to be read: the only one, or the one that is named behind the file.
        const auto& names = archive->names();
        const auto slash = file.part.find('/');
        std::string name = file.part.substr(0, slash);
        std::string part = slash == std::string::npos ? std::string() : file.part.substr(slash + 1);
        if (!members.has(name) && names.size() == 1) {
            part = file.part;
            name = names[0].substr(0, names[0].size() - 4);
        }
        if (!members.has(name))
            return core::fail({core::ErrorKind::usage, "file holds several arrays", where,
                               name.empty() ? "none named" : name, "one of its " + std::to_string(names.size()),
                               "Name one behind the file: " + where + "/" +
                                   (names.empty() ? "" : names[0].substr(0, names[0].size() - 4))});
        SYNCHRONY_ASSIGN(const auto array, members.numbers(name));
        SYNCHRONY_ASSIGN(const auto facts, arrays::facts_from(options, where));
        ecg = arrays::to_ecg(array, facts, part, options, where);
    }
    if (ecg) ecg->format = "npz";
    return ecg;
}

core::Result<std::vector<std::string>> npz_parts(const RecordingFile& file) {
    SYNCHRONY_ASSIGN(const auto archive, open_zip(file.bytes, file.where()));
    const Members members(*archive, file.where());
    if (archive->names().size() != 1 || members.has("samples_mv")) return std::vector<std::string>{};
    SYNCHRONY_ASSIGN(const auto bytes, archive->open(archive->names()[0]));
    SYNCHRONY_ASSIGN(const auto array, parse_npy(bytes, file.where()));
    return arrays::parts_of(array);
}

}  // namespace

Format npy_format() {
    return {.name = "npy",
            .description = "NumPy array (with --fs, --unit, --leads)",
            .versions = "NPY 1.0, 2.0, 3.0",
            .extensions = {".npy"},
            .sniff = sniff_npy,
            .read = read_npy,
            .checked = "arrays that numpy.save wrote",
            .checked_files = 7,
            .figure = "every sample equal",
            .parts = npy_parts};
}

Format npz_format() {
    return {.name = "npz",
            .description = "NumPy arrays in a zip: ours, or one array with options",
            .versions = "NPY 1.0, 2.0, 3.0; stored, deflated",
            .extensions = {".npz"},
            .sniff = sniff_npz,
            .read = read_npz,
            .checked = "archives that numpy.savez wrote",
            .checked_files = 2,
            .figure = "every sample equal",
            .parts = npz_parts};
}

}  // namespace synchrony::io::npy
