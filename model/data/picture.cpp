// Reads photos and label maps.
#include "model/data/picture.h"

#include <algorithm>
#include <map>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "model/data/png_palette.h"

namespace tessera {
namespace {

constexpr double kAnyColor = 1e3;   // JPEG moves colours; every pixel belongs to the nearest
constexpr int kGreyTolerance = 15;  // JPEG moves grey levels, too, by less than two steps of ten

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
    throw std::runtime_error(file.string() + ": " + why);
}

/// The place's part of a decoded file.
cv::Mat cut(const cv::Mat& image, const ImagePlace& place) {
    if (place.tiles == 1) {
        return image;
    }
    if (image.cols % place.tiles != 0) {
        refuse(place.file,
               "is " + std::to_string(image.cols) + " pixels wide, which does not make " +
                   std::to_string(place.tiles) + " tiles");
    }
    const int width = image.cols / place.tiles;
    return image(cv::Rect(place.tile * width, 0, width, image.rows)).clone();
}

cv::Mat read(const ImagePlace& place, int flags) {
    const cv::Mat image = cv::imread(place.file.string(), flags);
    if (image.empty()) {
        refuse(place.file, std::filesystem::exists(place.file) ? "not an image" : "no such file");
    }
    return cut(image, place);
}

cv::Mat read_photo(const ImagePlace& place) {
    cv::Mat rgb;
    cv::cvtColor(read(place, cv::IMREAD_COLOR), rgb, cv::COLOR_BGR2RGB);
    return rgb;
}

/// Counts the pixels of ids that should not be there.
class Strangers {
public:
    void add(int id) { ++pixels_[id]; }

