#include "item_writer.hpp"

#include <nlohmann/json.hpp>

#include "shell.hpp"
#include "synchrony/core/json_text.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cli {

ItemWriter::ItemWriter(const Shell& shell, app::Joining how, app::PartFile* part)
    : shell_(shell), how_(std::move(how)), part_(part) {}

void ItemWriter::put(const std::string& item) {
    // what stands around a part is put there when the parts are joined
    const std::string before = items_++ > 0 ? how_.joint : part_ == nullptr ? how_.head : std::string();
    if (part_ != nullptr) part_->stream() << before;
    add(part_ == nullptr ? before + item : item);
}

void ItemWriter::add(const std::string& text) {
    if (part_ != nullptr)
        part_->stream() << core::printable(text);  // as on stdout
    else
        shell_.print(text);
}

int ItemWriter::end(const std::vector<core::Error>& faults) {
    if (part_ == nullptr) shell_.print(items_ > 0 ? how_.tail : how_.empty);
    int code = exit_done;
    for (const auto& fault : faults) code = shell_.complain(fault);
    if (part_ == nullptr) return code;
    const auto done = part_->commit(faults.size());
    return done ? exit_done : shell_.complain(done.error());
}

std::string nested_json(const nlohmann::ordered_json& document, int levels) {
    auto text = core::json_text(document, 2);
    const std::string blanks(static_cast<std::size_t>(2 * levels), ' ');
    core::replace_all(text, "\n", "\n" + blanks);
    return blanks + text;
}

}  // namespace synchrony::cli
