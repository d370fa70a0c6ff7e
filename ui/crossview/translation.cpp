#include "ui/crossview/translation.h"

#include <QCoreApplication>

#include "core/document/painting.h"
#include "core/jobs/render_service.h"

namespace tessera::ui {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Translation)
};

}  // namespace

QString sizeText(QSize size) {
    return Text::tr("%1 × %2").arg(size.width()).arg(size.height());
}

QString whyNoTranslation(const RenderService& renders) {
    const std::optional<ModelInfo> model = renders.model();
    if (!model) {
        return Text::tr("No model is open.");
    }
    return model->sourceChannels > 0
               ? QString()
               : Text::tr("%1 translates no source photo. Choose a cross-view model.")
                     .arg(model->title);
}

QString whyNoSource(const Painting& painting) {
    const QImage& image = painting.source().image;
    const QSize size = painting.labels().size();
    if (image.isNull()) {
        return Text::tr("Choose the photo of the other view.");
    }
    return image.size() == size ? QString()
                                : Text::tr("The source photo is %1, the painting %2.")
                                      .arg(sizeText(image.size()), sizeText(size));
}

}  // namespace tessera::ui
