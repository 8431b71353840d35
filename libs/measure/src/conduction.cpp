#include "synchrony/measure/conduction.hpp"

#include <array>
#include <utility>

#include "conduction_findings.hpp"
#include "formatted.hpp"
#include "synchrony/measure/intervals.hpp"

namespace synchrony::measure {

std::string_view name_of(Answer a) {
    return a == Answer::yes ? "yes" : a == Answer::no ? "no" : "unknown";
}

std::string_view name_of(LbbbDefinition d) {
    constexpr std::array<std::string_view, 3> names = {"strauss", "aha_2009", "esc_2013"};
    return names.at(static_cast<std::size_t>(d));
}

std::string_view title_of(LbbbDefinition d) {
    constexpr std::array<std::string_view, 3> titles = {"Strauss", "AHA 2009", "ESC 2013"};
    return titles.at(static_cast<std::size_t>(d));
}

std::optional<bool> Conduction::lbbb(LbbbDefinition by) const {
    const Finding& f = by == LbbbDefinition::strauss    ? lbbb_strauss
                       : by == LbbbDefinition::aha_2009 ? lbbb_aha_2009
                                                        : lbbb_esc_2013;
    return f.answer == Answer::unknown ? std::nullopt : std::optional<bool>(f.answer == Answer::yes);
}

ConductionInput conduction_input(const record::Ecg& beat, double onset, double end, std::optional<double> axis,
                                 Sex sex) {
    ConductionInput in;
    in.qrs_ms = 1000.0 * (end - onset);
    in.axis_deg = axis;
    in.sex = sex;
    const auto names = record::standard_leads();
    for (std::size_t l = 0; l < names.size(); ++l) {
        std::optional<std::vector<float>> samples;
        if (const auto* lead = beat.find_lead(names[l]))
            samples = lead->samples;
        else if (l < 6)
            samples = limb_lead(beat, names[l]);
        if (samples) in.leads[l] = qrs_morphology(*samples, beat.sampling_frequency_hz, onset, end);
    }
    return in;
}

Conduction conduction(const ConductionInput& in) {
    using namespace conduction_parts;
    Conduction c;
    c.lbbb_strauss = lbbb_strauss(in);
    c.lbbb_aha_2009 = lbbb_aha(in);
    c.lbbb_esc_2013 = lbbb_esc(in);
    c.rbbb = complete_right_block(in);
    c.rbbb_incomplete = incomplete_right_block(in);
    c.rbbb_incomplete_minnesota = incomplete_right_block_minnesota(in);
    // "where criteria for RBBB or LBBB are not present": AHA's own, and ESC's, since few meet AHA's (Calle 2021: 7 %).
    c.nonspecific_delay = nonspecific(in, c);
    c.left_anterior_block = anterior_block(in);
    c.left_anterior_block_wider = anterior_block_wider(in, c.lbbb_esc_2013);
    c.fragmented_qrs = fragmented(in);
    c.paced_shape = paced(in);
    c.first_degree_block = first_degree(in);
    return c;
}

Conduction of_paced_ventricles(Conduction c) {
    for (Finding* f : c.all()) {
        if (f == &c.paced_shape) continue;
        f->answer = Answer::unknown;
        f->reasons.insert(f->reasons.begin(), {"beats of the patient's own", "", std::nullopt, std::nullopt, "",
                                               "the ventricles are paced", Answer::unknown});
    }
    return c;
}

Conduction undecided_by_qrs_end(Conduction c, const ConductionInput& in, const ConductionInput& longer) {
    ConductionInput same_shapes = in;  // deflections of the doubtful part may be no more than an ST segment
    same_shapes.qrs_ms = longer.qrs_ms;
    const auto longer_words = formatted("doubtful: with %.0f ms the answer would be another", longer.qrs_ms);
    for (const Conduction& other : {conduction(longer), conduction(same_shapes)}) {
        const auto answers = other.all();
        const auto mine = c.all();
        for (std::size_t i = 0; i < mine.size(); ++i) {
            Finding& f = *mine[i];
            if (f.answer == answers[i]->answer || f.answer == Answer::unknown) continue;
            f.answer = Answer::unknown;
            Reason doubt{"end of the QRS complex", "", in.qrs_ms, std::nullopt, "ms", "", Answer::unknown};
            doubt.note = longer_words;
            f.reasons.insert(f.reasons.begin(), std::move(doubt));
        }
    }
    return c;
}

}  // namespace synchrony::measure
