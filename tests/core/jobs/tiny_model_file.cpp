// The engine's tiny models by another name.
#include "tests/core/jobs/tiny_model_file.h"

#include "tests/model/inference/tiny_model.h"
#include "tests/model/segmentation/small_segmenter.h"

namespace tessera::testing {

void writeTinyModel(const QString& file, const TinyModelKind& kind) {
    test::TinyModel model;
    model.style_encoder = kind.style && kind.styleEncoder;
    if (!kind.style) {
        model.config.style = 0;
        model.config.noise = false;
    }
    if (!kind.inside) {
        model.config.local = false;
        model.config.upsampler = "nearest";
    }
    if (kind.source) {
        model.config.image_channels = 3;
        model.config.label_input = true;
    }
    test::write_tiny_model(file.toStdString(), model);
}

void writeTinyPublished(const QString& file, const QString& architecture) {
    test::write_tiny_published(file.toStdString(), architecture.toStdString());
}

void writeTinySegmenter(const QString& file, const QString& palette) {
    const SegmenterConfig config = test::small_segmenter();
    const ModelCard card{
        palette.toStdString(),
        {{4, "road", {112, 112, 120}}, {6, "sky", {120, 180, 235}}, {7, "tree", {52, 128, 64}}},
        {{"title", "Tiny segmenter"}}};
    write_segmenter(file.toStdString(), test::random_weights(config), config, card);
}

}  // namespace tessera::testing
