#include "synchrony/cohort/outcome_rule.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <span>

#include "synchrony/core/folded_text.hpp"
#include "synchrony/core/nearest_word.hpp"
#include "synchrony/core/text.hpp"

namespace synchrony::cohort {

class OutcomeRuleParser {
  public:
    using Operator = OutcomeRule::Operator;
    using Node = OutcomeRule::Node;

    explicit OutcomeRuleParser(std::string_view text) : text_(text) { next(); }

    core::Result<OutcomeRule> parse() {
        SYNCHRONY_TRY(either(0));
        if (!token_.empty()) return fault("the end of the rule, `and` or `or`");
        return std::move(rule_);
    }

  private:
    static constexpr std::size_t most_comparisons = 64;
    static constexpr int most_depth = 16;
    static constexpr std::string_view operator_letters = "=!<>";

    tl::unexpected<core::Error> fault(std::string expected) const {
        return core::fail({core::ErrorKind::usage, "the outcome's rule cannot be read",
                           "--outcome, letter " + std::to_string(token_at_ + 1),
                           token_.empty() ? "its end" : core::in_quotes(token_), std::move(expected),
                           "As in: death = 1 or transplant = 1"});
    }

    void next() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
        token_at_ = at_;
        quoted_ = false;
        if (at_ >= text_.size()) {
            token_.clear();
            return;
        }
        std::size_t end = at_ + 1;
        const char first = text_[at_];
        if (first == '"') {
            end = std::min(text_.find('"', at_ + 1), text_.size());
            token_ = std::string(text_.substr(at_ + 1, end - at_ - 1));
            quoted_ = true;
            at_ = std::min(end + 1, text_.size());
            return;
        }
        const bool is_operator = operator_letters.find(first) != std::string_view::npos;
        if (first != '(' && first != ')') {
            while (end < text_.size() && std::string_view(" \t()\"").find(text_[end]) == std::string_view::npos &&
                   (operator_letters.find(text_[end]) != std::string_view::npos) == is_operator)
                ++end;
        }
        token_ = std::string(text_.substr(at_, end - at_));
        at_ = end;
    }

    [[nodiscard]] bool is_word(std::string_view word) const { return !quoted_ && core::lower(token_) == word; }

    core::Result<std::size_t> joined(int depth, std::string_view word, Operator op) {
        SYNCHRONY_ASSIGN(auto left, op == Operator::either ? joined(depth, "and", Operator::both) : comparison(depth));
        while (is_word(word)) {
            next();
            SYNCHRONY_ASSIGN(const auto right,
                             op == Operator::either ? joined(depth, "and", Operator::both) : comparison(depth));
            Node node;
            node.op = op;
            node.left = left;
            node.right = right;
            rule_.nodes_.push_back(std::move(node));
            left = rule_.nodes_.size() - 1;
        }
        return left;
    }

    core::Result<std::size_t> either(int depth) {
        if (depth > most_depth) return fault("at most 16 parentheses within each other");
        return joined(depth, "or", Operator::either);
    }

    core::Result<std::size_t> comparison(int depth) {
        if (!quoted_ && token_ == "(") {
            next();
            SYNCHRONY_ASSIGN(const auto inside, either(depth + 1));
            if (quoted_ || token_ != ")") return fault("a closing parenthesis");
            next();
            return inside;
        }
        if (++comparisons_ > most_comparisons) return fault("at most 64 comparisons");
        Node node;
        if (!take_name(node.column)) return fault("a column's name");
        constexpr std::array<std::pair<std::string_view, Operator>, 7> operators{{{"=", Operator::equal},
                                                                                  {"==", Operator::equal},
                                                                                  {"!=", Operator::not_equal},
                                                                                  {"<", Operator::less},
                                                                                  {"<=", Operator::at_most},
                                                                                  {">", Operator::greater},
                                                                                  {">=", Operator::at_least}}};
        const auto found =
            std::ranges::find(operators, std::string_view(token_), &std::pair<std::string_view, Operator>::first);
        if (quoted_ || found == operators.end()) return fault("=, !=, <, <=, > or >=");
        node.op = found->second;
        next();
        if (!take_name(node.word)) return fault("a number or a word");
        node.number = parse_number(node.word);
        rule_.nodes_.push_back(std::move(node));
        return rule_.nodes_.size() - 1;
    }

