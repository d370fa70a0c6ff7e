// The decoder against its formulas, what scores become, and segmenters of any picture.
#include "model/segmentation/segmenter.h"

#include <torch/nn/module.h>
#include <torch/types.h>

#include "model/files/model_file.h"
#include "model/networks/keep.h"
#include "tests/model/check.h"
#include "tests/model/made_up.h"
#include "tests/model/scratch_folder.h"
#include "tests/model/segmentation/small_segmenter.h"

using namespace tessera;
using namespace tessera::test;

namespace {

using Weights = std::map<std::string, at::Tensor>;

/// A convolution as a sum over the kernel's places, of zeros beyond the border.
at::Tensor convolved(const at::Tensor& x, const at::Tensor& weight) {
    const int64_t k = weight.size(2), h = x.size(2), w = x.size(3);
    const at::Tensor padded =
        torch::zeros({x.size(0), x.size(1), h + k - 1, w + k - 1}, x.options());
    padded.slice(2, k / 2, k / 2 + h).slice(3, k / 2, k / 2 + w).copy_(x);
    at::Tensor sum = torch::zeros({x.size(0), weight.size(0), h, w}, x.options());
    for (int64_t dy = 0; dy < k; ++dy) {
        for (int64_t dx = 0; dx < k; ++dx) {
            const at::Tensor seen = padded.slice(2, dy, dy + h).slice(3, dx, dx + w);
            sum = sum + torch::einsum("oi,bihw->bohw", {weight.select(3, dx).select(2, dy), seen});
        }
    }
    return sum;
}

/// Convolution, eight groups of channels brought to mean 0 and variance 1, ReLU.
at::Tensor normed(const at::Tensor& x, const Weights& weights, const std::string& name) {
    const at::Tensor y = convolved(x, weights.at(name + ".conv.weight"));
    const at::Tensor groups = y.view({y.size(0), 8, -1});
    const at::Tensor mean = groups.mean(2, true);
    const at::Tensor variance = (groups - mean).square().mean(2, true);
    const at::Tensor even = ((groups - mean) / (variance + 1e-5).sqrt()).view(y.sizes());
    const at::Tensor scaled = even * weights.at(name + ".scale").view({1, -1, 1, 1}) +
                              weights.at(name + ".shift").view({1, -1, 1, 1});
    return scaled.clamp_min(0);
}

/// Rows of a matrix that enlarges `from` places to `to`, half-pixel centres.
at::Tensor enlarging(int64_t from, int64_t to) {
    const at::Tensor matrix = torch::zeros({to, from}, at::kDouble);
    for (int64_t i = 0; i < to; ++i) {
        const double at =
            (static_cast<double>(i) + 0.5) * static_cast<double>(from) / static_cast<double>(to) -
            0.5;
        const double inside = std::min(std::max(at, 0.0), static_cast<double>(from - 1));
        const auto low = static_cast<int64_t>(inside);
        matrix[i][low] += 1 - (inside - static_cast<double>(low));
        matrix[i][std::min(low + 1, from - 1)] += inside - static_cast<double>(low);
    }
    return matrix;
}

at::Tensor enlarged(const at::Tensor& x, const at::Tensor& like) {
    return torch::einsum(
        "yh,bchw,xw->bcyx",
        {enlarging(x.size(2), like.size(2)), x, enlarging(x.size(3), like.size(3))});
}

/// Means over squares of 2 x 2, and over what there is of them at an odd border.
at::Tensor halved(const at::Tensor& x) {
    std::vector<at::Tensor> rows;
    for (int64_t y = 0; y < x.size(2); y += 2) {
        std::vector<at::Tensor> cells;
        for (int64_t c = 0; c < x.size(3); c += 2) {
            cells.push_back(x.slice(2, y, y + 2).slice(3, c, c + 2).mean({2, 3}));
        }
        rows.push_back(torch::stack(cells, 2));
    }
    return torch::stack(rows, 2);
}

at::Tensor decoded(const std::vector<at::Tensor>& levels, const Weights& weights) {
    const auto lateral = [&](size_t i) {
        return normed(levels[i], weights, "lateral." + std::to_string(i));
    };
    const at::Tensor coarsest = lateral(levels.size() - 1);
    const at::Tensor half = normed(halved(coarsest), weights, "context.1");
    const at::Tensor quarter = normed(halved(half), weights, "context.2");
    const at::Tensor overall =
        torch::einsum("oi,bi->bo", {weights.at("overall.weight"), coarsest.mean({2, 3})}) +
        weights.at("overall.bias");
    at::Tensor x = coarsest + normed(coarsest, weights, "context.0") + enlarged(half, coarsest) +
                   enlarged(quarter, coarsest) + overall.unsqueeze(2).unsqueeze(3);
    for (size_t i = levels.size() - 1; i-- > 0;) {
        if (i == 0) {
            x = convolved(x, weights.at("narrow.weight")) +
                weights.at("narrow.bias").view({1, -1, 1, 1});
        }
        const at::Tensor detail = lateral(i);
        x = normed(enlarged(x, detail) + detail, weights, "merge." + std::to_string(i));
    }
    return convolved(x, weights.at("classify.weight")) +
           weights.at("classify.bias").view({1, -1, 1, 1});
}

Picture made_up_picture(int64_t height, int64_t width) {
    Picture picture;
    picture.height = height;
    picture.width = width;
    const at::Tensor bytes = ((made_up({height, width, 3}, 7) + 1) * 127).to(at::kByte);
    const auto* begin = bytes.const_data_ptr<uint8_t>();
    picture.rgb.assign(begin, begin + bytes.numel());
    return picture;
}

void expect_refused(const std::function<void(SegmenterConfig&, Weights&, ModelCard&)>& spoil,
                    const std::string& reason) {
    const ScratchFolder folder;
    SegmenterConfig config = small_segmenter();
    Weights weights = random_weights(config);
    ModelCard card = small_card();
    spoil(config, weights, card);
    const std::filesystem::path file = folder / "s.safetensors";
    write_segmenter(file, weights, config, card);
    EXPECT_THROWS(Segmenter::open(file, learning_features()), file.string() + ": " + reason);
}

}  // namespace

