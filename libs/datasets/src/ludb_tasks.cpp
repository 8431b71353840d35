// What LUDB's labels can be asked; tests/unit/datasets/ludb_test.cpp holds the counts.
#include <algorithm>
#include <array>

#include "synchrony/cohort/columns.hpp"
#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/datasets/ludb.hpp"

namespace synchrony::datasets {
namespace {

/// "Age above 55" halves the database; the first trials on it used the same cut.
constexpr double older_than_y = 55.0;

/// Any entry of that column that contains the words, any case.
LudbLabel mentions(const LudbRow& row, const std::string& column, std::string_view words) {
    const auto found = row.findings.find(column);
    if (found == row.findings.end()) return LudbLabel::unknown;
    const bool any = std::ranges::any_of(
        found->second, [&](const std::string& entry) { return core::lower(entry).find(words) != std::string::npos; });
    return any ? LudbLabel::yes : LudbLabel::no;
}

LudbLabel either(LudbLabel a, LudbLabel b) {
    if (a == LudbLabel::yes || b == LudbLabel::yes) return LudbLabel::yes;
    return a == LudbLabel::unknown ? b : a;
}

LudbLabel lvh(const LudbRow& r) {
    return mentions(r, "Hypertrophies", "left ventricular hypertrophy");
}
LudbLabel lah(const LudbRow& r) {
    return either(mentions(r, "Hypertrophies", "left atrial hypertrophy"),
                  mentions(r, "Hypertrophies", "left atrial overload"));
}
LudbLabel sex(const LudbRow& r) {
    if (r.sex.empty()) return LudbLabel::unknown;
    return r.sex == "M" ? LudbLabel::yes : LudbLabel::no;
}
LudbLabel age55(const LudbRow& r) {
    // ">89" hides the exact age of the oldest; it is above 55 all the same.
    const bool open = r.age.starts_with('>');
    const auto years = cohort::parse_number(open ? std::string_view(r.age).substr(1) : std::string_view(r.age));
    if (!years) return LudbLabel::unknown;
    if (*years > older_than_y) return LudbLabel::yes;
    return open ? LudbLabel::unknown : LudbLabel::no;
}
LudbLabel left_axis(const LudbRow& r) {
    const std::string column = "Electric axis of the heart";
    const auto found = r.findings.find(column);
    if (found == r.findings.end() || found->second.empty()) return LudbLabel::unknown;  // paced: no axis is given
    return mentions(r, column, "left axis deviation");
}
LudbLabel sinus_rhythm(const LudbRow& r) {
    const auto found = r.findings.find("Rhythms");
    if (found == r.findings.end() || found->second.empty()) return LudbLabel::unknown;
    return std::ranges::any_of(found->second, [](const auto& e) { return core::lower(e) == "sinus rhythm"; })
               ? LudbLabel::yes
               : LudbLabel::no;
}
LudbLabel conduction(const LudbRow& r) {
    return mentions(r, "Conduction abnormalities", "");
}
LudbLabel ischemia(const LudbRow& r) {
    return mentions(r, "Ischemia", "");
}
LudbLabel repolarization(const LudbRow& r) {
    return mentions(r, "Non-specific repolarization abnormalities", "");
}
LudbLabel rbbb(const LudbRow& r) {
    return mentions(r, "Conduction abnormalities", "right bundle branch block");
}

constexpr std::array tasks{
    LudbTask{"lvh", "left ventricular hypertrophy", lvh},
    LudbTask{"lah", "left atrial hypertrophy or overload", lah},
    LudbTask{"sex", "male sex", sex},
    LudbTask{"age55", "age above 55 years", age55},
    LudbTask{"left_axis", "left axis deviation", left_axis},
    LudbTask{"sinus_rhythm", "sinus rhythm at a normal rate (not bradycardia, tachycardia, arrhythmia or fibrillation)",
             sinus_rhythm},
    LudbTask{"conduction", "any conduction abnormality", conduction},
    LudbTask{"rbbb", "complete or incomplete right bundle branch block", rbbb},
    LudbTask{"ischemia", "any ischaemia, infarction or scar", ischemia},
    LudbTask{"repolarization", "any non-specific repolarization abnormality", repolarization},
};

}  // namespace

std::span<const LudbTask> ludb_tasks() {
    return tasks;
}

core::Result<LudbTask> find_ludb_task(std::string_view name) {
    const auto found = std::ranges::find(tasks, name, &LudbTask::name);
    if (found != tasks.end()) return *found;
    const auto names = core::joined(tasks, ", ", &LudbTask::name);
    return core::fail({core::ErrorKind::usage, "unknown LUDB task", "task", std::string(name), "one of " + names,
                       core::did_you_mean(name, tasks, &LudbTask::name)});
}

}  // namespace synchrony::datasets
