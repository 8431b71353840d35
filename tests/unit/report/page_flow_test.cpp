// Where pieces come to stand on pages, worked out by hand for pages of 100 mm.
#include "page_flow.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace synchrony::report {
namespace {

using testing::ElementsAre;

Piece piece(double height_mm, bool with_next = false, double space_mm = 0.0) {
    Piece made;
    made.height_mm = height_mm;
    made.with_next = with_next;
    made.space_mm = space_mm;
    return made;
}

std::vector<double> tops(const Page& page) {
    std::vector<double> found;
    for (const auto& placed : page) found.push_back(placed.y_mm);
    return found;
}

TEST(PageFlow, FillsPagesFromTheTop) {
    const auto pages = set_pages({piece(40), piece(40), piece(40)}, 100.0);
    ASSERT_EQ(pages.size(), 2u);
    EXPECT_THAT(tops(pages[0]), ElementsAre(0.0, 40.0));
    EXPECT_THAT(tops(pages[1]), ElementsAre(0.0));
}

TEST(PageFlow, SpaceCountsButNotAtTheTop) {
    const auto pages = set_pages({piece(40, false, 9), piece(50, false, 10), piece(10, false, 5)}, 100.0);
    ASSERT_EQ(pages.size(), 2u);
    EXPECT_THAT(tops(pages[0]), ElementsAre(0.0, 50.0));
    EXPECT_THAT(tops(pages[1]), ElementsAre(0.0));
}

TEST(PageFlow, AHeadingGoesWithWhatFollows) {
    const auto pages = set_pages({piece(70), piece(10, true), piece(10, true), piece(20)}, 100.0);
    ASSERT_EQ(pages.size(), 2u);
    EXPECT_THAT(tops(pages[0]), ElementsAre(0.0));
    EXPECT_THAT(tops(pages[1]), ElementsAre(0.0, 10.0, 20.0));
}

TEST(PageFlow, ARunLongerThanAPageIsBroken) {
    const auto pages = set_pages({piece(30), piece(50, true), piece(50, true), piece(50)}, 100.0);
    ASSERT_EQ(pages.size(), 2u);
    EXPECT_THAT(tops(pages[0]), ElementsAre(0.0, 30.0));
    EXPECT_THAT(tops(pages[1]), ElementsAre(0.0, 50.0));
}

TEST(PageFlow, TableHeadsAreRepeated) {
    const auto head = std::make_shared<const Piece>(piece(10, true));
    std::vector<Piece> pieces{*head};
    for (int i = 0; i < 3; ++i) {
        pieces.push_back(piece(40));
        pieces.back().repeated = head;
    }
    const auto pages = set_pages(std::move(pieces), 100.0);
    ASSERT_EQ(pages.size(), 2u);
    EXPECT_THAT(tops(pages[0]), ElementsAre(0.0, 10.0, 50.0));
    EXPECT_THAT(tops(pages[1]), ElementsAre(0.0, 10.0));
    EXPECT_EQ(pages[1][0].piece, head);
}

TEST(PageFlow, WhatIsHigherThanAPageHasOneToItself) {
    const auto pages = set_pages({piece(10), piece(150), piece(10)}, 100.0);
    ASSERT_EQ(pages.size(), 3u);
    for (const auto& page : pages) EXPECT_THAT(tops(page), ElementsAre(0.0));
}

}  // namespace
}  // namespace synchrony::report