TEST(TheDecoderFollowsItsFormulas) {
    const SegmenterConfig config = small_segmenter();
    torch::manual_seed(6);
    SegmentationDecoder decoder(config);
    Weights weights;
    const at::NoGradGuard no_grad;
    for (auto& parameter : decoder->named_parameters()) {
        if (parameter.value().dim() == 1) {
            parameter.value().add_(torch::randn_like(parameter.value()) * 0.3);
        }
        weights[parameter.key()] = parameter.value().to(at::kDouble);
    }
    std::vector<at::Tensor> levels, precise;  // of a picture of 75 x 50: odd sides all the way
    int64_t height = 75, width = 50;
    for (const int64_t channels : config.channels) {
        height = (height + 1) / 2;
        width = (width + 1) / 2;
        levels.push_back(made_up({2, channels, height, width}, static_cast<double>(channels)));
        precise.push_back(levels.back().to(at::kDouble));
    }
    const at::Tensor logits = decoder->forward(levels);
    EXPECT((logits.sizes() == at::IntArrayRef{2, 3, 38, 25}));
    EXPECT_CLOSE(logits.to(at::kDouble), decoded(precise, weights), 1e-4);
}

TEST(TheLikeliestClassIsThatOfTheEnlargedScores) {
    const at::Tensor scores = made_up({1, 5, 7, 4}, 3);
    for (const auto& [height, width] :
         std::vector<std::pair<int64_t, int64_t>>{{50, 33}, {7, 4}, {3, 9}, {1, 1}}) {
        const at::Tensor large = at::upsample_bilinear2d(
            scores, {height, width}, /*align_corners=*/false, std::nullopt, std::nullopt);
        const at::Tensor expected = large[0].argmax(0).flatten();
        const std::vector<uint16_t> found = likeliest(scores, height, width);
        EXPECT(static_cast<int64_t>(found.size()) == height * width);
        int64_t differ = 0;
        for (int64_t i = 0; i < expected.numel(); ++i) {
            differ += expected[i].item<int64_t>() != found[static_cast<size_t>(i)] ? 1 : 0;
        }
        EXPECT(differ == 0);
    }
}