    void check(const std::filesystem::path& file) const {
        if (pixels_.empty()) {
            return;
        }
        std::string list;
        for (const auto& [id, count] : pixels_) {
            list += (list.empty() ? "" : ", ") + std::to_string(id) + " (" + std::to_string(count) +
                    " pixels)";
            if (list.size() > 100) {
                list += ", ..";
                break;
            }
        }
        refuse(file, std::to_string(pixels_.size()) + " ids are no classes: " + list);
    }

private:
    std::map<int, int64_t> pixels_;
};

cv::Mat from_ids(const cv::Mat& ids, const Pair& pair, const ClassMap& classes) {
    cv::Mat labels(ids.size(), CV_16U);
    Strangers strangers;
    int last_id = -1;
    ClassMap::Channel channel = classes.of_id(last_id);
    for (int y = 0; y < ids.rows; ++y) {
        auto* to = labels.ptr<uint16_t>(y);
        for (int x = 0; x < ids.cols; ++x) {
            const int stored =
                ids.depth() == CV_16U ? ids.at<uint16_t>(y, x) : ids.at<uint8_t>(y, x);
            if (stored + pair.id_offset != last_id) {
                last_id = stored + pair.id_offset;
                channel = classes.of_id(last_id);
            }
            if (!channel.known) {
                strangers.add(last_id);
            }
            to[x] = channel.index;
        }
    }
    strangers.check(pair.labels.file);
    return labels;
}

std::array<uint8_t, 3> rgb_at(const cv::Mat& bgr, int y, int x) {
    const auto& pixel = bgr.at<cv::Vec3b>(y, x);
    return {pixel[2], pixel[1], pixel[0]};
}

cv::Mat from_colors(const cv::Mat& bgr, const ClassMap& classes, double bound) {
    cv::Mat labels(bgr.size(), CV_16U);
    std::map<std::array<uint8_t, 3>, uint16_t> seen;
    for (int y = 0; y < bgr.rows; ++y) {
        auto* to = labels.ptr<uint16_t>(y);
        for (int x = 0; x < bgr.cols; ++x) {
            const std::array<uint8_t, 3> rgb = rgb_at(bgr, y, x);
            const auto found = seen.find(rgb);
            to[x] = found != seen.end() ? found->second : seen[rgb] = classes.of_color(rgb, bound);
        }
    }
    return labels;
}

/// Gives every pixel the class that most of its 3 x 3 have, twice: rings along blurred edges are
/// thinner than that.
cv::Mat without_specks(cv::Mat labels) {
    for (int pass = 0; pass < 2; ++pass) {
        cv::Mat border, cleaned = labels.clone();
        cv::copyMakeBorder(labels, border, 1, 1, 1, 1, cv::BORDER_REPLICATE);
        for (int y = 0; y < labels.rows; ++y) {
            for (int x = 0; x < labels.cols; ++x) {
                std::array<uint16_t, 9> window{};
                for (int i = 0; i < 9; ++i) {
                    window[static_cast<size_t>(i)] = border.at<uint16_t>(y + i / 3, x + i % 3);
                }
                std::sort(window.begin(), window.end());
                const uint16_t middle = window[4];  // a majority of nine holds the middle
                if (std::count(window.begin(), window.end(), middle) >= 5) {
                    cleaned.at<uint16_t>(y, x) = middle;
                }
            }
        }
        labels = cleaned;
    }
    return labels;
}

/// The id whose grey level is nearest; the level itself where it is an id or none is near.
uint8_t nearest_step(uint8_t level, const ClassMap& classes) {
    if (classes.of_id(level).known) {
        return level;
    }
    int best = level, least = kGreyTolerance + 1;
    for (const ModelClass& candidate : classes.classes()) {
        const int distance = std::abs(candidate.id - level);
        if (distance < least) {
            least = distance;
            best = candidate.id;
        }
    }
    return static_cast<uint8_t>(best);
}

/// Grey levels back to the ids that they were. Where compression moved some, the edges between two
/// steps pass through the steps that lie in between: those specks are cleaned.
cv::Mat from_grey_steps(const cv::Mat& grey, const Pair& pair, const ClassMap& classes) {
    cv::Mat ids = grey.clone();
    bool moved = false;
    std::for_each(ids.begin<uint8_t>(), ids.end<uint8_t>(), [&](uint8_t& level) {
        const uint8_t step = nearest_step(level, classes);
        moved = moved || step != level;
        level = step;
    });
    const cv::Mat channels = from_ids(ids, pair, classes);
    return moved ? without_specks(channels) : channels;
}

/// Indices of an indexed PNG, of which `bgr` shows the colours.
cv::Mat indices(const cv::Mat& bgr, const std::vector<std::array<uint8_t, 3>>& palette) {
    std::map<std::array<uint8_t, 3>, uint8_t> index_of;
    for (size_t i = palette.size(); i-- > 0;) {
        index_of[palette[i]] = static_cast<uint8_t>(i);  // the first of equal colours stays
    }
    cv::Mat result(bgr.size(), CV_8U);
    for (int y = 0; y < bgr.rows; ++y) {
        for (int x = 0; x < bgr.cols; ++x) {
            result.at<uint8_t>(y, x) = index_of[rgb_at(bgr, y, x)];
        }
    }
    return result;
}

/// Whether every pixel has a class, or the colour of an indexed picture's last entry, which is void
/// in the studio's paintings.
bool shows_class_colors(const cv::Mat& labels,
                        const cv::Mat& bgr,
                        const std::vector<std::array<uint8_t, 3>>& palette) {
    for (int y = 0; y < labels.rows; ++y) {
        for (int x = 0; x < labels.cols; ++x) {
            if (labels.at<uint16_t>(y, x) == kNoClass &&
                (palette.empty() || rgb_at(bgr, y, x) != palette.back())) {
                return false;
            }
        }
    }
    return true;
}

cv::Mat automatic(const Pair& pair, const ClassMap& classes) {
    const cv::Mat stored = read(pair.labels, cv::IMREAD_UNCHANGED);
    if (stored.channels() == 1) {
        return from_ids(stored, pair, classes);
    }
    cv::Mat bgr = stored;
    if (bgr.channels() == 4) {
        cv::cvtColor(stored, bgr, cv::COLOR_BGRA2BGR);
    }
    if (bgr.depth() != CV_8U) {
        refuse(pair.labels.file, "colours of 16 bits");
    }
    const cv::Mat labels = from_colors(bgr, classes, 0);
    const auto palette = read_png_palette(pair.labels.file);
    if (shows_class_colors(labels, bgr, palette)) {
        return labels;
    }
    if (!palette.empty()) {
        return from_ids(indices(bgr, palette), pair, classes);
    }
    return without_specks(from_colors(bgr, classes, kAnyColor));
}

cv::Mat merge_parts(const Pair& pair, const ClassMap& classes) {
    cv::Mat ids;
    for (const PartMask& part : pair.parts) {
        const cv::Mat mask = read({part.file}, cv::IMREAD_GRAYSCALE);
        if (ids.empty()) {
            ids = cv::Mat::zeros(mask.size(), CV_8U);
        }
        if (mask.size() != ids.size()) {
            refuse(part.file, "of another size than the face's other masks");
        }
        ids.setTo(part.id, mask > 127);
    }
    return from_ids(ids, pair, classes);
}

std::string size_text(const cv::Mat& image) {
    return std::to_string(image.cols) + " x " + std::to_string(image.rows);
}

cv::Mat shrunk(const cv::Mat& image, int64_t short_side, int interpolation) {
    const int shorter = std::min(image.rows, image.cols);
    if (image.empty() || short_side == 0 || shorter <= short_side) {
        return image;
    }
    const double factor = static_cast<double>(short_side) / shorter;
    cv::Mat small;
    cv::resize(image,
               small,
               cv::Size(static_cast<int>(std::lround(image.cols * factor)),
                        static_cast<int>(std::lround(image.rows * factor))),
               0,
               0,
               interpolation);
    return small;
}

}  // namespace

