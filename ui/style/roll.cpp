#include "ui/style/roll.h"

#include <QCoreApplication>
#include <QRandomGenerator>

namespace tessera::ui {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Roll)
};

}  // namespace

QString whyNoRoll(const std::optional<ModelInfo>& model) {
    if (!model) {
        return Text::tr("No model is open");
    }
    if (model->noise || model->styleFromSeed) {
        return {};
    }
    return model->styleLength == 0
               ? Text::tr("%1 draws one photo of a painting: it has no style").arg(model->title)
               : Text::tr("%1 takes its style from photos alone").arg(model->title);
}

Style rolled(const Style& style, Roll what, const ModelInfo& model) {
    if (!model.styleFromSeed) {
        what = Roll::NoiseOnly;
    }
    Style next = style;
    QRandomGenerator& random = *QRandomGenerator::global();
    if (what != Roll::NoiseOnly) {
        next.vector.clear();
        next.regionPhotos.clear();
        next.styleSeed = random.generate();
    }
    if (what != Roll::StyleOnly) {
        next.noiseSeed = random.generate();
    }
    return next;
}

}  // namespace tessera::ui