TEST(ASegmenterReadsPicturesOfAnySize) {
    const ScratchFolder folder;
    const auto segmenter =
        Segmenter::open(write_small_segmenter(folder / "s.safetensors"), learning_features());
    EXPECT(segmenter->side() == 64 && segmenter->card().title("") == "Small");
    for (const auto& [height, width] : std::vector<std::pair<int64_t, int64_t>>{
             {64, 64}, {1, 1}, {31, 200}, {300, 2}, {129, 70}}) {
        const Picture picture = made_up_picture(height, width);
        const std::vector<uint16_t> labels = segmenter->labels(picture);
        EXPECT(static_cast<int64_t>(labels.size()) == height * width);
        EXPECT(*std::max_element(labels.begin(), labels.end()) < 3);
        EXPECT(segmenter->labels(picture) == labels);
    }
}

TEST(ASegmenterIsItsFeaturesAndItsDecoder) {
    const ScratchFolder folder;
    const std::filesystem::path file = write_small_segmenter(folder / "s.safetensors");
    const Picture picture = made_up_picture(64, 96);  // the size at which the network looks
    const at::Tensor bytes = torch::tensor(picture.rgb, at::kByte).view({1, 64, 96, 3});
    const auto levels = FeatureNetwork::open(learning_features())
                            ->levels((bytes.to(at::kFloat) / 127.5 - 1).permute({0, 3, 1, 2}));
    const at::NoGradGuard no_grad;
    const at::Tensor logits = SegmenterFile::open(file).decoder()->forward(levels);
    EXPECT(Segmenter::open(file, learning_features())->labels(picture) ==
           likeliest(logits, 64, 96));
}

TEST(PicturesThatAreNoneAreRefused) {
    const ScratchFolder folder;
    const auto segmenter =
        Segmenter::open(write_small_segmenter(folder / "s.safetensors"), learning_features());
    Picture picture = made_up_picture(8, 8);
    picture.rgb.pop_back();
    EXPECT_THROWS(segmenter->labels(picture), "8 x 8 with 191 bytes");
    EXPECT_THROWS(segmenter->labels(Picture{}), "must be 1 to 16384");
    const std::atomic<bool> cancelled = true;
    bool left = false;
    try {
        segmenter->labels(made_up_picture(8, 8), &cancelled);
    } catch (const Cancelled&) {
        left = true;
    }
    EXPECT(left);
}

TEST(FilesThatAreNoSegmentersAreRefused) {
    expect_refused([](auto&, auto& weights, auto&) { weights.erase("classify.weight"); },
                   "tensor classify.weight is missing");
    expect_refused([](auto&, auto& weights, auto&) { weights["more"] = at::ones({1}); },
                   "tensor more is not of the config's network");
    expect_refused([](auto& config, auto&, auto&) { config.width = 32; },
                   "tensor lateral.0.scale is [8], the config demands [16]");
    expect_refused([](auto&, auto&, auto& card) { card.classes.pop_back(); },
                   "classes: not a list of 3");
    expect_refused([](auto& config, auto&, auto&) { config.features = "alexnet"; },
                   "it was trained on the features of alexnet, and those given are of "
                   "efficientnet-lite0");
    expect_refused([](auto& config, auto&, auto&) { config.fingerprint[2] *= 1.2; },
                   "it was trained on other weights of efficientnet-lite0");
}

