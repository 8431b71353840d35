// `measure --every`: its options, and how windows are printed.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <vector>

#include "item_writer.hpp"
#include "synchrony/app/measure_windows.hpp"

namespace synchrony::cli {

class Shell;

class WindowArguments {
  public:
    /// Options that make no sense beside windows are excluded. Gives the option --trend.
    CLI::Option* add_to(CLI::App& app, const std::vector<CLI::Option*>& excluded);
    [[nodiscard]] bool asked() const { return every_s > 0.0; }
    /// Errors: usage (a picture of several recordings, or of another kind than can be drawn).
    [[nodiscard]] core::Result<void> check(std::size_t recordings) const;

    double every_s = 0.0;  ///< 0: no windows
    double window_s = app::WindowOptions{}.window_s;
    std::filesystem::path trend;  ///< empty: no picture
};

/// Prints every window as it comes, and after the last what they come to.
class WindowPrinter final : public app::WindowTaker {
  public:
    WindowPrinter(const Shell& shell, const WindowArguments& arguments, bool csv, app::PartFile* part);
    [[nodiscard]] static app::Joining joining(const Shell& shell, bool csv);

    bool begin(const app::WindowedRecording& recording) override;
    bool take(const app::MeasuredWindow& window) override;
    bool end(const app::WindowedRecording& recording, const app::WindowTally& tally) override;
    bool fail(const std::filesystem::path& path, const core::Error& error) override;
    /// The exit code.
    int finish() { return out_.end(faults_); }

  private:
    const Shell& shell_;
    const WindowArguments& arguments_;
    bool csv_;
    ItemWriter out_;
    std::size_t taken_ = 0;  ///< windows of this recording
    int decimals_ = 0;       ///< of a window's time
    std::vector<core::Error> faults_;
};

/// Measures windows of all recordings; gives the exit code.
int run_windows(Shell& shell, const app::MeasureRequest& request, const WindowArguments& arguments, bool csv,
                app::PartFile* part);

}  // namespace synchrony::cli