size_t TrainingPicture::bytes() const {
    return photo.total() * photo.elemSize() + source.total() * source.elemSize() +
           labels.total() * labels.elemSize();
}

cv::Mat read_labels(const Pair& pair, const ClassMap& classes) {
    if (!pair.parts.empty()) {
        return merge_parts(pair, classes);
    }
    switch (pair.code) {
        case LabelCode::colours:
            return without_specks(
                from_colors(read(pair.labels, cv::IMREAD_COLOR), classes, kAnyColor));
        case LabelCode::grey_steps:
            return from_grey_steps(read(pair.labels, cv::IMREAD_GRAYSCALE), pair, classes);
        case LabelCode::automatic:
            break;
    }
    return automatic(pair, classes);
}

TrainingPicture read_picture(const Pair& pair, const ClassMap& classes, int64_t short_side) {
    TrainingPicture picture;
    picture.photo = read_photo(pair.photo);
    picture.labels = read_labels(pair, classes);
    if (!pair.source.file.empty()) {
        picture.source = read_photo(pair.source);
    }
    if (picture.labels.size() != picture.photo.size()) {
        if (!pair.sizes_may_differ) {
            refuse(pair.labels.file,
                   "is " + size_text(picture.labels) + ", its photo " + size_text(picture.photo));
        }
        cv::Mat resized;
        cv::resize(picture.photo, resized, picture.labels.size(), 0, 0, cv::INTER_AREA);
        picture.photo = resized;
    }
    if (!picture.source.empty() && picture.source.size() != picture.photo.size()) {
        cv::resize(picture.source, picture.source, picture.photo.size(), 0, 0, cv::INTER_AREA);
    }
    picture.photo = shrunk(picture.photo, short_side, cv::INTER_AREA);
    picture.source = shrunk(picture.source, short_side, cv::INTER_AREA);
    picture.labels = shrunk(picture.labels, short_side, cv::INTER_NEAREST);
    return picture;
}

cv::Mat label_colours(const cv::Mat& labels, const ClassMap& classes) {
    cv::Mat rgb(labels.size(), CV_8UC3, cv::Scalar(0, 0, 0));
    for (int y = 0; y < labels.rows; ++y) {
        for (int x = 0; x < labels.cols; ++x) {
            const uint16_t label = labels.at<uint16_t>(y, x);
            if (label != kNoClass) {
                const auto& color = classes.classes()[label].color;
                rgb.at<cv::Vec3b>(y, x) = {color[0], color[1], color[2]};
            }
        }
    }
    return rgb;
}

void write_picture(const std::filesystem::path& file, const cv::Mat& rgb) {
    cv::Mat bgr;
    cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
    const std::filesystem::path beside = file.string() + ".part.png";
    if (!cv::imwrite(beside.string(), bgr)) {
        throw std::runtime_error(file.string() + ": can't be written");
    }
    std::filesystem::rename(beside, file);
}

}  // namespace tessera
