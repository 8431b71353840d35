#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <opencv2/ml.hpp>
#include <vector>

#include "learner.hpp"

namespace synchrony::ml {
namespace {

cv::Mat to_cv(const Eigen::MatrixXd& rows) {
    cv::Mat result(static_cast<int>(rows.rows()), static_cast<int>(rows.cols()), CV_32F);
    for (int r = 0; r < result.rows; ++r)
        for (int c = 0; c < result.cols; ++c) result.at<float>(r, c) = static_cast<float>(rows(r, c));
    return result;
}

/// Steps from the root to the deepest leaf of any tree.
int deepest_leaf(const cv::ml::RTrees& forest) {
    const std::vector<cv::ml::DTrees::Node>& nodes = forest.getNodes();
    std::vector<int> depths(nodes.size(), 0);
    // A node stands before its children in OpenCV's list.
    for (std::size_t i = 0; i < nodes.size(); ++i)
        if (nodes[i].parent >= 0) depths[i] = depths[static_cast<std::size_t>(nodes[i].parent)] + 1;
    return depths.empty() ? 0 : *std::ranges::max_element(depths);
}

class ForestLearner final : public Learner {
  public:
    explicit ForestLearner(int trees) : trees_(trees) {}

    void seed(std::uint64_t seed) override { seed_ = seed; }
    void prepare(const Eigen::MatrixXd& rows) override { training_ = to_cv(rows); }

    void train(std::span<const std::uint8_t> labels, double cost) override {
        cv::Mat answers(static_cast<int>(labels.size()), 1, CV_32S);
        for (int i = 0; i < answers.rows; ++i) answers.at<int>(i) = labels[static_cast<std::size_t>(i)] != 0 ? 1 : 0;
        // Leaves are bounded by their size, not by their depth: the limit is raised until no tree reaches it, up to
        // OpenCV's own. It starts low because OpenCV sets aside two nodes to the power of it (3.5 GB at 25).
        constexpr int first_limit = 13;
        constexpr int highest_limit = 25;
        for (int limit = first_limit;; limit = std::min(limit + 4, highest_limit)) {
            fit(limit, answers, cost);
            if (limit == highest_limit || deepest_leaf(*forest_) < limit) return;
        }
    }

    /// Share of the trees that vote for a response.
    [[nodiscard]] Eigen::VectorXd decide(const Eigen::MatrixXd& rows) const override {
        Eigen::VectorXd shares = Eigen::VectorXd::Constant(rows.rows(), 0.5);
        if (rows.rows() == 0) return shares;
        cv::Mat votes;  // first row: the classes; then votes for each
        forest_->getVotes(to_cv(rows), votes, 0);
        for (int c = 0; c < votes.cols; ++c)
            if (votes.at<int>(0, c) == 1)
                for (int r = 1; r < votes.rows; ++r)
                    shares(r - 1) =
                        static_cast<double>(votes.at<int>(r, c)) / static_cast<double>(cv::sum(votes.row(r))[0]);
        return shares;
    }
    [[nodiscard]] bool gives_log_odds() const override { return false; }

  private:
    void fit(int depth_limit, const cv::Mat& answers, double cost) {
        forest_ = cv::ml::RTrees::create();
        forest_->setMaxDepth(depth_limit);
        forest_->setMinSampleCount(std::max(2, static_cast<int>(std::lround(2.0 / cost))));
        forest_->setActiveVarCount(
            std::max(1, static_cast<int>(std::lround(std::sqrt(static_cast<double>(training_.cols))))));
        forest_->setTermCriteria({cv::TermCriteria::MAX_ITER, trees_, 0.0});
        cv::theRNG().state = seed_ | 1U;  // the thread's own; the forest draws from it
        forest_->train(cv::ml::TrainData::create(training_, cv::ml::ROW_SAMPLE, answers));
    }

    int trees_;
    std::uint64_t seed_ = 1;
    cv::Mat training_;
    cv::Ptr<cv::ml::RTrees> forest_;
};

}  // namespace

std::unique_ptr<Learner> forest_learner(int trees) {
    return std::make_unique<ForestLearner>(trees);
}

}  // namespace synchrony::ml