    bool take_name(std::string& name) {
        const bool usable = quoted_ || (!token_.empty() && token_ != "(" && token_ != ")" &&
                                        operator_letters.find(token_.front()) == std::string_view::npos);
        if (!usable) return false;
        name = token_;
        next();
        return true;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t token_at_ = 0;
    std::string token_;
    bool quoted_ = false;
    std::size_t comparisons_ = 0;
    OutcomeRule rule_;
};

bool is_outcome_rule(std::string_view text) {
    return text.find_first_of("=<>") != std::string_view::npos;
}

core::Result<OutcomeRule> OutcomeRule::parse(std::string_view text) {
    return OutcomeRuleParser(text).parse();
}

std::vector<std::string> OutcomeRule::columns() const {
    std::vector<std::string> names;
    for (const auto& node : nodes_)
        if (node.op != Operator::both && node.op != Operator::either &&
            std::ranges::find(names, node.column) == names.end())
            names.push_back(node.column);
    return names;
}

namespace {

tl::unexpected<core::Error> no_such_column(const Cohort& cohort, const std::string& name) {
    constexpr std::size_t most_named = 30;
    std::string columns;
    for (const auto& column : std::span(cohort.columns).first(std::min(cohort.columns.size(), most_named)))
        core::append_word(columns, column.name);
    if (cohort.columns.size() > most_named) columns += ", ...";
    const bool computed = name.find_first_of("/*+-") != std::string::npos;
    return core::fail({core::ErrorKind::usage,
                       "the cohort has no such column",
                       {},
                       name,
                       "one of: " + columns,
                       computed ? "A rule compares columns and does not reckon: put the result into a column of its own"
                                : cohort.meant_column(name)});
}

/// In the order of their letters.
std::set<std::string> different_cells(const Column& column) {
    std::set<std::string> cells;
    for (const auto& text : column.texts)
        if (!text.empty()) cells.insert(text);
    for (const auto& number : column.numbers)
        if (number) cells.insert(core::shortest(*number));
    return cells;
}

std::string cells_in_words(const std::set<std::string>& cells) {
    constexpr std::size_t most_named = 6;
    std::string text;
    std::size_t named = 0;
    for (const auto& cell : cells) {
        if (++named > most_named) break;
        core::append_word(text, cell);
    }
    return "one of: " + text + (cells.size() > most_named ? ", ..." : "");
}

}  // namespace

core::Result<void> OutcomeRule::check(const Cohort& cohort) const {
    const auto wrong = [](std::string what, const Node& node) {
        return core::fail(
            {core::ErrorKind::usage, std::move(what), "--outcome, column " + node.column, node.word, {}, {}});
    };
    for (const auto& node : nodes_) {
        if (node.op == Operator::both || node.op == Operator::either) continue;
        const auto* column = cohort.find(node.column);
        if (column == nullptr) return no_such_column(cohort, node.column);
        const bool ordered = node.op != Operator::equal && node.op != Operator::not_equal;
        const bool words = column->kind == ColumnKind::text && column->present() > 0;
        if (words && ordered) return wrong("a column of words has no order", node);
        if (column->kind == ColumnKind::sex && (ordered || (node.word != "F" && node.word != "M")))
            return core::fail({core::ErrorKind::usage,
                               "sex is compared with neither of its two letters",
                               "--outcome, column " + node.column,
                               node.word,
                               "= F or = M",
                               {}});
        if (!words && !node.number && column->kind != ColumnKind::sex)
            return wrong("a column of numbers is compared with a word", node);
        if (column->kind == ColumnKind::flag && !ordered && node.number != 0.0 && node.number != 1.0)
            return wrong("a column of 0 and 1 is compared with another number", node);
    }
    return {};
}

std::vector<core::Error> OutcomeRule::never_met(const Cohort& cohort) const {
    std::vector<core::Error> faults;
    for (const auto& node : nodes_) {
        if (node.op != Operator::equal && node.op != Operator::not_equal) continue;
        const auto* column = cohort.find(node.column);
        if (column == nullptr || column->present() == 0 || column->kind == ColumnKind::sex) continue;
        const bool met = column->texts.empty()
                             ? std::ranges::find(column->numbers, node.number) != column->numbers.end()
                             : std::ranges::find(column->texts, node.word) != column->texts.end();
        if (met) continue;
        const auto cells = different_cells(*column);
        const auto same =
            std::ranges::find(cells, core::folded(node.word), [](const auto& cell) { return core::folded(cell); });
        faults.push_back({core::ErrorKind::usage, "no cell of the column holds what it is compared with",
                          "--outcome, column " + node.column, node.word, cells_in_words(cells),
                          same == cells.end() ? core::did_you_mean(node.word, cells) : "Did you mean " + *same + "?"});
    }
    return faults;
}

std::optional<bool> OutcomeRule::value_of(const Cohort& cohort, std::size_t row, std::size_t at) const {
    const auto& node = nodes_[at];
    const auto* column = cohort.find(node.column);
    if (column == nullptr) return std::nullopt;
    if (!column->texts.empty()) {
        if (column->texts[row].empty()) return std::nullopt;
        return (column->texts[row] == node.word) == (node.op == Operator::equal);
    }
    auto bound = node.number;
    if (column->kind == ColumnKind::sex) bound = node.word == "M" ? 1.0 : 0.0;  // `check` lets F and M alone pass
    const auto value = row < column->numbers.size() ? column->numbers[row] : std::nullopt;
    if (!value || !bound) return std::nullopt;
    switch (node.op) {
        case Operator::equal:
            return *value == *bound;
        case Operator::not_equal:
            return *value != *bound;
        case Operator::less:
            return *value < *bound;
        case Operator::at_most:
            return *value <= *bound;
        case Operator::greater:
            return *value > *bound;
        case Operator::at_least:
            return *value >= *bound;
        case Operator::both:
        case Operator::either:
            break;
    }
    return std::nullopt;
}

std::optional<bool> OutcomeRule::holds(const Cohort& cohort, std::size_t row) const {
    std::vector<std::optional<bool>> values;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        const auto& node = nodes_[i];
        if (node.op != Operator::both && node.op != Operator::either) {
            values.push_back(value_of(cohort, row, i));
            continue;
        }
        const bool decides = node.op == Operator::either;
        const auto left = values[node.left], right = values[node.right];
        if (left == decides || right == decides)
            values.emplace_back(decides);
        else
            values.push_back(left && right ? std::optional(!decides) : std::nullopt);
    }
    return values.empty() ? std::nullopt : values.back();
}

}  // namespace synchrony::cohort
