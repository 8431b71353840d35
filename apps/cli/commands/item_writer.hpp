// Answers that leave one by one: to stdout or into a part file, with what stands around and between them.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "synchrony/app/part_file.hpp"

namespace synchrony::cli {

class Shell;

class ItemWriter {
  public:
    /// `part` may be null: to stdout.
    ItemWriter(const Shell& shell, app::Joining how, app::PartFile* part);
    /// A new item, whole or its beginning.
    void put(const std::string& item);
    /// More of the item.
    void add(const std::string& text);
    /// The end of the document, complaints about the faults, and the part's commit. Gives the exit code: of a part that
    /// is there 0, whatever it holds.
    int end(const std::vector<core::Error>& faults);

  private:
    const Shell& shell_;
    app::Joining how_;
    app::PartFile* part_;
    std::size_t items_ = 0;
};

/// The document as it stands, indented by two blanks a level, so many levels deep.
[[nodiscard]] std::string nested_json(const nlohmann::ordered_json& document, int levels);

}  // namespace synchrony::cli
