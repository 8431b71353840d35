#include "xml_writing.hpp"

#include <sstream>

#include "synchrony/core/files.hpp"

namespace synchrony::io {

core::Result<void> check_has_leads(const record::Ecg& ecg, const std::string& format,
                                   const std::filesystem::path& path) {
    if (!ecg.leads.empty() && ecg.sampling_frequency_hz > 0) return {};
    return core::fail({core::ErrorKind::usage,
                       "recording cannot be written as " + format,
                       path.string(),
                       "no leads",
                       "leads with a sampling frequency",
                       {}});
}

void declare_utf8(XmlDocument& document) {
    auto declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version").set_value("1.0");
    declaration.append_attribute("encoding").set_value("UTF-8");
}

core::Result<void> write_document(const std::filesystem::path& path, const XmlDocument& document, const char* indent) {
    std::ostringstream text;
    document.save(text, indent, pugi::format_default, pugi::encoding_utf8);
    return core::write_file(path, text.view(), core::Durability::left_to_system);
}

}  // namespace synchrony::io
