#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "shell.hpp"
#include "synchrony/app/plot.hpp"

namespace synchrony::cli {

void add_plot(Shell& shell) {
    auto request = std::make_shared<app::PlotRequest>();
    CLI::App& app = shell.command(
        shell.root(), "plot", "Draw the standard 12-lead sheet: 25 mm/s, 10 mm/mV, to scale",
        "  synchrony plot ludb/data/1 --out ecg.pdf\n"
        "  synchrony plot ludb/data/1 --out ecg.png --title 'Case 1'",
        [&shell, request] {
            if (const auto drawn = app::plot_sheet(*request); !drawn) return shell.complain(drawn.error());
            if (shell.json())
                shell.print_json({{"out", request->out.string()}});
            else
                shell.print(request->out.string() + "\n");
            return exit_done;
        });
    app.add_option("ECG", request->ecg, "Recording of any known format")->required();
    app.add_option("--out", request->out, "Picture to write: .svg, .pdf (to scale in mm) or .png")->required();
    app.add_option("--title", request->title, "Title; the program never prints a patient's name by itself");
    app.add_option("--rhythm-lead", request->rhythm_lead, "Lead of the rhythm strip")->capture_default_str();
    app.add_option("--from", request->from_s, "Start, s")->check(CLI::NonNegativeNumber)->capture_default_str();
    app.add_option("--dpi", request->dpi, "Resolution of a PNG")->check(CLI::Range(30.0, 1200.0))->capture_default_str();
}

}  // namespace synchrony::cli
