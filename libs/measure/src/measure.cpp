#include "synchrony/measure/measure.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "synchrony/beats/detector.hpp"
#include "synchrony/beats/rr.hpp"
#include "synchrony/core/text.hpp"
#include "synchrony/record/age_words.hpp"
#include "synchrony/record/limb_leads.hpp"

#include "atrial_waves.hpp"
#include "chest_lead_fit.hpp"
#include "formatted.hpp"
#include "hum.hpp"
#include "late_lead.hpp"
#include "lead_gain.hpp"
#include "lead_relations.hpp"
#include "leads_with_signal.hpp"
#include "measured_beat.hpp"
#include "moved_boundaries.hpp"
#include "printed_rhythm.hpp"
#include "railway_hum.hpp"
#include "recording_flags.hpp"
#include "rhythm_flags.hpp"
#include "standing_still.hpp"
#include "usable_beat.hpp"

namespace synchrony::measure {
namespace {

std::string words_of_gaps(const std::vector<record::SampleRange>& gaps, const record::Ecg& ecg) {
    const double rate = ecg.sampling_frequency_hz;
    const auto& first = gaps.front();
    return formatted(
        "all leads stand still for %.2f s from %.2f s on%s: a gap in the recording, not a pause of the heart",
        static_cast<double>(first.end - first.begin) / rate, static_cast<double>(first.begin) / rate,
        gaps.size() > 1 ? formatted(" (%zu such)", gaps.size()).c_str() : "");
}

/// What is left of a recording for measuring: gaps bridged, hum taken away and noted, without leads that hold nothing.
struct Cleaned {
    record::Ecg ecg;
    std::vector<std::size_t> places;  ///< [lead] in Measurements::quality
};

/// Where all six are there none is to be made; leads that contradict each other give no other one.
bool give_limb_leads(const record::Ecg& ecg) {
    const auto stored =
        std::ranges::count_if(ecg.leads, [](const auto& lead) { return record::limb_weights(lead.name).has_value(); });
    constexpr auto all = 6;
    return stored == 2 || (stored > 2 && stored < all && limb_relations(steep_part(ecg)).hold);
}

/// The limb leads that were not stored, or hold nothing, from the first beat on: eight stored leads have the beats, the
/// median beat and the flags of the twelve that they are.
void add_limb_leads(Cleaned& left, Measurements& m, const QualityOptions& o) {
    const auto nothing = [&](std::size_t place) { return holds_nothing(m.quality[place]); };
    if (std::ranges::any_of(left.places, nothing) || !give_limb_leads(left.ecg)) return;  // no lead holds anything
    for (auto& lead : record::with_limb_leads(left.ecg).leads) {
        if (left.ecg.find_lead(lead.name) || lead.valid_samples() == 0) continue;
        const auto told = std::ranges::find(m.quality, lead.name, &LeadQuality::name);
        left.places.push_back(static_cast<std::size_t>(told - m.quality.begin()));
        if (told == m.quality.end()) m.quality.push_back(lead_quality(lead, left.ecg.sampling_frequency_hz, o));
        left.ecg.leads.push_back(std::move(lead));
    }
}

Cleaned cleaned(const record::Ecg& recorded, Measurements& m, const QualityOptions& o) {
    Cleaned left{recorded, {}};
    if (const auto gaps = mark_standing_still(left.ecg); !gaps.empty())
        m.warnings.push_back(words_of_gaps(gaps, left.ecg));
    m.quality = quality_of_leads(recorded, left.ecg, o);
    left.places = leads_with_signal(m.quality);
    keep_leads(left.ecg, left.places);
    add_limb_leads(left, m, o);
    left.ecg = bridged(std::move(left.ecg));
    const auto hum = remove_hum(left.ecg);
    for (std::size_t l = 0; l < hum.size(); ++l) {
        auto& quality = m.quality[left.places[l]];
        quality.mains_uv = hum[l].amplitude_uv;
        quality.mains_hz = hum[l].frequency_hz;
        quality.mains = hum[l].amplitude_uv > o.mains_uv;
    }
    return left;
}

core::Error no_beat_found(const record::Ecg& ecg, int fewest) {
    core::Error error{core::ErrorKind::refused,
                      "no heart beat found",
                      ecg.record_name,
                      "0 beats",
                      formatted("%d or more", fewest),
                      {}};
    if (const auto doubt = impossible_amplitude(ecg)) error.got += "; " + *doubt;
    return error;
}

// How long the QRS complex is if what follows its end belongs to it.
std::optional<double> longest_qrs_ms(const Measurements& m) {
    if (!m.doubtful_qrs_end_s || !m.global.qrs || !m.intervals.qrs_ms) return std::nullopt;
    return 1000.0 * (*m.doubtful_qrs_end_s - m.global.qrs->onset_s);
}

void judge_qrs_end(Measurements& m) {
    if (const auto longest = longest_qrs_ms(m))
        m.flags.push_back({"qrs_end_doubtful", formatted("%.0f ms, or %.0f ms with the activity that follows it",
                                                         *m.intervals.qrs_ms, *longest)});
}

// AHA/ACCF/HRS 2009 has limits of its own below 16 years (a block from 100 ms on, from 90 below 4); guidelines of CRT
// and the patients of models are adults.
void judge_age(Measurements& m, std::optional<double> age_y) {
    if (!age_y || *age_y >= adult_age_y) return;
    m.flags.push_back({"younger_than_18",
                       record::age_words(*age_y < record::told_in_months_years ? *age_y : std::floor(*age_y)) +
                           " old: limits, definitions of blocks and rows of guidelines here are adults'",
                       true, true});
}

double qrs_onset_before_r_s(const Measurements& m) {
    constexpr double usual_s = 0.05;  // where it is not known
    return m.global.qrs ? std::max(0.0, m.median_r_s - m.global.qrs->onset_s) : usual_s;
}

BeatPlaces places_of_beats(const Measurements& m) {
    return {m.r_peaks, qrs_onset_before_r_s(m), std::max(0.0, m.global.qrs->end_s - m.median_r_s)};
}

void judge_muscle_noise(Measurements& m, const record::Ecg& ecg, const std::vector<std::size_t>& places,
                        const QualityOptions& o) {
    if (!m.global.qrs) return;
    const BeatPlaces beats = places_of_beats(m);
    for (std::size_t l = 0; l < ecg.leads.size(); ++l) {
        auto& quality = m.quality[places[l]];
        if (quality.flat) continue;
        quality.muscle_uv = muscle_noise_uv(ecg.leads[l], ecg.sampling_frequency_hz, beats).value_or(0.0);
        quality.noisy = quality.noisy || quality.muscle_uv > o.noise_uv;
    }
}

// Said, not taken away: QRS complexes hold this frequency.
void judge_railway_hum(Measurements& m, const record::Ecg& ecg, const QualityOptions& o) {
    if (!m.global.qrs) return;
    const auto hum = railway_hum(ecg, places_of_beats(m), o.mains_uv);
    if (!hum) return;
    const auto words = formatted("up to %.0f \u00b5V at %.3g Hz, the railways' supply, left as it is",
                                 hum->amplitude_uv, hum->frequency_hz);
    const auto mains = std::ranges::find(m.flags, "mains_noise", &Flag::name);
    if (mains != m.flags.end())
        core::append_word(mains->detail, words, "; ");
    else
        m.flags.push_back({"mains_noise", words, false});
}

void judge_fibrillation(Measurements& m, const record::Ecg& ecg) {
    const auto gaps = beats::gaps_between_beats(ecg);
    add_intervals(m.rhythm, beats::rr_intervals_s(m.r_peaks, ecg.sampling_frequency_hz, gaps));
    m.rhythm.p_repeats = p_repeats(ecg, m.r_peaks, qrs_onset_before_r_s(m));
    m.rhythm.p_repeats_after_long = p_repeats_after_long(ecg, m.r_peaks, qrs_onset_before_r_s(m));
    m.rhythm.p_certainty = m.global.p ? static_cast<double>(m.global.p->certainty) : 0.0;
    // Of paced ventricles the intervals are the pacemaker's and the P waves nobody's cause.
    m.likely_atrial_fibrillation = !m.ventricles_paced() && likely_atrial_fibrillation(m.rhythm);
}

void forget_p(Measurements& m) {
    m.global.p.reset();
    for (auto& lead : m.leads) lead.p.reset();
}

// P waves that are not all conducted; the one that the median beat seems to have is none where they have no relation to
// it, are flutter's, or where the atria fibrillate.
void judge_conduction_of_p(Measurements& m, const record::Ecg& ecg, const MeasureOptions& o) {
    if (m.likely_atrial_fibrillation && !o.moved.p_onset_s) forget_p(m);
    if (m.likely_atrial_fibrillation || m.ventricles_paced() || !m.global.qrs) return;
    constexpr double usual_st_t_s = 0.35;  // where T was not found, and as a share of RR
    const Wave& qrs = *m.global.qrs;
    const double t_end_s = m.global.t ? m.global.t->end_s : qrs.end_s + usual_st_t_s * std::min(1.0, m.rr_s);
    m.atrial_waves = atrial_waves(ecg, m.r_peaks, {m.median_beat, m.median_r_s, qrs.onset_s, qrs.end_s, t_end_s});
    if ((!m.atrial_waves.unrelated && !m.atrial_waves.flutter) || o.moved.p_onset_s) return;
    forget_p(m);
}

void measure_waves(Measurements& m, const MeasureOptions& o) {
    m.intervals = intervals(m.global, m.heart_rate_bpm ? 60.0 / *m.heart_rate_bpm : m.rr_s);
    if (m.atrial_waves.more_than_qrs && !o.moved.p_onset_s) m.intervals.pr_ms.reset();
    const bool axes_known = m.limb.hold || (m.median_beat.find_lead("I") && m.median_beat.find_lead("aVF"));
    if (axes_known) m.axes = axes(m.median_beat, m.global);
    if (!m.global.qrs) return;
    if (const auto doubt = impossible_amplitude(m.median_beat)) {
        m.flags.push_back({"unit_doubtful", *doubt, true});
        ConductionInput without_leads;  // shapes and areas rest on amplitudes, the duration does not
        without_leads.qrs_ms = *m.intervals.qrs_ms;
        without_leads.sex = o.sex;
        without_leads.pr_ms = m.intervals.pr_ms;
        m.conduction = conduction(without_leads);
        m.lbbb = m.conduction.lbbb(o.lbbb);
        return;
    }
    const Wave& qrs = *m.global.qrs;
    const auto read_to = [&](double end_s) {
        ConductionInput in = conduction_input(m.median_beat, qrs.onset_s, end_s, m.axes.qrs_deg, o.sex);
        in.pr_ms = m.intervals.pr_ms;
        return in;
    };
    m.morphology = read_to(qrs.end_s);
    m.by_lead = lead_measurements(m.median_beat, m.global);
    m.voltages = voltages(m.by_lead, m.intervals.qrs_ms);
    m.conduction = conduction(m.morphology);
    if (longest_qrs_ms(m))
        m.conduction = undecided_by_qrs_end(std::move(m.conduction), m.morphology, read_to(*m.doubtful_qrs_end_s));
    if (m.ventricles_paced()) m.conduction = of_paced_ventricles(std::move(m.conduction));
    m.lbbb = m.conduction.lbbb(o.lbbb);
    if (!m.global.t) return;
    const auto vcg = vectorcardiogram(m.median_beat, o.vcg);
    if (!vcg) return;
    const double last = static_cast<double>(vcg->size() - 1) / vcg->sampling_frequency_hz;
    if (const auto v = measure_vectors(*vcg, {qrs.onset_s, qrs.end_s, std::min(m.global.t->end_s, last)}))
        m.vectors = *v;
}

// A class that holds for one of two durations that the signal allows is none.
GuidelineAnswer undecided_by_qrs(GuidelineAnswer answer, const Guideline& g, GuidelineInput in, double longest_ms) {
    const double read_ms = *in.qrs_ms;
    in.qrs_ms = longest_ms;
    const bool block_open = answer.missing == std::vector<std::string>{"lbbb"};  // by the same doubt, else it is known
    if (!block_open && (!answer.recommendation || ask(g, in).recommendation == answer.recommendation)) return answer;
    answer = without_class(std::move(answer), "qrs_end_doubtful");
    answer.sentence = formatted(
        "no class is given: the QRS complex lasts %.0f ms, or %.0f ms with the activity that follows "
        "it, and the classes differ",
        read_ms, longest_ms);
    return answer;
}

void ask_guidelines(Measurements& m, const MeasureOptions& o, std::optional<double> age_y) {
    GuidelineInput in = o.patient;
    if (in.sex == Sex::unknown) in.sex = o.sex;
    in.age_y = age_y;
    if (!in.qrs_ms) in.qrs_ms = m.intervals.qrs_ms;
    if (!in.rhythm && m.likely_atrial_fibrillation) in.rhythm = Rhythm::atrial_fibrillation;
    if (!in.rhythm && m.atrial_waves.faster_than_qrs()) in.rhythm = Rhythm::other;
    if (!in.rhythm && m.global.p && m.paced_part < paced_beats) in.rhythm = Rhythm::sinus;
    const bool contradicts = m.likely_atrial_fibrillation && in.rhythm == Rhythm::sinus;
    for (const Guideline& g : guidelines()) {
        if (!o.patient.lbbb) {
            const LbbbDefinition by = o.guideline_lbbb.value_or(g.usual_lbbb);
            in.lbbb = m.conduction.lbbb(by);
            in.lbbb_by = name_of(by);
        }
        m.guidelines.push_back(ask(g, in));
        if (const auto longest = longest_qrs_ms(m); longest && !o.patient.qrs_ms)
            m.guidelines.back() = undecided_by_qrs(std::move(m.guidelines.back()), g, in, *longest);
        if (contradicts)
            m.guidelines.back() = without_class(std::move(m.guidelines.back()),
                                                "sinus rhythm was given, the recording shows atrial fibrillation");
    }
}

// The beats; and where pulses of a pacemaker lie beside them, those of the recording without the pulses, so that none
// is taken for a beat or a wave. Returns what is left to measure.
core::Result<record::Ecg> find_beats(Measurements& m, record::Ecg ecg) {
    const auto find = [&]() -> core::Result<void> {
        SYNCHRONY_ASSIGN(const std::vector<beats::Beat> found, beats::detect_beats(ecg));
        m.r_peaks.clear();
        for (const auto& b : found) m.r_peaks.push_back(b.sample);
        return {};
    };
    SYNCHRONY_TRY(find());
    const auto instants = pulse_like_instants(ecg);
    const auto sizes = pulse_sizes(ecg, instants);
    m.pulses = pacing_pulses(instants, m.r_peaks, ecg.sampling_frequency_hz, sizes);
    if (m.pulses.empty()) return ecg;
    ecg = without_pulses(std::move(ecg), m.pulses);
    SYNCHRONY_TRY(find());
    m.pulses = pacing_pulses(instants, m.r_peaks, ecg.sampling_frequency_hz, sizes);
    return ecg;
}

// Of ventricular pulses: see ventricular_pulses.
void count_paced_beats(Measurements& m) {
    m.paced_part = paced_part(m.pulses, m.r_peaks.size());
    m.ventricular_paced_part = paced_part(ventricular_pulses(m.pulses, qrs_onset_before_r_s(m)), m.r_peaks.size());
}

// A T wave of a paced beat may be taken for a beat: where the pulses come in step (one may be missed), theirs is the
// rate.
void take_rate_of_pacemaker(Measurements& m, double rate_hz) {
    constexpr double regular = 0.1;
    std::vector<std::int64_t> instants;
    for (const auto& pulse : ventricular_pulses(m.pulses, qrs_onset_before_r_s(m)))
        if (instants.empty() || instants.back() < pulse.sample) instants.push_back(pulse.sample);
    const double rr_s = beats::median_rr_s(instants, rate_hz);
    if (!m.ventricles_paced() || !(rr_s > 0.0)) return;
    for (std::size_t i = 1; i < instants.size(); ++i) {
        const double steps = static_cast<double>(instants[i] - instants[i - 1]) / (rate_hz * rr_s);
        if (std::lround(steps) < 1 || std::abs(steps - std::round(steps)) > regular) return;
    }
    m.rr_s = rr_s;
    m.heart_rate_bpm = 60.0 / rr_s;
}

core::Result<void> check_measurable(const record::Ecg& recorded) {
    if (recorded.leads.empty())
        return core::fail_input("no ECG lead to measure", recorded.record_name, "0 leads", "1 or more");
    const double duration_s = recorded.duration_s();
    if (!(duration_s >= 1.0))
        return core::fail({core::ErrorKind::refused,
                           "recording too short to measure",
                           recorded.record_name,
                           formatted("%.2f s", duration_s),
                           "1 s or more",
                           {}});
    if (std::none_of(recorded.leads.begin(), recorded.leads.end(),
                     [](const auto& lead) { return lead.valid_samples() > 0; }))
        return core::fail({core::ErrorKind::refused,
                           "all samples are missing",
                           recorded.record_name,
                           std::to_string(recorded.sample_count()) + " samples a lead, all marked as missing",
                           "a recording",
                           {}});
    return {};
}

/// In how many beats a P wave was found: in each one, or in the median beat.
core::Result<void> look_for_p(Measurements& m, const record::Ecg& ecg, bool every_beat) {
    m.part_with_p = m.global.p ? 1.0 : 0.0;
    if (!every_beat) return {};
    SYNCHRONY_ASSIGN(m.beatwise, delineate(ecg, m.r_peaks));
    const auto with_p = std::count_if(m.beatwise->beats.begin(), m.beatwise->beats.end(),
                                      [](const auto& b) { return b.global.p.has_value(); });
    m.part_with_p = static_cast<double>(with_p) / static_cast<double>(m.beats);
    return {};
}

record::Ecg turned_back(record::Ecg beat, std::string_view name) {
    for (auto& lead : beat.leads)
        if (lead.name == name) std::ranges::transform(lead.samples, lead.samples.begin(), std::negate<>());
    return beat;
}

/// A lead that is turned over looks as if it were another's: exchanges are sought without that.
void judge_chest_leads(Measurements& m) {
    const auto [turned, shifted] = chest_lead_faults(m.median_beat, m.global, m.quality);
    if (auto apart = lead_out_of_time(m.median_beat, m.global, m.leads))
        m.flags.push_back({"late_lead", *std::move(apart), true});
    else if (shifted)
        m.flags.push_back(
            {"late_lead",
             formatted("%s: fits the other leads %.0f ms %s: recorded at another time?", shifted->name.c_str(),
                       std::abs(shifted->late_ms), shifted->late_ms > 0.0 ? "earlier" : "later"),
             true});
    if (m.ventricles_paced() || !turned) return;
    m.flags.push_back({"lead_upside_down",
                       formatted("%s: the other leads foretell it the other way up (correlation %.2f)",
                                 turned->name.c_str(), turned->correlation),
                       true});
    m.lead_swap = lead_swap(turned_back(m.median_beat, turned->name), m.global);
}

}  // namespace

bool Measurements::refused() const {
    return std::any_of(flags.begin(), flags.end(), [](const Flag& f) { return f.refuse; });
}

bool Measurements::flagged(std::string_view name) const {
    return std::ranges::find(flags, name, &Flag::name) != flags.end();
}

bool Measurements::paced() const {
    return flagged(paced_flag);
}

bool Measurements::ventricles_paced() const {
    return ventricular_paced_part >= paced_beats;
}

void withhold_classes(Measurements& m) {
    std::string why;
    for (const Flag& f : m.flags)
        if (f.refuse && !f.models_only) core::append_word(why, f.name);
    if (why.empty()) return;
    for (GuidelineAnswer& answer : m.guidelines) {
        answer = without_class(std::move(answer), why);
        if (m.atrial_waves.more_than_qrs)
            answer.sentence += ": an AV block that needs ventricular pacing has rows of its own, which are not here";
        if (!m.ventricles_paced()) continue;
        std::erase(answer.missing, "lbbb");  // nobody could fill it in
        answer.sentence += ": the ventricles are paced, rows here are for intrinsic conduction";
    }
}

core::Result<Measurements> measure_ecg(const record::Ecg& recorded, const MeasureOptions& o) {
    SYNCHRONY_TRY(check_measurable(recorded));
    Measurements m;
    m.duration_s = recorded.duration_s();
    take_warnings(m, recorded);
    auto left = cleaned(recorded, m, o.quality);
    SYNCHRONY_ASSIGN(const record::Ecg ecg, find_beats(m, std::move(left.ecg)));
    m.beats = static_cast<int>(m.r_peaks.size());
    if (m.beats == 0) return core::fail(no_beat_found(ecg, o.quality.fewest_beats));
    SYNCHRONY_TRY(measure_median_beat(m, ecg));
    SYNCHRONY_TRY(move_boundaries(m, o.moved));
    if (o.moved.qrs_end_s) m.doubtful_qrs_end_s.reset();
    SYNCHRONY_TRY(look_for_p(m, ecg, o.every_beat));
    count_paced_beats(m);
    // The mean, as a pulse is counted: intervals that scatter to one side have a median that nobody would count.
    if (const double rr_s = beats::mean_rr_s(m.r_peaks, ecg.sampling_frequency_hz, beats::gaps_between_beats(ecg));
        rr_s > 0.0)
        m.heart_rate_bpm = 60.0 / rr_s;
    take_rate_of_pacemaker(m, ecg.sampling_frequency_hz);
    judge_fibrillation(m, ecg);
    judge_conduction_of_p(m, ecg, o);
    // The rules of exchanged electrodes know the vectors of hearts that beat by themselves.
    if (!m.ventricles_paced()) m.lead_swap = lead_swap(m.median_beat, m.global);
    measure_waves(m, o);
    flag_moved(m);
    if (m.duration_s < o.quality.shortest_s)
        m.flags.push_back({"too_short",
                           formatted("%.1f s, at least %.0f s are asked for", m.duration_s, o.quality.shortest_s),
                           true});
    judge_muscle_noise(m, ecg, left.places, o.quality);
    judge_leads(m);
    judge_railway_hum(m, ecg, o.quality);
    judge_chest_leads(m);
    judge_names(m, recorded, ecg);
    if (const auto gain = lead_of_other_gain(m.median_beat, m.global, m.quality))
        m.flags.push_back({"lead_gain_doubtful", *gain, true});
    judge_rhythm(m, ecg, o.quality);
    judge_printed(m, recorded.facts.printed);
    judge_qrs_end(m);
    const auto age_y = o.patient.age_y ? o.patient.age_y : recorded.facts.patient.age_years;
    judge_age(m, age_y);
    order_flags(m.flags);
    ask_guidelines(m, o, age_y);
    withhold_classes(m);
    return m;
}

}  // namespace synchrony::measure
