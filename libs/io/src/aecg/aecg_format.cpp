#include "aecg/aecg_format.hpp"

#include <array>
#include <cmath>

#include "aecg/facts.hpp"
#include "aecg/series.hpp"
#include "parts.hpp"
#include "start_time.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::io::aecg {
namespace {

bool sniff_aecg(std::string_view head, const std::filesystem::path&) {
    return root_element(head) == "AnnotatedECG";
}

/// Beats stored as series of their own, or derived from the rhythm.
std::vector<pugi::xml_node> beats_of(const std::vector<pugi::xml_node>& all, pugi::xml_node rhythm) {
    std::vector<pugi::xml_node> beats;
    for (const auto series : all)
        if (series != rhythm && is_beat_series(series)) beats.push_back(series);
    for (const auto derivation : children_of(rhythm, "derivation"))
        for (const auto derived : children_of(derivation, "derivedSeries"))
            if (is_beat_series(derived)) beats.push_back(derived);
    return beats;
}

/// Where an interval or a moment may say its beginning.
std::array<pugi::xml_node, 3> effective_times(pugi::xml_node owner) {
    const auto time = child_of(owner, "effectiveTime");
    return {child_of(time, "low"), child_of(time, "center"), time};
}

/// When the file as a whole says that it was recorded.
std::optional<Moment> effective_time(pugi::xml_node root) {
    for (const auto node : effective_times(root))
        if (const auto moment = parse_moment(attribute_of(node, "value")); moment && moment->has_day) return moment;
    return std::nullopt;
}

/// Where the file may say when the rhythm began: at its times, as its own interval, as that of the document.
std::vector<pugi::xml_node> places_of_the_start(pugi::xml_node root, pugi::xml_node rhythm) {
    std::vector<pugi::xml_node> places;
    for (const auto component : children_of(rhythm, "component"))
        for (const auto set : children_of(component, "sequenceSet"))
            for (const auto inner : children_of(set, "component"))
                if (const auto times = child_of(inner, "sequence"); code_of(times) == "TIME_ABSOLUTE")
                    places.push_back(down(times, {"value", "head"}));
    for (const auto owner : {rhythm, root})
        for (const auto node : effective_times(owner)) places.push_back(node);
    return places;
}

/// Where words stand that are no moment, the day of one of them is taken if it is one; said either way.
void take_day_of_unreadable_time(pugi::xml_node root, pugi::xml_node rhythm, record::Ecg& ecg) {
    bool unreadable = false, no_day = false;
    for (const auto node : places_of_the_start(root, rhythm)) {
        const auto words = attribute_of(node, "value");
        const auto moment = parse_moment(words);
        no_day |= moment && !moment->has_day;
        if (says_nothing(words) || moment) continue;
        unreadable = true;
        if (const auto day = day_without_its_time(words)) {
            ecg.start_time = day->date();
            return say_no_time_of_day(ecg);
        }
    }
    if (unreadable) return say_no_date(ecg);
    if (no_day) say_no_day(ecg);
}

core::Result<record::Ecg> read_root(pugi::xml_node root, const ReadOptions& options, const std::string& where) {
    std::vector<pugi::xml_node> all;
    for (const auto component : children_of(root, "component"))
        for (const auto series : children_of(component, "series")) all.push_back(series);
    if (all.empty())
        return core::fail_input("aECG holds no series", where, "no component with a series", "at least one");
    auto rhythm = all.front();
    std::size_t rhythms = 0;
    for (auto series = all.rbegin(); series != all.rend(); ++series)
        if (!is_beat_series(*series)) {
            rhythm = *series;
            ++rhythms;
        }
    if (rhythms == 0)
        return core::fail_input("file holds no rhythm", where, "only a median beat", "a rhythm of several beats");
    SYNCHRONY_ASSIGN(auto ecg, read_series(rhythm, options, where));
    if (rhythms > 1)
        ecg.warnings.emplace_back("the file holds " + std::to_string(rhythms) + " rhythm series; the first is read");
    if (!ecg.start_time)
        if (const auto moment = effective_time(root)) set_start_time(ecg, *moment);
    take_facts(root, rhythm, ecg);
    if (!ecg.start_time) take_day_of_unreadable_time(root, rhythm, ecg);
    for (const auto node : beats_of(all, rhythm)) {
        SYNCHRONY_ASSIGN(auto beat, read_series(node, options, where + ", stored beat"));
        beat.record_name = code_of(node);
        beat.start_time.reset();
        beat.facts.zone_minutes.reset();
        ecg.stored_beats.push_back(std::move(beat));
    }
    const auto comment = words_below(down(root, {"pertainsTo", "subjectFindingComment", "text"}));
    if (!comment.empty()) ecg.comments.push_back(comment);
    return ecg;
}

core::Result<record::Ecg> read_aecg(const RecordingFile& file, const ReadOptions& options) {
    XmlDocument document;
    SYNCHRONY_ASSIGN(const auto remark, parse_xml(file.bytes, file.where(), document));
    const auto root = child_of(document, "AnnotatedECG");
    if (root.empty())
        return core::fail_input("file is no aECG", file.where(), core::in_quotes(document.document_element().name()),
                                "AnnotatedECG");
    SYNCHRONY_ASSIGN(auto ecg, read_root(root, options, file.where()));
    say_encoding(remark, ecg);
    return cut(std::move(ecg), options, file.where());
}

}  // namespace

Format format() {
    return {.name = "aecg",
            .description = "HL7 annotated ECG (aECG, FDA): rhythm, representative beats",
            .versions = "PORT_MT020001",
            .extensions = {".xml", ".aecg"},
            .sniff = sniff_aecg,
            .read = read_aecg,
            .checked = "with a DICOM twin, by Python",
            .checked_files = 6,
            .figure = "0 of 67,188 samples differ from its twin"};
}

}  // namespace synchrony::io::aecg
