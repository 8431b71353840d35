#include "class_tables.hpp"

#include "text_table.hpp"

namespace synchrony::cli {
namespace {

using record::AamiClass;

std::string percent(double share) {
    return fixed(share * 100, 2);
}

std::string between(const std::optional<stats::Interval>& limits, double scale, int decimals) {
    return limits ? fixed(limits->low * scale, decimals) + " to " + fixed(limits->high * scale, decimals) : "-";
}

}  // namespace

std::string scores_text(const std::string& title, const nn::BeatScores& scores, const nn::ClassNames& names) {
    std::vector<std::string> header{"class", "Se %", "PPV %", "F1"};
    for (const auto& name : names) header.push_back("as " + name);
    TextTable table(header);
    for (int c = 0; c < record::aami_class_count; ++c) {
        std::vector<std::string> row{names[static_cast<std::size_t>(c)], percent(scores.sensitivity(c)),
                                     percent(scores.positive_predictivity(c)), fixed(scores.f1(c), 3)};
        for (const auto count : scores.confusion[static_cast<std::size_t>(c)]) row.push_back(std::to_string(count));
        table.add(std::move(row));
    }
    return "\n" + title + ": accuracy " + percent(scores.accuracy()) + " %, macro F1 " + fixed(scores.macro_f1(), 3) +
           ", " + std::to_string(scores.total()) + " beats\n" + table.text();
}

std::string limits_text(const app::ClassScores& scores) {
    if (!scores.accuracy) return "";
    TextTable table({"class", "Se %", "PPV %", "F1"});
    for (int c = 0; c < record::aami_class_count; ++c) {
        const auto& limits = scores.classes[static_cast<std::size_t>(c)];
        table.add({scores.class_names[static_cast<std::size_t>(c)], between(limits.sensitivity, 100, 1),
                   between(limits.positive_predictivity, 100, 1), between(limits.f1, 1, 3)});
    }
    return "95 % limits over " + std::to_string(scores.subjects) + " patients: accuracy " +
           between(scores.accuracy, 100, 2) + " %, macro F1 " + between(scores.macro_f1, 1, 3) + "\n" + table.text();
}

std::string records_text(const app::ClassScores& scores) {
    TextTable table({"record", "beats", "accuracy %", "S", "found", "false S", "V", "found", "false V"});
    for (const auto& [record, of_record] : scores.by_patient) {
        std::vector<std::string> row{record, std::to_string(of_record.total()), percent(of_record.accuracy())};
        for (const auto wanted : {AamiClass::S, AamiClass::V}) {
            const int c = static_cast<int>(wanted);
            const auto found = of_record.confusion[static_cast<std::size_t>(c)][static_cast<std::size_t>(c)];
            for (const auto count : {of_record.truths(c), found, of_record.predictions(c) - found})
                row.push_back(std::to_string(count));
        }
        table.add(std::move(row));
    }
    return table.text();
}

}  // namespace synchrony::cli
