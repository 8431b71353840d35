#include "philips/philips_format.hpp"

#include <algorithm>
#include <array>

#include "parts.hpp"
#include "philips/facts.hpp"
#include "philips/waveforms.hpp"
#include "synchrony/core/text.hpp"
#include "xml.hpp"

namespace synchrony::io::philips {
namespace {

constexpr std::string_view root_name = "restingecgdata";
constexpr std::array<std::string_view, 4> known_versions = {"1.03", "1.04", "1.04.01", "1.04.02"};

bool sniff_philips(std::string_view head, const std::filesystem::path&) {
    return root_element(head) == root_name;
}

core::Result<record::Ecg> read_philips(const RecordingFile& file, const ReadOptions& options) {
    const auto where = file.where();
    XmlDocument document;
    SYNCHRONY_ASSIGN(const auto remark, parse_xml(file.bytes, where, document));
    const auto root = child_of(document, root_name);
    SYNCHRONY_ASSIGN(auto ecg, read_rhythm(root, options, where));
    take_facts(root, ecg);
    const auto& version = ecg.facts.format_version;
    if (std::find(known_versions.begin(), known_versions.end(), version) == known_versions.end())
        ecg.warnings.emplace_back(
            "version " + core::in_quotes(version) +
                " of SierraECG is not known to this reader (known: " + core::joined(known_versions) + ")",
            "format_version_unknown");
    add_stored_beats(root, options, where, ecg);
    say_encoding(remark, ecg);
    return cut(std::move(ecg), options, where);
}

}  // namespace

Format format() {
    return {.name = "philips",
            .description = "Philips SierraECG XML: rhythm and representative beat",
            .versions = "1.03, 1.04, 1.04.01; 1.04.02 by description",
            .extensions = {".xml"},
            .sniff = sniff_philips,
            .read = read_philips,
            .checked = "against Philips' own conversion to aECG",
            .checked_files = 3,
            .figure = "rhythm within 4 steps of 5 uV, beat equal"};
}

}  // namespace synchrony::io::philips
