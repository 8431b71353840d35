#include <memory>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "one_of.hpp"
#include "reading_options.hpp"
#include "shell.hpp"
#include "synchrony/app/spectrogram.hpp"
#include "text_table.hpp"

namespace synchrony::cli {

void add_spectrogram(Shell& shell) {
    auto request = std::make_shared<app::SpectrogramRequest>();
    auto recipe = std::make_shared<std::string>("fine");
    CLI::App& app = shell.command(
        shell.root(), "spectrogram", "Draw one lead above its spectrogram, axes in s and Hz",
        "  synchrony spectrogram mitdb/100 --out x.png\n"
        "  synchrony spectrogram ludb/data/1 --lead II --recipe paper --from 2 --duration 4 --out x.svg",
        [&shell, request, recipe] {
            const auto named = features::SpectrogramRecipe::named(*recipe);
            if (!named) return shell.complain(named.error());
            request->recipe = *named;
            const auto drawn = app::draw_spectrogram(*request);
            if (!drawn) return shell.complain(drawn.error());
            if (shell.json())
                shell.print_json({{"out", request->out.string()},
                                  {"lead", drawn->lead},
                                  {"from_s", drawn->from_s},
                                  {"to_s", drawn->to_s},
                                  {"beats", drawn->beats},
                                  {"recipe", *recipe},
                                  {"window_s", drawn->window_s},
                                  {"bin_hz", drawn->bin_hz}});
            else
                shell.print(request->out.string() + ": lead " + drawn->lead + ", " + fixed(drawn->from_s, 1) + " to " +
                            fixed(drawn->to_s, 1) + " s, " + std::to_string(drawn->beats) + " beats, window " +
                            fixed(drawn->window_s * 1000, 0) + " ms, " + fixed(drawn->bin_hz, 2) + " Hz a bin\n");
            return exit_done;
        });
    app.add_option("ECG", request->ecg, "Recording of any known format")->required();
    app.add_option("--out", request->out, "Picture to write: .png, .svg or .pdf")->required();
    app.add_option("--lead", request->lead, "Lead (default: the first)");
    app.add_option("--recipe", *recipe, "Spectrogram recipe")
        ->check(one_of(features::SpectrogramRecipe::names()))
        ->capture_default_str();
    app.add_option("--from", request->from_s, "Start, s")->check(CLI::Range(0.0, most_seconds))->capture_default_str();
    app.add_option("--duration", request->duration_s, "Length, s")
        ->check(CLI::Range(least_seconds, most_seconds))
        ->capture_default_str();
    app.add_option("--max-hz", request->highest_frequency_hz, "Highest frequency shown (0: all of the recipe)")
        ->check(CLI::Range(0.0, 1e6))
        ->capture_default_str();
    app.add_option("--dpi", request->dpi, "Resolution of a PNG")
        ->check(CLI::Range(30.0, 1200.0))
        ->capture_default_str();
    add_reading_options(app, request->reading);
    add_part_options(app, request->reading);
}

}  // namespace synchrony::cli
