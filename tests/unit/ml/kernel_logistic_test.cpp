#include "synchrony/ml/kernel_logistic.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "synchrony/core/random.hpp"
#include "synchrony/ml/classifiers.hpp"
#include "synchrony/ml/majority.hpp"

namespace synchrony::ml {
namespace {

// Patients whose first three columns carry the label, the others noise; more columns than patients.
struct Problem {
    model::PatientSet set;
    Eigen::MatrixXf values;
    std::vector<std::size_t> training, test;
    std::vector<std::uint8_t> labels;  // of the training rows
};

Problem make_problem(std::size_t patients, std::size_t columns) {
    Problem problem;
    core::RandomStream random(7);
    auto& table = problem.set.tables["t"];
    for (std::size_t c = 0; c < columns; ++c) table.columns.push_back("c" + std::to_string(c));
    problem.values.resize(static_cast<Eigen::Index>(patients), static_cast<Eigen::Index>(columns));
    for (std::size_t r = 0; r < patients; ++r) {
        problem.set.patients.emplace_back("p" + std::to_string(r));
        problem.set.response.push_back(static_cast<std::uint8_t>(r % 2));
        for (std::size_t c = 0; c < columns; ++c) {
            const double x = 5.0 + 3.0 * random.normal() + (c < 3 && r % 2 == 1 ? 4.0 : 0.0);
            problem.values(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(c)) = static_cast<float>(x);
            table.values.emplace_back(static_cast<double>(static_cast<float>(x)));
        }
        (r % 4 == 3 || r % 4 == 0 ? problem.test : problem.training).push_back(r);
    }
    for (const auto r : problem.training) problem.labels.push_back(problem.set.response[r]);
    return problem;
}

// Truth: liblinear, through LogisticRegression, at the same cost. It penalises the intercept by b^2 / 200, we do not,
// which moves probabilities by up to 0.002 here.
TEST(KernelLogistic, gives_the_probabilities_of_liblinear) {
    for (const std::size_t columns : {std::size_t{5}, std::size_t{300}}) {
        const auto problem = make_problem(60, columns);
        TabularOptions tabular;
        tabular.tables = {"t"};
        tabular.costs = {10.0};
        LogisticRegression liblinear(tabular);
        ASSERT_TRUE(liblinear.fit(problem.set, problem.training, {}));
        const auto wanted = liblinear.predict(problem.set, problem.test);
        ASSERT_TRUE(wanted);

        KernelLogisticOptions options;
        options.costs = {10.0};
        const auto among = scaled_products(problem.values, problem.training, problem.training);
        const auto fit = fit_kernel_logistic(among, problem.labels, options);
        ASSERT_TRUE(fit) << fit.error().message();
        const auto odds = fit->decide(scaled_products(problem.values, problem.test, problem.training));
        for (std::size_t i = 0; i < problem.test.size(); ++i)
            EXPECT_NEAR(1.0 / (1.0 + std::exp(-odds[static_cast<Eigen::Index>(i)])), (*wanted)[i].score, 5e-3);
    }
}

TEST(KernelLogistic, products_are_of_columns_scaled_on_the_training_rows) {
    Eigen::MatrixXf values(3, 3);
    values << 1, 5, 2,  //
        3, 5, 2,        //
        7, 9, 2;        // the test row; columns 1 and 2 do not vary in training
    const std::vector<std::size_t> training{0, 1}, test{2};
    // Column 0: mean 2, sd 1: -1, 1 and 5; three columns. <x, row 0> = 5 * -1 / 3.
    const auto products = scaled_products(values, test, training);
    EXPECT_NEAR(products(0, 0), -5.0 / 3.0, 1e-6);
    EXPECT_NEAR(products(0, 1), 5.0 / 3.0, 1e-6);
}

TEST(KernelLogistic, one_factor_for_all_columns_keeps_their_proportions) {
    Eigen::MatrixXf values(3, 2);
    values << -1, -3,  //
        1, 3,          //
        2, 0;
    const std::vector<std::size_t> training{0, 1}, test{2};
    // Variances 1 and 9, sum 10: <(2, 0), (-1, -3)> / 10 = -0.2.
    const auto products = scaled_products(values, test, training, ColumnScaling::together);
    EXPECT_NEAR(products(0, 0), -0.2, 1e-6);
    EXPECT_NEAR(products(0, 1), 0.2, 1e-6);
}

TEST(KernelLogistic, refuses_one_class_and_wrong_sizes) {
    const Eigen::MatrixXd products = Eigen::MatrixXd::Identity(3, 3);
    EXPECT_EQ(fit_kernel_logistic(products, std::vector<std::uint8_t>{1, 1, 1}).error().kind, core::ErrorKind::refused);
    EXPECT_EQ(fit_kernel_logistic(products, std::vector<std::uint8_t>{1, 0}).error().kind, core::ErrorKind::usage);
}

TEST(KernelLogistic, refuses_products_that_are_no_numbers) {
    Eigen::MatrixXd products = Eigen::MatrixXd::Identity(4, 4);
    products(1, 1) = std::numeric_limits<double>::quiet_NaN();
    const auto fit = fit_kernel_logistic(products, std::vector<std::uint8_t>{1, 0, 1, 0}, {.costs = {1.0}});
    ASSERT_FALSE(fit);
    EXPECT_EQ(fit.error().kind, core::ErrorKind::refused);
}

// Labels are noise and every row stands twice. Parted by the inner folds, the copies make the weakest penalty look
// best; kept together they do not.
TEST(KernelLogistic, inner_folds_keep_rows_of_one_person_together) {
    const auto problem = make_problem(24, 200);
    core::RandomStream random(5);
    std::vector<std::uint8_t> labels;
    std::vector<std::size_t> rows;
    KernelLogisticOptions options;
    for (std::size_t i = 0; i < 24; ++i) {
        const auto label = static_cast<std::uint8_t>(random.index(2));
        for (int copy = 0; copy < 2; ++copy) {
            rows.push_back(i);
            labels.push_back(label);
            options.people.push_back(i);
        }
    }
    const auto products = scaled_products(problem.values, rows, rows);
    const auto by_person = fit_kernel_logistic(products, labels, options);
    options.people.clear();
    const auto by_row = fit_kernel_logistic(products, labels, options);
    ASSERT_TRUE(by_person && by_row);
    EXPECT_GT(by_row->cost, by_person->cost);
}

}  // namespace
}  // namespace synchrony::ml
