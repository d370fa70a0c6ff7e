// Walks through a list.
#include "ui/photo/preview_run.h"

#include <QImage>

#include "ui/photo/preview_token.h"

namespace tessera::ui {

PreviewRun::PreviewRun(RenderService& renders, QObject* parent)
    : QObject(parent), renders_(renders) {
    connect(&renders_, &RenderService::previewed, this, &PreviewRun::receive);
    connect(&renders_, &RenderService::previewFailed, this, &PreviewRun::receiveFailure);
}

void PreviewRun::start(std::vector<RenderInput> inputs) {
    inputs_ = std::move(inputs);
    next_ = 0;
    token_ = 0;
    ask();
}

void PreviewRun::ask() {
    if (isRunning()) {
        token_ = nextPreviewToken();
        renders_.preview(token_, inputs_[next_], kSide);
    }
}

void PreviewRun::receive(int token, const QImage& picture) {
    if (token == token_) {
        Q_EMIT drawn(static_cast<qsizetype>(next_), picture);
        goOn();
    }
}

void PreviewRun::receiveFailure(int token, const QString& reason) {
    if (token == token_) {
        Q_EMIT failed(static_cast<qsizetype>(next_), reason);
        goOn();
    }
}

void PreviewRun::goOn() {
    token_ = 0;
    ++next_;
    ask();
    if (!isRunning()) {
        Q_EMIT finished();
    }
}

}  // namespace tessera::ui
