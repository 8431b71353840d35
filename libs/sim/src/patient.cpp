#include "synchrony/sim/patient.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "synchrony/sim/dyssynchrony.hpp"

namespace synchrony::sim {
namespace {

double value(const std::vector<double>& z, Latent which) {
    return z[static_cast<std::size_t>(which)];
}
double rounded(double v, double unit) {
    return std::round(v / unit) * unit;
}

Conduction draw_conduction(const Preset& preset, double z, core::RandomStream& random) {
    const double u = random.uniform();
    if (happens(preset.lbbb_share, z))
        return u < preset.distal_part ? Conduction::lbbb_distal : Conduction::lbbb_proximal;
    double sum = 0.0;
    for (const auto& other : preset.other_kinds)
        if (u < (sum += other.share)) return other.kind;
    return preset.other_kinds.back().kind;
}

Covariates draw_covariates(const Preset& preset, const std::vector<double>& z, Conduction kind) {
    Covariates c;
    c.age_y = rounded(preset.age_y.at(value(z, Latent::age)), 1.0);
    c.male = happens(preset.male, value(z, Latent::male));
    c.height_cm = rounded(preset.height_cm.at(value(z, Latent::height)), 1.0);
    c.weight_kg = rounded(preset.weight_kg.at(value(z, Latent::weight)), 0.1);
    c.nyha = 2 + (happens(preset.nyha_3_or_4, value(z, Latent::nyha)) ? 1 : 0) +
             (happens(preset.nyha_4, value(z, Latent::nyha)) ? 1 : 0);
    c.lvef_pct = rounded(preset.lvef_pct.at(value(z, Latent::lvef)), 0.1);
    c.lvedv_ml = rounded(preset.lvedv_ml.at(value(z, Latent::lvedv)), 0.1);
    c.lvesv_ml = rounded(c.lvedv_ml * (1.0 - 0.01 * c.lvef_pct), 0.1);
    c.scar_pct = rounded(preset.scar_pct.at(value(z, Latent::scar)), 0.1);
    c.lbbb = complete_lbbb(kind);
    c.qrs_ms = rounded((c.lbbb ? preset.qrs_lbbb_ms : preset.qrs_other_ms).at(value(z, Latent::qrs)), 1.0);
    for (std::size_t i = 0; i < flag_count; ++i) c.flags[i] = happens(preset.flags[i], z[first_flag + i]);
    return c;
}

/// Half of what men have more than women, for men; less it, for women.
double of_sex(const Covariates& c, double men_less_women) {
    return (c.male ? 0.5 : -0.5) * men_less_women;
}
double decades_above_fifty(const Covariates& c) {
    return 0.1 * (c.age_y - 50.0);
}
Vec3 turned_to_feet(const Vec3& v, double rad) {
    const double cosine = std::cos(rad), sine = std::sin(rad);
    return {cosine * v.x - sine * v.y, sine * v.x + cosine * v.y, v.z};
}

HeartShape draw_shape(const Covariates& c, const Hearts& hearts, core::RandomStream& random) {
    HeartShape s;
    s.apex = hearts.apex;
    s.lateral = hearts.lateral;
    s.centre_mm = hearts.centre_mm;
    s.lvedv_ml = c.lvedv_ml;
    s.lv_wall_mm =
        std::clamp(hearts.wall_mm + of_sex(c, hearts.person.men_wall_mm) + hearts.wall_spread_mm * random.normal(), 7.0,
                   hearts.thickest_mm);
    s.cell_mm = 4.0;
    s.rv_wall_mm = 5.2;
    s.elongation = std::clamp(1.55 + 0.10 * random.normal(), 1.3, 1.9);
    // Large hearts lie flatter and turn their apex to the left.
    const double large = std::clamp((c.lvedv_ml - 120.0) / 160.0, 0.0, 1.2);
    s.apex = (1.0 - large) * s.apex + large * Vec3{0.84, 0.30, -0.45};
    s.lateral = (1.0 - large) * s.lateral + large * Vec3{0.55, -0.12, 0.82};
    const double turn = hearts.person.decade_turn_rad * decades_above_fifty(c);
    s.apex = turned_to_feet(s.apex, turn);
    s.lateral = turned_to_feet(s.lateral, turn);
    const auto jitter = [&] { return hearts.turn_rad * random.normal(); };
    s.apex = unit(s.apex) + Vec3{jitter(), jitter(), jitter()};
    s.lateral = unit(s.lateral) + Vec3{jitter(), jitter(), jitter()};
    s.centre_mm = s.centre_mm + Vec3{5.0 * random.normal(), 5.0 * random.normal(), 4.0 * random.normal()};
    return s;
}

/// The chest's mean radius from weight: circumference about 92 cm at 68 kg, 0.75 cm more a kg.
double chest_radius_mm(const Covariates& c, const Heart& heart) {
    double radius = std::clamp((920.0 + 7.5 * (c.weight_kg - 68.0)) / 6.2832 + 4.0, 132.0, 190.0);
    constexpr double tissue_mm = 14.0;  // chest wall between the heart and an electrode, at least
    for (const auto& p : heart.position_mm) radius = std::max(radius, norm(p) + tissue_mm);
    return radius;
}

struct Ventricles {
    Heart heart;
    Scar scar;
    std::vector<float> activation_ms;
    double span_ms = 0.0;
};

void stretch(std::vector<float>& times, double factor) {
    for (auto& t : times)
        if (t < never_ms) t *= static_cast<float>(factor);
}

/// Activation of that plan, stretched to last so long from first to last cell: all speeds are divided and all delays
/// multiplied by one factor, so that the first try hits the target.
Ventricles activate(Heart heart, Scar scar, const ConductionPlan& plan, double span_ms, double& factor) {
    Ventricles v{std::move(heart), std::move(scar), {}, 0.0};
    const auto speeds = speeds_of(plan, v.heart, v.scar);
    v.activation_ms = activation_times(v.heart, speeds, sources_of(plan, v.heart, speeds));
    v.span_ms = span_ms;
    factor = v.span_ms / activation_span_ms(v.activation_ms);
    stretch(v.activation_ms, factor);
    for (auto& t : v.activation_ms)  // pockets behind a scar that would fire after the QRS complex: silent
        if (t > v.span_ms) t = never_ms;
    return v;
}

template <typename Where>
double mean_activation(const Ventricles& v, Where where) {
    double sum = 0.0, count = 0.0;
    for (std::size_t n = 0; n < v.heart.nodes(); ++n)
        if (v.activation_ms[n] < never_ms && where(n)) sum += v.activation_ms[n], ++count;
    return count > 0.0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

void describe_activation(const Ventricles& v, Truth& truth) {
    const auto left = [&](std::size_t n) { return v.heart.chamber[n] == Chamber::left; };
    const double mean = mean_activation(v, left);
    double squares = 0.0, count = 0.0;
    for (std::size_t n = 0; n < v.heart.nodes(); ++n)
        if (left(n) && v.activation_ms[n] < never_ms)
            squares += (v.activation_ms[n] - mean) * (v.activation_ms[n] - mean), ++count;
    truth.lv_activation_sd_ms = std::sqrt(squares / std::max(count, 1.0));
    const double lateral = mean_activation(v, [&](std::size_t n) { return on_lateral_wall(v.heart, n); });
    truth.substrate.lateral_delay_ms = std::isnan(lateral) ? mean : lateral;
    truth.septal_activation_ms = mean_activation(v, [&](std::size_t n) { return on_septum(v.heart, n); });
    for (int s = 1; s <= 17; ++s)
        truth.segment_activation_ms[static_cast<std::size_t>(s - 1)] = mean_activation(
            v, [&](std::size_t n) { return left(n) && aha_segment(v.heart.height[n], v.heart.angle_deg[n]) == s; });
}

/// Cells of the left ventricle times their volume times 1.05 g/ml.
double lv_mass_g(const Heart& heart) {
    const auto cells = static_cast<double>(std::ranges::count(heart.chamber, Chamber::left));
    return cells * std::pow(heart.cell_mm, 3) * 1.05e-3;
}

void follow_up(const OutcomeModel& model, Covariates& c, Truth& truth, core::RandomStream& random) {
    truth.probability = response_probability(model, truth.substrate);
    truth.fall_pct = draw_fall_pct(model, truth.substrate, random);
    truth.response = truth.fall_pct >= model.response_pct;
    // Rounded so that the two volumes in the CSV tell the same as `response`.
    const double after = c.lvesv_ml * (1.0 - 0.01 * truth.fall_pct);
    truth.lvesv_6m_ml = truth.response ? std::floor(after * 10.0) / 10.0 : std::ceil(after * 10.0 + 1e-6) / 10.0;
}

RecordingPlan draw_recording_plan(const Truth& truth, const Setting& setting, const PatientOptions& options,
                                  core::RandomStream& random) {
    RecordingPlan plan;
    plan.duration_s = options.duration_s;
    plan.rate_hz = options.rate_hz;
    plan.rhythm.heart_rate_bpm = truth.heart_rate_bpm;
    plan.rhythm.pr_ms = truth.pr_ms;
    plan.rhythm.respiration_hz = std::clamp(0.26 + 0.05 * random.normal(), 0.14, 0.45);
    // SDNN of 10 s is 10 to 30 ms in heart failure (Nolan, Circulation 1998;98:1510 for its prognosis over 24 h).
    plan.rhythm.respiratory_sd_ms = 9.0 * std::exp(0.5 * random.normal());
    plan.rhythm.slow_sd_ms = 8.0 * std::exp(0.5 * random.normal());
    if (random.uniform() < setting.with_ectopy) plan.rhythm.ectopic_per_beat = 0.12 * random.uniform();
    plan.rhythm.coupling = 0.58 + 0.06 * random.uniform();
    plan.noise.wander_uv = setting.noise * 25.0 * std::exp(0.6 * random.normal());
    plan.noise.muscle_uv = setting.noise * 4.0 * std::exp(0.5 * random.normal());
    plan.noise.mains_uv = setting.noise * 2.0 * std::exp(0.7 * random.normal());
    if (!options.with_noise) plan.noise = NoisePlan::none();
    plan.pacing_spike = truth.conduction == Conduction::paced_rv;
    return plan;
}

/// mV a unit of node weight: intracellular over torso conductivity, times 100 mV of action potential, over 4 pi; set
/// on LUDB's amplitudes. Patients differ by a log-normal factor (lungs, fat, blood, build).
constexpr double gain_mv = 2.7, usual_radius_mm = 150.0;

/// How the cells of this patient repolarise; draws four numbers.
Repolarisation draw_repolarisation(const Hearts& hearts, const Covariates& c, const Truth& truth,
                                   core::RandomStream& random) {
    Repolarisation rule;
    const double person_ms =
        of_sex(c, hearts.person.men_potential_ms) + hearts.person.decade_potential_ms * decades_above_fifty(c);
    // JT, about 320 ms at 60/min, follows the cube root of RR (Fridericia).
    rule.duration_ms =
        (hearts.potential_ms + person_ms + 13.0 * random.normal()) * std::cbrt(60.0 / truth.heart_rate_bpm);
    // Failing hearts lose much of the difference between inner and outer wall (Glukhov, Circ Res 2010;106:981); thick
    // ones turn it round (strain).
    rule.outer_shorter_ms = hearts.outer_shorter_ms + 0.5 * c.lvef_pct +
                            hearts.outer_shorter_spread_ms * random.normal() + of_sex(c, hearts.person.men_outer_ms) -
                            hearts.strain_ms_a_mm * std::max(0.0, truth.lv_wall_mm - hearts.wall_mm);
    rule.outer_shorter_right_part = hearts.outer_shorter_right_part;
    rule.septum_right_long = hearts.septum_right_long;
    rule.late_shorter = hearts.late_shorter;
    rule.apex_shorter_ms += hearts.apex_shorter_spread_ms * random.normal();
    return rule;
}

/// Fronts of muscle bundles and veins, at any time of the P wave and in any direction.
std::vector<AtrialFront> draw_fronts(double roughness, core::RandomStream random) {
    constexpr std::size_t count = 6;
    constexpr double sd = 0.045;  // 6 ms: a bundle of 5 mm at 0.8 m/s
    std::vector<AtrialFront> fronts;
    for (std::size_t i = 0; roughness > 0.0 && i < count; ++i) {
        AtrialFront front{0.12 + 0.76 * random.uniform(), sd, {}};
        front.moment = roughness * Vec3{random.normal(), random.normal(), random.normal()};
        fronts.push_back(front);
    }
    return fronts;
}

constexpr std::size_t first_chest_electrode = 4;  // V2; V1 lies beside the breast

/// What stands between the cells and the electrodes, and how the cells recover.
struct Chest {
    Torso torso;
    double gain = 0.0;  ///< mV a unit of node weight
    Repolarisation rule;
};

Chest draw_chest(const Heart& heart, const Covariates& c, const Truth& truth, const Preset& preset,
                 core::RandomStream random) {
    const Setting& setting = preset.setting;
    const Hearts& hearts = preset.hearts;
    TorsoPlan torso_plan;
    torso_plan.radius_mm = chest_radius_mm(c, heart);
    torso_plan.misplacement_mm = setting.misplacement_mm;
    torso_plan.limb_spread_mm = setting.limb_spread_mm;
    Chest chest{draw_torso(torso_plan, random), 0.0, {}};
    // Thick chests weaken ECGs less than distance alone would: what surrounds the heart in them conducts worse.
    chest.gain = gain_mv * hearts.amplitude * std::exp(setting.gain_spread * random.normal()) *
                 std::pow(chest.torso.radius_mm / usual_radius_mm, 1.5);
    chest.rule = draw_repolarisation(hearts, c, truth, random);
    return chest;
}

Recording record_patient(const Ventricles& v, const ConductionPlan& plan, const Covariates& c, const Truth& truth,
                         const Chest& body, const Preset& preset, const PatientOptions& options,
                         const core::RandomStream& patient) {
    const Setting& setting = preset.setting;
    const Hearts& hearts = preset.hearts;
    const auto& [torso, gain, rule] = body;
    auto weights = node_weights(v.heart, v.activation_ms, torso);
    if (const double chest = of_sex(c, hearts.person.men_chest); chest != 0.0)
        for (std::size_t e = first_chest_electrode; e < electrode_count; ++e)
            for (auto& weight : weights[e]) weight *= static_cast<float>(std::exp(chest));
    const auto down = repolarisation_times(v.heart, v.activation_ms, rule);
    const auto sinus = make_template(beat_potentials(weights, v.activation_ms, down, gain, hearts.upstroke), v.span_ms);

    auto rhythm_random = patient.child("rhythm");
    const auto recording_plan = draw_recording_plan(truth, setting, options, rhythm_random);
    std::optional<BeatTemplate> ectopic;
    if (recording_plan.rhythm.ectopic_per_beat > 0.0) {
        std::size_t focus = rhythm_random.index(v.heart.nodes());
        while (v.activation_ms[focus] >= never_ms) focus = rhythm_random.index(v.heart.nodes());
        ConductionPlan spread = plan;  // from muscle to muscle; the network is met late if at all
        spread.lv_layer_m_s = spread.rv_layer_m_s = 1.6 * spread.myocardium_m_s;
        const Source source{focus, 0.0};
        auto times = activation_times(v.heart, speeds_of(spread, v.heart, v.scar), {&source, 1});
        for (std::size_t n = 0; n < times.size(); ++n)
            if (v.activation_ms[n] >= never_ms) times[n] = never_ms;  // the weights are of the cells of the sinus beat
        const double span = std::clamp(165.0 + 15.0 * rhythm_random.normal(), 130.0, 210.0);
        stretch(times, span / activation_span_ms(times));
        ectopic = make_template(
            beat_potentials(weights, times, repolarisation_times(v.heart, times, rule), gain, hearts.upstroke), span);
    }
    const double p_ms =
        hearts.p_ms + of_sex(c, hearts.person.men_p_ms) + hearts.person.decade_p_ms * decades_above_fifty(c);
    AtrialPlan atrial{std::clamp(p_ms + 12.0 * rhythm_random.normal(), p_ms - 27.0, p_ms + 33.0),
                      std::exp(0.2 * rhythm_random.normal()),
                      hearts.p_turn_rad + hearts.p_spread_rad * rhythm_random.normal(),
                      draw_fronts(hearts.p_roughness, patient.child("atria"))};
    const auto p_wave = atrial_potentials(atrial, Vec3{24.0, 5.0, -18.0}, torso);
    auto noise_random = patient.child("recording");
    return make_recording(recording_plan, sinus, recording_plan.pacing_spike ? nullptr : &p_wave,
                          ectopic ? &*ectopic : nullptr, noise_random);
}

/// What is usual for that conduction; where upstrokes reach less far, the QRS complex of the same activation is
/// shorter, but that of a complete block 120 ms at least, by definition.
double typical_qrs_ms(Conduction conduction, const Hearts& hearts, double z) {
    const auto typical = typical_qrs(conduction);
    const double shorter_ms = 2.0 * (Upstroke{}.reach_ms - hearts.upstroke.reach_ms);
    const double ms = typical.mean_ms - shorter_ms + typical.sd_ms * std::clamp(z, -2.5, 2.5);
    const bool complete = complete_lbbb(conduction) || conduction == Conduction::rbbb;
    constexpr double least_ms = 120.0;
    return complete && ms < least_ms ? 2.0 * least_ms - ms : ms;
}

}  // namespace

core::Result<VirtualPatient> simulate_patient(const Preset& preset, std::uint64_t seed, std::uint64_t index,
                                              const PatientOptions& options) {
    const auto patient = core::RandomStream(seed).child("virtual patient", index);
    auto random = patient.child("covariates");
    VirtualPatient made;
    char id[32];
    std::snprintf(id, sizeof id, "VP%05llu", static_cast<unsigned long long>(index + 1));
    made.id = id;
    const auto z = preset.copula.draw(random);
    Truth& truth = made.truth;
    truth.conduction = draw_conduction(preset, value(z, Latent::conduction), random);
    if (options.conduction) truth.conduction = *options.conduction;
    Covariates& c = made.covariates = draw_covariates(preset, z, truth.conduction);
    if (options.conduction || preset.typical_qrs) {
        c.qrs_ms = rounded(typical_qrs_ms(truth.conduction, preset.hearts, value(z, Latent::qrs)), 1.0);
    }
    truth.heart_rate_bpm = std::clamp(preset.setting.heart_rate_bpm + 10.0 * random.normal(), 50.0, 105.0);
    const auto& person = preset.hearts.person;
    c.qrs_ms = rounded(c.qrs_ms + of_sex(c, person.men_qrs_ms), 1.0);
    const double pr_ms =
        preset.hearts.pr_ms + of_sex(c, person.men_pr_ms) + person.decade_pr_ms * decades_above_fifty(c);
    truth.pr_ms = std::clamp(pr_ms + 22.0 * random.normal(), 130.0, 260.0);

    auto body = patient.child("heart");
    const auto shape = draw_shape(c, preset.hearts, body);
    truth.lv_wall_mm = shape.lv_wall_mm;
    SYNCHRONY_ASSIGN(Heart heart, build_heart(shape));
    ScarPlan scar_plan{0.01 * c.scar_pct, c.flags[0], 0.0, 0.5, 0};
    draw_territory(scar_plan, body);
    Scar scar = place_scar(heart, scar_plan);
    ConductionPlan plan = draw_plan(truth.conduction, body);
    plan.myocardium_m_s *= preset.setting.muscle_speed;
    double factor = 1.0;
    const Ventricles v =
        activate(std::move(heart), std::move(scar), plan, c.qrs_ms - 2.0 * preset.hearts.upstroke.reach_ms, factor);

    truth.qrs_ms = c.qrs_ms;
    truth.lv_mass_g = lv_mass_g(v.heart);
    truth.myocardium_m_s = plan.myocardium_m_s / factor;
    truth.lv_layer_m_s = plan.lv_layer_m_s / factor;
    truth.substrate.scar = v.scar.burden;
    truth.substrate.lateral_scar = v.scar.lateral;
    truth.substrate.reserve = value(z, Latent::reserve);
    truth.septal_scar = v.scar.septal;
    describe_activation(v, truth);
    auto spect = patient.child("spect");
    const auto phase = phase_analysis(v.heart, v.activation_ms, v.scar, 60000.0 / truth.heart_rate_bpm, spect);
    c.psd_deg = rounded(phase.sd_deg, 0.1);
    c.pbw_deg = rounded(phase.bandwidth_deg, 1.0);
    OutcomeModel model = preset.outcome;
    if (options.chance_sd_pct) model.chance_sd_pct = *options.chance_sd_pct;
    auto chance = patient.child("chance");
    follow_up(model, c, truth, chance);
    const auto chest = draw_chest(v.heart, c, truth, preset, patient.child("torso"));
    truth.outer_shorter_ms = chest.rule.outer_shorter_ms;
    if (options.with_ecg) made.recording = record_patient(v, plan, c, truth, chest, preset, options, patient);
    return made;
}

}  // namespace synchrony::sim
