// Walks through the styles, one preview after the other.
#include "ui/style/style_thumbnails.h"

#include <QImage>
#include <algorithm>

#include "core/document/painting.h"
#include "core/jobs/render_service.h"
#include "ui/photo/preview_token.h"
#include "ui/style/style_model.h"

namespace tessera::ui {

StyleThumbnails::StyleThumbnails(RenderService& renders, StyleModel& styles, QObject* parent)
    : QObject(parent), renders_(renders), styles_(styles) {
    still_.setSingleShot(true);
    still_.setInterval(kStill);
    connect(&still_, &QTimer::timeout, this, &StyleThumbnails::redrawAll);
    connect(&renders_, &RenderService::previewed, this, &StyleThumbnails::receive);
    connect(&renders_, &RenderService::modelOpened, this, &StyleThumbnails::redrawAll);
    connect(&styles_, &StyleModel::rowsInserted, this, &StyleThumbnails::drawNext);
    connect(&styles_, &StyleModel::modelReset, this, &StyleThumbnails::redrawAll);
}

void StyleThumbnails::setPainting(Painting* painting) {
    if (painting_) {
        painting_->disconnect(this);
    }
    painting_ = painting;
    if (painting) {
        connect(painting, &Painting::replaced, this, &StyleThumbnails::redrawAll);
        connect(painting, &Painting::sourceChanged, this, &StyleThumbnails::redrawAll);
        connect(painting, &Painting::labelsChanged, &still_, qOverload<>(&QTimer::start));
    }
    redrawAll();
}

void StyleThumbnails::setActive(bool active) {
    active_ = active;
    drawNext();
}

void StyleThumbnails::redrawAll() {
    fresh_.clear();
    waiting_ = false;
    drawNext();
}

void StyleThumbnails::drawNext() {
    if (waiting_ || !active_ || !painting_ || painting_->labels().isEmpty() || !renders_.model()) {
        return;
    }
    for (int row = 0; row < styles_.rowCount(); ++row) {
        const Style& style = styles_.style(row);
        const bool fresh = std::any_of(fresh_.begin(), fresh_.end(), [&](const Style& drawn) {
            return sameLook(drawn, style);
        });
        if (!fresh && styles_.index(row).data(StyleModel::UsableRole).toBool()) {
            asked_ = style;
            waiting_ = true;
            token_ = nextPreviewToken();
            renders_.preview(token_, inputFor(style));
            return;
        }
    }
}

RenderInput StyleThumbnails::inputFor(const Style& style) const {
    PaintingData data = painting_->data();
    data.style = style;
    return RenderInput::of(data, painting_->revision());
}

void StyleThumbnails::receive(int token, const QImage& image) {
    if (token != token_ || !waiting_) {
        return;
    }
    waiting_ = false;
    fresh_.push_back(asked_);
    styles_.setThumbnail(asked_, image);
    drawNext();
}

}  // namespace tessera::ui
