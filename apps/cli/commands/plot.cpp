#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "one_of.hpp"
#include "reading_options.hpp"
#include "shell.hpp"
#include "synchrony/app/plot.hpp"

namespace synchrony::cli {
namespace {

struct PlotArguments {
    app::PlotRequest request;
    bool median = false;
    bool vcg = false;
    std::string transform = "kors";
    std::string sex;
    std::string layout = "3x4";
};

int run_plot(Shell& shell, PlotArguments& arguments) {
    auto& request = arguments.request;
    if (arguments.median) request.kind = app::PlotKind::median;
    if (arguments.vcg) request.kind = app::PlotKind::vcg;
    if (arguments.transform == "dower") request.options.vcg = measure::VcgTransform::inverse_dower;
    if (arguments.layout == "6x2") request.format = sheet::SheetFormat::six_by_two;
    if (arguments.layout == "12x1") request.format = sheet::SheetFormat::twelve_by_one;
    if (arguments.sex == "F") request.options.sex = measure::Sex::female;
    if (arguments.sex == "M") request.options.sex = measure::Sex::male;
    if (const auto drawn = app::plot(request, shell.context()); !drawn) return shell.complain(drawn.error());
    if (shell.json())
        shell.print_json({{"out", request.out.string()}});
    else
        shell.print(request.out.string() + "\n");
    return exit_done;
}

}  // namespace

void add_plot(Shell& shell) {
    auto arguments = std::make_shared<PlotArguments>();
    auto& request = arguments->request;
    CLI::App& app = shell.command(
        shell.root(), "plot", "Draw the 12-lead sheet, the median beats, or the vectorcardiogram, to scale",
        "  synchrony plot ludb/data/1 --out ecg.pdf                   # 25 mm/s, 10 mm/mV, A4\n"
        "  synchrony plot ludb/data/1 --out ecg.png --title 'Case 1'\n"
        "  synchrony plot ludb/data/1 --layout 6x2 --speed 50 --gain 5 --out ecg.pdf\n"
        "  synchrony plot ludb/data/1 --median --sex F --out beats.pdf  # boundaries, notches, reasons for LBBB, A3\n"
        "  synchrony plot ludb/data/1 --vcg --out loops.svg           # loops in three planes, QRS area, A4\n"
        "  synchrony plot ludb/data/1 --vcg --transform dower --out loops.png",
        [&shell, arguments] { return run_plot(shell, *arguments); });
    app.add_option("ECG", request.ecg, "Recording of any known format")->required();
    app.add_option("--out", request.out, "Picture to write: .svg, .pdf (to scale in mm) or .png")->required();
    auto* median = app.add_flag("--median", arguments->median, "Median beat of each lead, and the reasons for LBBB");
    auto* vcg = app.add_flag("--vcg", arguments->vcg, "Vectorcardiogram in three planes, and the QRS area");
    median->excludes(vcg);
    app.add_option("--transform", arguments->transform, "From 12 leads to X, Y, Z")
        ->check(one_of({"kors", "dower"}))
        ->capture_default_str()
        ->needs(vcg);
    app.add_option("--sex", arguments->sex, "F or M; decides Strauss' QRS limit")
        ->check(one_of({"F", "M"}))
        ->group("Patient");
    app.add_option("--title", request.title, "Title; the program never prints a patient's name by itself");
    app.add_option("--rhythm-lead", request.rhythm_lead, "Lead of the sheet's rhythm strip")
        ->capture_default_str()
        ->excludes(median)
        ->excludes(vcg);
    app.add_option("--from", request.from_s, "Start of the sheet, s")
        ->check(CLI::Range(0.0, most_seconds))
        ->capture_default_str()
        ->excludes(median)
        ->excludes(vcg);
    app.add_option("--layout", arguments->layout, "Rows and columns of the sheet: 3x4, 6x2 or 12x1")
        ->check(one_of({"3x4", "6x2", "12x1"}))
        ->capture_default_str()
        ->excludes(median)
        ->excludes(vcg);
    app.add_option("--speed", request.speed_mm_per_s, "Paper speed of the sheet: 25 or 50 mm/s")
        ->check(CLI::IsMember({25.0, 50.0}))
        ->capture_default_str()
        ->excludes(median)
        ->excludes(vcg);
    app.add_option("--gain", request.gain_mm_per_mv, "Gain of the sheet: 5, 10 or 20 mm/mV")
        ->check(CLI::IsMember({5.0, 10.0, 20.0}))
        ->capture_default_str()
        ->excludes(median)
        ->excludes(vcg);
    app.add_flag("--identity", request.identity,
                 "Name the patient and the date on the sheet, where the recording says them")
        ->excludes(median)
        ->excludes(vcg);
    app.add_option("--dpi", request.dpi, "Resolution of a PNG")->check(CLI::Range(30.0, 1200.0))->capture_default_str();
    add_reading_options(app, request.reading);
    add_part_options(app, request.reading);
}

}  // namespace synchrony::cli