TEST(ConfigsAreReadStrictly) {
    const std::string json = segmenter_json(small_segmenter());
    EXPECT(parse_segmenter(json) == small_segmenter());
    const auto changed = [&](const std::string& from, const std::string& to) {
        std::string other = json;
        return other.replace(other.find(from), from.size(), to);
    };
    EXPECT_THROWS(parse_segmenter("{\"classes\": 3}"), "this is no segmenter");
    EXPECT_THROWS(parse_segmenter(changed("\"segmenter\"", "\"sean\"")),
                  "its architecture is \"sean\"");
    EXPECT_THROWS(parse_segmenter(changed("\"width\":16", "\"width\":16.5")),
                  "width is 16.5, must be a whole number");
    EXPECT_THROWS(parse_segmenter(changed("\"width\":16", "\"width\":20")), "multiple of 16");
    EXPECT_THROWS(parse_segmenter(changed("\"side\":64", "\"side\":9")), "must be 32 to 4096");
    EXPECT_THROWS(parse_segmenter(changed("\"side\":64", "\"sides\":64")), "there is no side");
    EXPECT_THROWS(parse_segmenter(changed("{", "{\"depth\":1,")), "unknown option \"depth\"");
}

TEST(AnotherFeatureNetworkIsRefused) {
    const ScratchFolder folder;
    const std::filesystem::path file = write_small_segmenter(folder / "s.safetensors");
    EXPECT_THROWS(Segmenter::open(file, resource_file("features/efficientnet-lite2.safetensors")),
                  "and those given are of efficientnet-lite2");
}

TEST(ASegmenterForAnotherPaletteIsRefused) {
    const ScratchFolder folder;
    const auto segmenter =
        Segmenter::open(write_small_segmenter(folder / "s.safetensors"), learning_features());
    std::vector<ModelClass> classes = small_card().classes;
    check_segmenter_fits(*segmenter, "test", classes);
    EXPECT_THROWS(check_segmenter_fits(*segmenter, "scenes", classes),
                  "knows palette test, 3 classes (a, b, c, ..); needed is one for palette scenes");
    std::swap(classes[0], classes[1]);
    EXPECT_THROWS(check_segmenter_fits(*segmenter, "test", classes), "3 classes (b, a, c, ..)");
}

TEST(ShippedSegmentersKnowWhatShippedModelsDraw) {
    for (const auto& [palette, model] :
         std::map<std::string, std::string>{{"scenes", "scenes"},
                                            {"celebamask_hq", "celebamask"},
                                            {"facades", "facades"},
                                            {"camvid", "camvid"}}) {
        const auto segmenter = Segmenter::open(
            resource_file("segmenters/" + palette + ".safetensors"), learning_features());
        const ModelCard drawn =
            ModelFile::open(resource_file("models/" + model + ".safetensors")).card();
        check_segmenter_fits(*segmenter, drawn.palette, drawn.classes);
        for (const char* field :
             {"title", "data", "data_licence", "steps", "hours", "held_out", "known_faults"}) {
            EXPECT(segmenter->card().fields.count(field) == 1);
        }
    }
}

TEST(HalfPrecisionReadsNearlyTheSame) {
    const ScratchFolder folder;
    const std::filesystem::path file = write_small_segmenter(folder / "s.safetensors");
    const std::filesystem::path half = folder / "half.safetensors";
    store_segmenter(file, half, StoredType::float16, {{"title", "Half"}});
    EXPECT(std::filesystem::file_size(half) < std::filesystem::file_size(file) * 3 / 5);
    EXPECT(segmenter_card(half).title("") == "Half");
    EXPECT(is_segmenter(half) && !is_segmenter(learning_features()) && !is_segmenter("none"));
    const Picture picture = made_up_picture(40, 40);
    const auto a = Segmenter::open(file, learning_features())->labels(picture);
    const auto b = Segmenter::open(half, learning_features())->labels(picture);
    int64_t same = 0;
    for (size_t i = 0; i < a.size(); ++i) {
        same += a[i] == b[i] ? 1 : 0;
    }
    EXPECT(same > 1560);  // of 1600
}
