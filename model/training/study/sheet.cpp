// Pictures side by side, under their variants' names.
#include "model/training/study/sheet.h"

#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "model/data/augment.h"
#include "model/data/picture.h"
#include "model/training/study/study_folder.h"

namespace tessera {
namespace {

constexpr int kHeading = 28;  // pixels
constexpr int kGap = 2;
constexpr double kScale = 0.5;  // of the letters
const cv::Scalar kPaper(255, 255, 255);

cv::Mat heading(int width, const std::string& text) {
    cv::Mat cell(kHeading, width, CV_8UC3, kPaper);
    int baseline = 0;
    const cv::Size size = cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, kScale, 1, &baseline);
    const cv::Point place((width - size.width) / 2, (kHeading + size.height) / 2);
    cv::putText(cell, text, place, cv::FONT_HERSHEY_SIMPLEX, kScale, cv::Scalar(), 1, cv::LINE_AA);
    return cell;
}

/// What a variant drew of a pair.
cv::Mat drawn(const std::filesystem::path& run, const Pair& pair) {
    const std::filesystem::path file =
        pictures_of(run) / (pair.photo.file.stem().string() + ".png");
    const cv::Mat picture = cv::imread(file.string(), cv::IMREAD_COLOR);
    if (picture.empty()) {
        throw std::runtime_error(file.string() + ": not an image");
    }
    cv::Mat rgb;
    cv::cvtColor(picture, rgb, cv::COLOR_BGR2RGB);
    return rgb;
}

/// Cells of one height, a gap after each.
cv::Mat row_of(const std::vector<cv::Mat>& cells) {
    std::vector<cv::Mat> spaced(cells.size());
    for (size_t i = 0; i < cells.size(); ++i) {
        cv::copyMakeBorder(cells[i], spaced[i], 0, kGap, 0, kGap, cv::BORDER_CONSTANT, kPaper);
    }
    cv::Mat row;
    cv::hconcat(spaced, row);
    return row;
}

cv::Mat headings(const StudyRequest& request, size_t done, bool has_source, int width) {
    std::vector<cv::Mat> cells{heading(width, "labels")};
    if (has_source) {
        cells.push_back(heading(width, "source"));
    }
    for (size_t i = 0; i < done; ++i) {
        cells.push_back(heading(width, request.study.variants[i].name));
    }
    cells.push_back(heading(width, "photo"));
    return row_of(cells);
}

}  // namespace

void write_study_sheet(const StudyRequest& request,
                       const std::vector<Pair>& held_out,
                       size_t done) {
    const ClassMap classes(request.data.classes, request.data.void_ids);
    const int64_t side = judged_side(request.options);
    const auto width = static_cast<int>(side);
    const bool has_source = dataset_layout(request.data.layout).has_source;
    std::vector<cv::Mat> rows{headings(request, done, has_source, width)};
    const size_t wanted = std::min(static_cast<size_t>(request.pictures), held_out.size());
    for (size_t i = 0; i < wanted; ++i) {
        const Pair& pair = held_out[i * held_out.size() / wanted];
        TrainingPicture picture;
        try {
            picture = middle(read_picture(pair, classes, side), side);
        } catch (const std::runtime_error&) {
            continue;  // no variant was judged by it, which its result says
        }
        std::vector<cv::Mat> cells{label_colours(picture.labels, classes)};
        if (has_source) {
            cells.push_back(picture.source);
        }
        for (size_t variant = 0; variant < done; ++variant) {
            cells.push_back(drawn(request.folder / request.study.variants[variant].name, pair));
        }
        cells.push_back(picture.photo);
        rows.push_back(row_of(cells));
    }
    cv::Mat sheet;
    cv::vconcat(rows, sheet);
    write_picture(request.folder / "sheet.png", sheet);
}

}  // namespace tessera
