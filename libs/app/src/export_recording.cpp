#include "synchrony/app/export_recording.hpp"

#include <algorithm>
#include <memory>

#include "convert_targets.hpp"
#include "synchrony/app/convert.hpp"
#include "synchrony/core/files.hpp"
#include "synchrony/core/scratch_folder.hpp"
#include "synchrony/io/archive.hpp"

namespace synchrony::app {
namespace {

constexpr const char* exported_stem = "recording";

record::Ecg as_recorded(record::Ecg ecg) {
    std::erase_if(ecg.leads, [](const auto& lead) { return lead.derived; });
    return ecg;
}

}  // namespace

core::Result<ExportedRecording> export_recording(const record::Ecg& ecg, const std::string& target,
                                                 const core::RunContext& context) {
    SYNCHRONY_ASSIGN(const auto* to, find_convert_target(target, {}));
    SYNCHRONY_ASSIGN(const auto scratch, core::ScratchFolder::create());
    ConvertRequest request;
    request.inputs = {exported_stem};
    request.out = scratch.path() / (exported_stem + std::string(to->extension));
    request.to = target;
    request.reading.held = std::make_shared<const io::HeldRecordings>(
        io::HeldRecordings{{exported_stem, std::make_shared<const record::Ecg>(as_recorded(ecg))}});
    SYNCHRONY_ASSIGN(auto report, convert(request, context));
    if (report.recordings.empty()) return core::fail_input("nothing was converted");
    auto& converted = report.recordings.front();
    if (converted.error) return core::fail(std::move(*converted.error));
    std::vector<io::NamedBytes> files;
    for (const auto& entry : std::filesystem::directory_iterator(scratch.path())) {
        SYNCHRONY_ASSIGN(auto bytes, core::read_file(entry.path()));
        files.push_back({entry.path().filename().string(), std::move(bytes)});
    }
    std::ranges::sort(files, {}, &io::NamedBytes::name);
    if (files.size() == 1)
        return ExportedRecording{files.front().name, std::move(files.front().bytes), std::move(converted.lost)};
    SYNCHRONY_ASSIGN(auto zip, io::zip_of(files, true));
    return ExportedRecording{std::string(exported_stem) + ".zip", std::move(zip), std::move(converted.lost)};
}

}  // namespace synchrony::app
