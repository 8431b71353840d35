// Input: a byte that chooses the call, then its body: JSON; or, of uploads, a line of the content type, a line of the
// file's name and the bytes. A map, the third kind of body, is fuzzed with the tables.
#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "forms.hpp"
#include "json_bodies.hpp"
#include "main.hpp"
#include "synchrony/core/json.hpp"
#include "synchrony/core/utf8.hpp"

namespace {

using namespace synchrony::server;

void require(bool holds) {
    if (!holds) std::abort();
}

/// A body that cannot be used is the caller's fault, said in words that are no longer than a page takes.
template <typename Asked>
bool is_usable(const synchrony::core::Result<Asked>& asked) {
    constexpr std::size_t longest = 4000;
    if (asked) return true;
    const auto& error = asked.error();
    require(error.kind == synchrony::core::ErrorKind::usage && !error.what.empty() && !error.where.empty());
    require(error.message().size() <= longest);
    return false;
}

void check_list(const std::vector<std::string>& words) {
    require(words.size() <= most_listed);
    for (const auto& word : words) require(word.size() <= longest_text_bytes);
}

void check_id(const std::optional<std::string>& id) {
    if (id) require(!id->empty() && id->size() <= longest_text_bytes);
}

void check_whole(const std::optional<int>& number, int low, int high) {
    if (number) require(*number >= low && *number <= high);
}

void check_share(const std::optional<double>& share) {
    if (share) require(*share > 0.0 && *share < 1.0);
}

void check_moves(const Call& call) {
    const auto moves = number_fields(call, {"p_onset_ms", "p_end_ms", "qrs_onset_ms", "qrs_end_ms"});
    if (!is_usable(moves)) return;
    require(moves->size() == 4);
    for (const auto& ms : *moves)
        if (ms) require(*ms >= -1e6 && *ms <= 1e6);
}

void check_prediction(const Call& call) {
    const auto asked = prediction_body(call);
    if (!is_usable(asked)) return;
    check_id(asked->model);
    check_share(asked->prevalence);
    require(asked->set.size() <= most_listed);
    for (const auto& set : asked->set) {
        const auto sign = set.find('=');
        require(sign != std::string::npos && sign > 0 && set.size() <= 2 * longest_text_bytes + 1);
    }
}

void check_evaluation(const Call& call) {
    const auto asked = evaluation_body(call);
    if (!is_usable(asked)) return;
    check_id(asked->cohort);
    check_id(asked->predictor);
    check_id(asked->pretrained);
    check_list(asked->models);
    check_list(asked->inputs);
    check_whole(asked->folds, 2, 100);
    check_whole(asked->repeats, 1, 100);
    check_whole(asked->resamples, 100, 100'000);
    check_share(asked->prevalence);
    require(!asked->predictor || (asked->models.empty() && !asked->folds && !asked->title));
    require(asked->predictor || !asked->prevalence);
    // Evaluations are kept under the question: it is whole, and the same whatever the cohort's id.
    const auto question = synchrony::core::parse_json(asked->question, "question");
    require(question && question->is_object() && !question->contains("cohort"));
    require(evaluation_body(call)->question == asked->question);
}

/// Names that one folder can hold together, and no more bytes than were sent.
void check_files(const UploadedFiles& files, std::size_t sent) {
    std::size_t bytes = 0;
    require(files.size() <= most_form_parts);
    for (const auto& [name, content] : files) {
        bytes += content.size();
        require(checked_file_name(name) == name && synchrony::core::first_bad_utf8(name) == std::string::npos);
        require(check_place(files, name).has_value());
    }
    require(bytes <= sent);
}

std::string taken_line(std::string_view& text) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    return std::string(line);
}

Call upload(std::string_view text) {
    Call call;
    call.content_type = taken_line(text);
    call.file_name = taken_line(text);
    call.body = text;
    return call;
}

void check_upload(Call call) {
    const auto sent = call.body.size();
    const auto files = uploaded_files(call);
    if (!is_usable(files)) return;
    require(!files->empty() && call.body.empty());
    check_files(*files, sent);
}

void check_cohort(Call call) {
    const auto sent = call.body.size();
    const auto form = cohort_form(call);
    if (!is_usable(form)) return;
    require((form->table_ending == ".csv" || form->table_ending == ".xlsx") && call.body.empty());
    require(form->table.size() + form->map.size() <= sent);
    check_files(form->files, sent);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    Call call;
    call.body = text;
    switch (data[0] % 5) {
        case 0:
            check_moves(call);
            break;
        case 1:
            check_prediction(call);
            break;
        case 2:
            check_evaluation(call);
            break;
        case 3:
            check_upload(upload(text));
            break;
        default:
            check_cohort(upload(text));
    }
    return 0;
}
