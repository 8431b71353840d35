// What writers of XML formats share.
#pragma once

#include <filesystem>
#include <string>

#include "synchrony/core/result.hpp"
#include "synchrony/record/ecg.hpp"
#include "xml.hpp"

namespace synchrony::io {

/// Fails (usage) on a recording without leads or sampling frequency.
[[nodiscard]] core::Result<void> check_has_leads(const record::Ecg& ecg, const std::string& format,
                                                 const std::filesystem::path& path);

/// Puts the declaration of an XML file in UTF-8 at the document's end: before anything else is.
void declare_utf8(XmlDocument& document);

/// In UTF-8, whole or not at all.
[[nodiscard]] core::Result<void> write_document(const std::filesystem::path& path, const XmlDocument& document,
                                                const char* indent);

}  // namespace synchrony::io
